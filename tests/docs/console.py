"""The console blocks of the documentation: found, run, compared, and brought up to date.

A block

    ```console
    $ certkit plan examples/csms.yaml --only optional
    …what it prints…
    ```

is run from a copy of examples/, and what it prints must be what stands there. A line that is ``…`` alone stands for any
lines, and `` …`` (with a space) at the end of a line for the rest of that line, such as a date or a digest. A block
that begins with ``$ export`` or ``$ make`` is not run. To bring all blocks up to date, having looked at the difference:
``python -m tests.docs.console``.
"""

import difflib
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ANY_LINES = "…"
ANY_REST = " …"
WIDTH = "100"


@dataclass(frozen=True)
class Step:
    command: str
    shown: list[str]


def steps_of(block: str) -> list[Step]:
    steps: list[Step] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            steps.append(Step(line[2:], []))
        elif steps:
            steps[-1].shown.append(line)
    return steps


def is_run(step: Step) -> bool:
    return not step.command.startswith(("make ", "export ", "pip ", "git "))


def blocks_of(page: Path) -> list[str]:
    return BLOCK.findall(page.read_text(encoding="utf-8"))


def run(commands: list[str], folder: Path) -> list[list[str]]:
    """What each command prints, output and errors together, one after the other in the same folder."""
    import os

    scripts = Path(sys.executable).parent
    environment = {
        **os.environ,
        "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": WIDTH,
        "NO_COLOR": "1",
        "TERM": "dumb",
    }
    printed = []
    for command in commands:
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=180,
        )
        if "this is a bug of certkit" in done.stdout:
            raise RuntimeError(f"{command}: {done.stdout}")
        printed.append([line.rstrip() for line in done.stdout.rstrip("\n").splitlines()])
    return printed


def workplace() -> Path:
    """A folder of its own with the examples in it."""
    folder = Path(tempfile.mkdtemp(prefix="certkit-docs-"))
    shutil.copytree(ROOT / "examples", folder / "examples")
    return folder


def pattern_of(line: str) -> str:
    if line.strip() == ANY_LINES:
        return r"(?:.*\n)*?"
    rest = r".*\n" if line.endswith(ANY_REST) else r"\n"
    return re.escape(line.rstrip().removesuffix(ANY_REST)) + rest


def agrees(shown: list[str], printed: list[str]) -> bool:
    """Whether the lines shown are those printed; a line ``…`` stands for any, `` …`` at its end for any rest."""
    pattern = "".join(map(pattern_of, shown))
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in printed)) is not None


def renewed(shown: list[str], printed: list[str]) -> list[str]:
    """What is printed, cut where it was cut before; all of it if that place is not found again."""
    if agrees(shown, printed):
        return shown
    cut = [line for line in shown if line.endswith(ANY_REST)]
    printed = [next((one for one in cut if line.startswith(one.removesuffix(ANY_REST))), line) for line in printed]
    pieces: list[list[str]] = [[]]
    for line in shown:
        if line.strip() == ANY_LINES:
            pieces.append([])
        else:
            pieces[-1].append(line)
    lines: list[str] = []
    at = 0
    for number, piece in enumerate(pieces):
        lines += [ANY_LINES] if number else []
        if not piece:
            continue
        matcher = difflib.SequenceMatcher(None, piece, printed[at:], autojunk=False)
        same = [one for one in matcher.get_matching_blocks() if any(piece[one.a : one.a + one.size])]
        if not same:
            return printed
        begin = 0 if number == 0 else max(at, at + same[0].b - same[0].a)
        end = at + same[-1].b + len(piece) - same[-1].a
        at = len(printed) if number == len(pieces) - 1 else min(end, len(printed))
        lines += printed[begin:at]
    return lines if agrees(lines, printed) else printed


def updated(page: Path) -> str:
    """The page with every block as the program prints it today, cut where it was cut before."""
    text = page.read_text(encoding="utf-8")
    folder = workplace()

    def renew(match: re.Match[str]) -> str:
        steps = steps_of(match.group(1))
        lines = []
        for step, printed in zip(steps, run([s.command if is_run(s) else ":" for s in steps], folder), strict=True):
            lines += [f"$ {step.command}", *(renewed(step.shown, printed) if is_run(step) else step.shown)]
        return "```console\n" + "".join(f"{line}\n" for line in lines) + "```"

    try:
        return BLOCK.sub(renew, text)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    for page in PAGES:
        page.write_text(updated(page), encoding="utf-8")
