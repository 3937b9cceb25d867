"""Draws docs/pictures/*.svg from what the program prints.

Run: python docs/pictures/make.py. A picture is a terminal with commands and their real output in colour; `…` stands for
lines left out.
"""

import io
import os
import re
import subprocess
import sys
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
}
"""Name -> the commands, and how many lines of each are shown (None: all)."""


def printed(command: str) -> str:
    """What a command prints, in colour."""
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
        command.split(), cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    return done.stdout.decode("utf-8").rstrip()


def without_web_fonts(svg: str) -> str:
    """The picture without anything to load from elsewhere; its text is as wide in any monospaced font."""
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    return re.sub(r"Fira Code", "DejaVu Sans Mono, Menlo, Consolas", svg)


def draw(name: str) -> None:
    """Draw one of the pictures."""
    console = Console(width=WIDTH, record=True, file=io.StringIO(), force_terminal=True)
    for command, lines in PICTURES[name]:
        console.print(Text(f"$ {command}", style="bold"))
        output = printed(command).splitlines()
        for line in output[:lines]:
            console.print(Text.from_ansi(line), no_wrap=True, overflow="ignore", crop=False)
        if lines is not None and len(output) > lines:
            console.print(Text("…"))
        console.print()
    svg = without_web_fonts(console.export_svg(title="certkit", unique_id=name))
    (HERE / f"{name}.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    for name in PICTURES:
        draw(name)
