"""Running certkit in this process: what it prints, on which stream, and its exit code."""

import io
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from certkit.cli.main import run

DEVICES = Path(__file__).parent.parent / "independent" / "devices"
COMPLETE = DEVICES / "ac-socket.yaml"
INCOMPLETE = DEVICES / "incomplete-station.yaml"
CSMS = DEVICES / "full-csms.yaml"


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str
    raw: bytes


def certkit(*arguments: object, stdin: bytes = b"") -> Result:
    """Run it with these arguments; standard output and error are pipes, 120 columns wide."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    given = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    with mock.patch.multiple(sys, stdout=out, stderr=err, stdin=given), mock.patch.dict(os.environ):
        os.environ["COLUMNS"] = "120"
        code = run([str(argument) for argument in arguments])
        out.flush()
        err.flush()
    raw = out.buffer.getvalue()
    return Result(code, raw.decode("utf-8", "replace"), err.buffer.getvalue().decode("utf-8"), raw)


def changed(source: Path, **replacements: str) -> str:
    """A device's file with lines changed: ``changed(COMPLETE, **{"R-0": "No"})``."""
    lines = source.read_text(encoding="utf-8").splitlines()
    for key, value in replacements.items():
        places = [number for number, line in enumerate(lines) if line.strip().startswith(f"{key}:")]
        assert len(places) == 1, f"{key} stands in {len(places)} lines"
        line = lines[places[0]]
        lines[places[0]] = f"{line[: line.index(':')]}: {value}".rstrip()
    return "\n".join(lines) + "\n"
