"""What ``certkit measure --format json`` says of a file, by its command or (faster) by what the command calls."""

import io
import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

from certkit.edition.rulebook import load_edition
from certkit.formats.json_document import write_document
from certkit.measurement.load import measure_files
from certkit.measurement.model import document_of
from certkit.pics.load import load_pics
from tests.cli.program import certkit
from tests.logs.conversation import Truth
from tests.logs.layouts import Written

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
STATEMENTS = {"station": EXAMPLES / "dossier" / "pics.yaml", "csms": EXAMPLES / "csms.yaml"}


class Measured(NamedTuple):
    """``values`` are microseconds, sorted; ``left_out`` is, for each parameter, reason -> how many."""

    values: dict[str, list[int]]
    left_out: dict[str, dict[str, int]]
    logs: list[dict]
    output: str

    def total(self, key: str) -> int:
        """A number of all logs together; of a table, the sum."""
        numbers = [log[key] for log in self.logs]
        return sum(sum(number.values()) if isinstance(number, dict) else number for number in numbers)

    @property
    def reasons(self) -> dict[str, int]:
        """Reason -> how many frames could not be used for it."""
        found: dict[str, int] = {}
        for log in self.logs:
            for reason, count in log["frames_left_out"].items():
                found[reason] = found.get(reason, 0) + count
        return found

    @property
    def noticed(self) -> set[str]:
        return {name for log in self.logs for name in log["noticed"]}


def by_command(path: Path, dut: str = "station") -> Measured:
    """Measure one file as a user does; the program must not fail."""
    result = certkit("measure", path, "--pics", STATEMENTS[dut], "--format", "json", "--samples")
    assert result.code in (0, 1), result.err
    return measured_in(result.out)


@cache
def statement_of(dut: str):
    statement, rulebook, _ = load_pics(str(STATEMENTS[dut]), io.BytesIO(), lambda _: load_edition())
    return statement, rulebook


def measure(path: Path, dut: str = "station") -> Measured:
    """Measure one file by what the command calls; statement and rulebook are loaded once."""
    measurements = measure_files([str(path)], io.BytesIO(), *statement_of(dut), keep_samples=True)
    return measured_in(write_document(document_of(measurements, samples=True)).decode())


def measured_in(text: str) -> Measured:
    document = json.loads(text)
    rows = document["measurements"]
    for row in rows:
        assert row["count"] == len(row["samples"])
        assert row["maximum"] == max(row["samples"], default=None)
    return Measured(
        {row["id"]: sorted(round(value * 1_000_000) for value in row["samples"]) for row in rows},
        {row["id"]: {each["reason"]: each["count"] for each in row["left_out"]} for row in rows},
        document["logs"],
        text,
    )


def measure_bytes(folder: Path, content: bytes, name: str = "messages.log", dut: str = "station") -> Measured:
    path = folder / name
    path.write_bytes(content)
    return measure(path, dut)


def difference(folder: Path, written: Written, dut: str = "station") -> str:
    """How certkit's reading of a file differs from the truth; empty if it does not."""
    measured = measure_bytes(folder, written.content, written.name, dut)
    faults = []
    if not any(measured.values == truth.values for truth in written.truths):
        faults += [wrong_values(measured, written.truths[0])]
    faults += unaccounted(measured, written.frames)
    return "; ".join(filter(None, faults))


def wrong_values(measured: Measured, truth: Truth) -> str:
    return "; ".join(
        f"{name}: {shown(measured.values[name])}, not {shown(values)} {measured.left_out[name] or ''}"
        for name, values in truth.values.items()
        if measured.values[name] != values
    )


def shown(values: list[int]) -> str:
    return f"{len(values)} up to {max(values) / 1_000_000 if values else '-'}"


def unaccounted(measured: Measured, written: int | None = None) -> list[str]:
    """Every frame is found once; and is used, not needed, or left out for a reason."""
    found, used = measured.total("frames_found"), measured.total("frames_used")
    not_needed, left_out = measured.total("frames_not_needed"), measured.total("frames_left_out")
    faults = []
    if written is not None and found != written:
        faults.append(f"{found} frames, not {written}")
    if found != used + not_needed + left_out:
        faults.append(f"{found} frames are not {used} used + {not_needed} not needed + {left_out} left out")
    return faults
