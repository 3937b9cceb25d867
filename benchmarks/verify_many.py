"""Verify many certificates in one call, beside pdfsig, and as their number grows: time and memory for each document.

``make bench`` runs it. With --count and --more other numbers of documents are measured.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

AT_MOST, GROWTH, MEMORY_GROWTH = 5.0, 1.05, 1.05
"""Of the time of pdfsig; of the time for each document, from the smaller to the larger number; and of the memory."""
CERTKIT = [sys.executable, "-m", "certkit"]


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of the example dossier at B-LTA under a rehearsal PKI, and whom to trust."""
    pki = folder / "rehearsal"
    subprocess.run([*CERTKIT, "pki", "init", "--test", pki], check=True, capture_output=True)
    shutil.copytree("examples/dossier", folder / "dossier")
    common = ["--passphrase-file", pki / "passphrase.txt", "--tsa", f"file:{pki}/tsa", "--trust", pki / "trust"]
    for name, source, key in (
        ("report", "dossier/record.yaml", "laboratory"),
        ("certify", "r.pdf", "certification-body"),
    ):
        target = folder / ("r.pdf" if name == "report" else "c.pdf")
        command = [*CERTKIT, name, folder / source, "--key", f"file:{pki / key}.p12", "-o", target, *common]
        subprocess.run([*map(str, command)], check=True, capture_output=True)
    return folder / "c.pdf", pki / "trust"


def seconds(command: list[str]) -> float:
    """Of the wall clock; it has to go well."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def peak() -> float:
    """Megabytes of the largest process so far."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def copies(one: Path, folder: Path, count: int) -> Path:
    """A folder with a document under many names; each is read, verified and drawn again."""
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:05}.pdf").symlink_to(one)
    return folder


def show(case: str, takes: str, beside: str, other: str, ratio: float, at_most: float) -> None:
    verdict = "ok" if ratio <= at_most else "over"
    print(f"{case:44} {takes:>9} {beside:44} {other:>9} {ratio:5.2f}x {at_most:6.3g}x  {verdict}", flush=True)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--count", type=int, default=500)
    options.add_argument("--more", type=int, default=5000)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one, trust = certificate(folder)
        common = ["--trust", str(trust), "--offline", "--rehearsal", "--no-steps"]
        few, many = (copies(one, folder / str(count), count) for count in (given.count, given.more))
        took = seconds([*CERTKIT, "verify", str(few), *common])
        memory = peak()
        if shutil.which("pdfsig"):
            # what it finds is its exit code
            script = f'for file in {few}/*; do pdfsig "$file"; done; exit 0'
            other = seconds(["sh", "-c", script])
            beside = f"{given.count} x pdfsig"
            show(f"verify of {given.count}", f"{took:.1f} s", beside, f"{other:.1f} s", took / other, AT_MOST)
        else:
            print("verify of many certificates: pdfsig is not installed")
        each = took / given.count
        grown = seconds([*CERTKIT, "verify", str(many), *common]) / given.more
        case, beside = f"verify of {given.more}, each document", f"each of {given.count}"
        show(case, f"{1000 * grown:.1f} ms", beside, f"{1000 * each:.1f} ms", grown / each, GROWTH)
        show("the same, memory at most", f"{peak():.0f} MB", beside, f"{memory:.0f} MB", peak() / memory, MEMORY_GROWTH)


if __name__ == "__main__":
    main()
