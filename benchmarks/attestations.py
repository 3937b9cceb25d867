"""How fast a document is sealed and verified, beside pyHanko on the same file.

    python benchmarks/attestations.py [--rounds 5]

A rehearsal PKI, a report and a certificate are made with the commands. A row whose other program is not installed is
left out. Always ends with 0. Many certificates in one call are measured by verify_many.py.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from run import BIN, RECORD, Row, measure, run, side_by_side  # noqa: E402  # it lies beside this file

if TYPE_CHECKING:
    from certkit.attestation.v1.model import AttestationDocument
    from certkit.signing.keys import SigningKey

ROLES = {"report": "laboratory", "certify": "certification-body"}
VERIFY_AT_MOST = SIGN_AT_MOST = 1.2


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="certkit-bench-") as name:
        folder = Path(name)
        pki, certificate = documents(folder)
        one(pki, certificate, options.rounds)
        sign(pki, certificate, max(4 * options.rounds, 9))
    return 0


def documents(folder: Path) -> tuple[Path, Path]:
    """A PKI's folder, and a certificate under it."""
    pki = folder / "pki"
    certkit = [str(BIN / "certkit")]
    run([*certkit, "pki", "init", "--test", str(pki)])
    key = ["--passphrase-file", str(pki / "passphrase.txt"), "--trust", str(pki / "trust")]
    source, made = RECORD, folder
    for command, role in ROLES.items():
        made = folder / f"{command}.pdf"
        more = ["--offline"] if command == "certify" else []
        run([*certkit, command, str(source), "--key", f"file:{pki / role}.p12", *key, *more, "-o", str(made)])
        source = made
    return pki, made


def verifying(pki: Path, file: Path) -> list[str]:
    options = ["--trust", str(pki / "trust"), "--offline", "--rehearsal"]
    return [str(BIN / "certkit"), "verify", str(file), *options]


def one(pki: Path, certificate: Path, rounds: int) -> None:
    """A whole process for one certificate."""
    hanko = shutil.which("pyhanko", path=os.pathsep.join((str(BIN), os.environ.get("PATH", ""))))
    if hanko is None:
        print("verify of one certificate: pyhanko is not installed (make bench does)")
        return
    trust = [option for file in sorted(pki.glob("trust/roots/*.pem")) for option in ("--trust", str(file))]
    trust += [
        option for file in sorted(pki.glob("trust/intermediates/*.pem")) for option in ("--other-certs", str(file))
    ]
    other = [hanko, "sign", "validate", *trust, "--trust-replace", "--no-revocation-check", str(certificate)]
    command = verifying(pki, certificate)
    measure(Row("verify of one certificate", command, "pyhanko sign validate", other, VERIFY_AT_MOST, rounds))


def sign(pki: Path, certificate: Path, rounds: int) -> None:
    """Sealing pages that are drawn already, in a warm process, beside pyHanko's own signer with the same picture."""
    from pyhanko.pdf_utils.content import ImportedPdfPage
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
    from pyhanko.stamp import StaticStampStyle

    from certkit.attestation.layout_1 import SIGNATURE_BOX, SIGNATURE_PAGE, render, signature_lines, signature_page
    from certkit.attestation.rederive import pinned
    from certkit.signing.sign import sign_document

    document = data(certificate)
    pages, picture = render(document, pinned(document["evidence"])), signature_page(signature_lines(document))
    at = datetime.now(UTC) + timedelta(seconds=1)
    file = pki.parent / "picture.pdf"
    file.write_bytes(picture)
    passphrase = (pki / "passphrase.txt").read_bytes().splitlines()[0]
    alone = SimpleSigner.load_pkcs12(str(pki / f"{ROLES['certify']}.p12"), passphrase=passphrase)
    metadata = PdfSignatureMetadata(
        "Seal", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )  # fmt: skip
    field = SigFieldSpec("Seal", on_page=SIGNATURE_PAGE, box=SIGNATURE_BOX)

    def by_pyhanko() -> None:
        style = StaticStampStyle(background=ImportedPdfPage(str(file)), border_width=0)
        PdfSigner(metadata, alone, stamp_style=style, new_field_spec=field).sign_pdf(
            IncrementalPdfFileWriter(BytesIO(pages))
        )

    with key_of(pki) as key:

        def by_certkit() -> None:
            sign_document(
                pages, key, kind="certificate", at=at, level="B-B", picture=picture,
                page=SIGNATURE_PAGE, box=SIGNATURE_BOX,
                fetch=None,
            )  # fmt: skip

        mine, other = (median(times) for times in side_by_side([by_certkit, by_pyhanko], rounds))
    verdict = "ok" if mine / other <= SIGN_AT_MOST else "over"
    print(
        f"{'seal at B-B with P-256, warm':44} {mine * 1000:6.1f} ms {'pyHanko alone':44} {other * 1000:6.1f} ms "
        f"{mine / other:5.2f}x {SIGN_AT_MOST:6.3g}x  {verdict}"
    )


def data(certificate: Path) -> AttestationDocument:
    """What the certificate says."""
    import pikepdf

    from certkit.attestation.v1.read import read_attestation

    with pikepdf.open(certificate) as pdf:
        return read_attestation(pdf.attachments["attestation.json"].get_file().read_bytes())


def key_of(pki: Path) -> SigningKey:
    from certkit.signing.keys import open_key

    passphrase = (pki / "passphrase.txt").read_text(encoding="utf-8").splitlines()[0]
    return open_key(f"file:{pki / ROLES['certify']}.p12", lambda _: passphrase)


if __name__ == "__main__":
    raise SystemExit(main())
