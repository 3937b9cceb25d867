"""Draws docs/pictures/*.svg from what the program prints.

Run: python docs/pictures/make.py. A picture is a terminal with commands and their real output in colour; `…` stands for
lines left out.
"""

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
WIDTH = 100
PICTURES = {
    "demo": [
        ("certkit pics check examples/csms.yaml", None),
        ("certkit plan examples/station.xlsx --only undetermined", 26),
        ("certkit explain TC_055 --pics examples/csms.yaml", 12),
    ],
    "verdict": [
        ("certkit assess dossier/record.yaml", 10),
        ("certkit assess without-log/record.yaml", 22),
        ("certkit assess failed/record.yaml", 17),
    ],
}
"""Name -> the commands, and how many lines of each are shown (None: all)."""


def workplace(folder: Path) -> None:
    """The examples, and the dossier three times: as it is, without its log, and with a test case failed."""
    shutil.copytree(ROOT / "examples", folder / "examples")
    for name in ("dossier", "without-log", "failed"):
        shutil.copytree(ROOT / "examples" / "dossier", folder / name)
    (folder / "without-log" / "messages.log").unlink()
    results = folder / "failed" / "results.json"
    text = results.read_text(encoding="utf-8")
    failed = re.sub(r'("TC_026_CS",\s+"verdict": )"pass"', r'\1"fail"', text)
    assert failed != text
    results.write_text(failed, encoding="utf-8")
    printed("certkit record freeze failed/record.yaml --force", folder)


def printed(command: str, folder: Path) -> str:
    """What a command prints in this folder, in colour."""
    scripts = Path(sys.executable).parent
    environment = {
        **os.environ,
        "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": str(WIDTH),
        "FORCE_COLOR": "1",
        "TERM": "xterm-256color",
    }
    environment.pop("NO_COLOR", None)
    done = subprocess.run(
        command.split(), cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    text = done.stdout.decode("utf-8").rstrip()
    if done.returncode > 1:  # 1 is a finding, or a verdict that is no pass
        raise RuntimeError(f"{command}: {text}")
    return text


def without_web_fonts(svg: str) -> str:
    """The picture without anything to load from elsewhere; its text is as wide in any monospaced font."""
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    return re.sub(r"Fira Code", "DejaVu Sans Mono, Menlo, Consolas", svg)


def drawn(name: str, folder: Path) -> str:
    """One of the pictures, from what the commands print in this folder."""
    console = Console(width=WIDTH, record=True, file=io.StringIO(), force_terminal=True)
    for command, lines in PICTURES[name]:
        console.print(Text(f"$ {command}", style="bold"))
        output = printed(command, folder).splitlines()
        for line in output[:lines]:
            console.print(Text.from_ansi(line), no_wrap=True, overflow="ignore", crop=False)
        if lines is not None and len(output) > lines:
            console.print(Text("…"))
        console.print()
    return without_web_fonts(console.export_svg(title="certkit", unique_id=name))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="certkit-pictures-") as place:
        workplace(Path(place))
        for each in PICTURES:
            (HERE / f"{each}.svg").write_text(drawn(each, Path(place)), encoding="utf-8")
