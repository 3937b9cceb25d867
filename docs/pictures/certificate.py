"""Draws docs/pictures/certificate.png: two pages of a signed certificate, side by side, in grey.

Run: python docs/pictures/certificate.py, with pdftoppm (poppler-utils) installed. It has a new date each time, and so
is not part of `make docs`; it is drawn again when the look of the pages changes.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

HERE = Path(__file__).resolve().parent
FAMILY = HERE.parent.parent / "examples" / "family"
CERTKIT = (sys.executable, "-m", "certkit")
PAGES = (1, 2)
RESOLUTION = 75
GAP = 12


def run(*arguments: object, place: Path) -> None:
    """Run a program in this folder."""
    subprocess.run([str(argument) for argument in arguments], cwd=place, check=True)


def page(number: int, place: Path) -> Image.Image:
    """One page of the certificate."""
    run("pdftoppm", "-r", RESOLUTION, "-f", number, "-singlefile", "-png", "c.pdf", f"p{number}", place=place)
    return Image.open(place / f"p{number}.png").convert("L")


def drawn(place: Path) -> Image.Image:
    """The pages of a certificate that is made in this folder."""
    secret = ("--passphrase-file", "rehearsal/passphrase.txt", "--trust", "rehearsal/trust")
    record = FAMILY / "representative" / "record.yaml"
    run(*CERTKIT, "pki", "init", "--test", "rehearsal", place=place)
    run(*CERTKIT, "report", record, "--key", "file:rehearsal/laboratory.p12", *secret, "-o", "r.pdf", place=place)
    body = ("--key", "file:rehearsal/certification-body.p12", "--id", "EX-CERT-0001", "--offline")
    run(*CERTKIT, "certify", "r.pdf", *body, *secret, "-o", "c.pdf", place=place)
    pages = [page(number, place) for number in PAGES]
    width, height = pages[0].size
    whole = Image.new("L", (len(pages) * (width + GAP) + GAP, height + 2 * GAP), 200)
    for number, one in enumerate(pages):
        whole.paste(one, (GAP + number * (width + GAP), GAP))
    return whole


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="certkit-pictures-") as folder:
        drawn(Path(folder)).quantize(16).save(HERE / "certificate.png", optimize=True)
