"""Verify many certificates in one call, beside pdfsig, and as their number grows: time and memory for each document.

``make bench`` runs it. With --count and --more other numbers of documents are measured.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

AT_MOST, GROWTH, MEMORY_GROWTH = 5.0, 1.05, 1.1
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


def taken(command: list[str]) -> tuple[float, float]:
    """Seconds of the wall clock, and megabytes of its largest process; it has to go well."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ends with {process.returncode}")
    return time.perf_counter() - start, used.ru_maxrss / 1024


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
        took, memory = taken([*CERTKIT, "verify", str(few), *common])
        if shutil.which("pdfsig"):
            # what it finds is its exit code
            script = f'for file in {few}/*; do pdfsig "$file"; done; exit 0'
            other, _ = taken(["sh", "-c", script])
            beside = f"{given.count} x pdfsig"
            show(f"verify of {given.count}", f"{took:.1f} s", beside, f"{other:.1f} s", took / other, AT_MOST)
        else:
            print("verify of many certificates: pdfsig is not installed")
        each = took / given.count
        all_of_them, most = taken([*CERTKIT, "verify", str(many), *common])
        grown = all_of_them / given.more
        case, beside = f"verify of {given.more}, each document", f"each of {given.count}"
        show(case, f"{1000 * grown:.1f} ms", beside, f"{1000 * each:.1f} ms", grown / each, GROWTH)
        show("the same, memory at most", f"{most:.0f} MB", beside, f"{memory:.0f} MB", most / memory, MEMORY_GROWTH)


if __name__ == "__main__":
    main()
