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

AT_MOST, GROWTH = 5.0, 1.05
"""Of the time of pdfsig; and of the time for each document, from the smaller to the larger number."""
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
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--count", type=int, default=500)
    options.add_argument("--more", type=int, default=5000)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one, trust = certificate(folder)
        common = ["--trust", str(trust), "--offline", "--rehearsal", "--no-steps"]
        took = {}
        for count in (given.count, given.more):
            many = folder / str(count)
            many.mkdir()
            for number in range(count):
                (many / f"{number:05}.pdf").symlink_to(one)
            took[count] = seconds([*CERTKIT, "verify", str(many), *common])
            memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            print(f"verify of {count}: {took[count]:.1f} s, {1000 * took[count] / count:.0f} ms each, {memory:.0f} MB")
        script = f'for file in {folder}/{given.count}/*; do pdfsig -nocert "$file" >/dev/null 2>&1; done'
        other = seconds(["sh", "-c", script])
        print(f"{given.count} x pdfsig: {other:.1f} s; ratio {took[given.count] / other:.2f} (at most {AT_MOST})")
        growth = took[given.more] / given.more / (took[given.count] / given.count)
        print(f"for each document, {given.more} beside {given.count}: {growth:.2f} (at most {GROWTH})")


if __name__ == "__main__":
    main()
