"""How fast certkit is, beside what a user has anyway. Run by ``make bench``; README.md says how to read it.

    python benchmarks/run.py [ROUNDS]

Each row is measured side by side: in every round both commands run, one after the other. Always ends with 0.
"""

from __future__ import annotations

import compileall
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]
DEVICES = ROOT / "tests" / "independent" / "devices"
SCHEMA = ROOT / "schemas" / "pics.schema.json"
RECORD = ROOT / "examples" / "dossier" / "record.yaml"
ROUNDS = 11
MANY = 1000
IMAGE = 2_000_000_000
"""Bytes of the firmware image that is hashed; it is a file with nothing in it, so that the disk does not matter."""

PYTHON = sys.executable
BIN = Path(PYTHON).parent


@dataclass(frozen=True, slots=True)
class Row:
    """What is measured, what beside it, and how many times as long it may take."""

    case: str
    command: list[str]
    beside: str
    other: list[str]
    at_most: float
    rounds: int


def main(arguments: list[str]) -> int:
    rounds = int(arguments[0]) if arguments else ROUNDS
    compileall.compile_dir(ROOT / "certkit", quiet=1)
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, medians of {rounds} rounds after one to warm up\n")
    print(f"{'case':44} {'takes':>9} {'beside':44} {'takes':>9} {'ratio':>6} {'at most':>8}")
    with tempfile.TemporaryDirectory(prefix="certkit-bench-") as folder:
        for row in rows(Path(folder), rounds):
            measure(row)
    exhaustively(rounds)
    return 0


def rows(folder: Path, rounds: int) -> Iterator[Row]:
    certkit = str(BIN / "certkit")
    one = folder / "station.yaml"
    shutil.copy(DEVICES / "ac-socket.yaml", one)
    check = [certkit, "pics", "check", str(one)]
    imports = "import typer, pydantic, yaml"
    yield Row("pics check of one YAML file", check, imports, [PYTHON, "-c", imports], 1.4, rounds)
    validate = shutil.which("check-jsonschema", path=os.pathsep.join((str(BIN), os.environ.get("PATH", ""))))
    if validate:
        yield Row(
            "the same", check, "check-jsonschema of it", [validate, "--schemafile", str(SCHEMA), str(one)], 0.5, rounds
        )
    else:
        print(f"{'the same':44} {'':9} check-jsonschema is not installed (make bench does)")
    book = folder / "station.xlsx"
    run([certkit, "pics", "convert", str(one), "-o", str(book)])
    load = f"import typer, openpyxl; openpyxl.load_workbook({str(book)!r})"
    beside = "import typer, openpyxl and load_workbook"
    yield Row(
        "pics check of one workbook", [certkit, "pics", "check", str(book)], beside, [PYTHON, "-c", load], 1.3, rounds
    )
    many = folder / "many"
    write_many(many)
    load = (
        "import yaml, pathlib\n"
        f"for path in pathlib.Path({str(many)!r}).iterdir(): yaml.load(path.read_bytes(), yaml.CSafeLoader)"
    )
    case, beside = f"pics check of {MANY} YAML files", "yaml.load(CSafeLoader) of each"
    yield Row(case, [certkit, "pics", "check", str(many)], beside, [PYTHON, "-c", load], 3.0, max(3, rounds // 2))
    yield Row("assess of a dossier", [certkit, "assess", str(RECORD)], imports, [PYTHON, "-c", imports], 2.0, rounds)
    if shutil.which("openssl"):
        image = folder / "image.bin"
        with image.open("wb") as file:
            file.truncate(IMAGE)
        digest = [certkit, "firmware", "hash", str(image)]
        beside = ["openssl", "dgst", "-sha256", str(image)]
        case = f"firmware hash of {IMAGE / 1e9:g} GB"
        yield Row(case, digest, "openssl dgst -sha256", beside, 1.05, max(3, rounds // 2))


def write_many(folder: Path) -> None:
    """Forms of different devices, no two alike."""
    folder.mkdir()
    forms = [path.read_text(encoding="utf-8") for path in sorted(DEVICES.glob("*.yaml"))]
    for number in range(MANY):
        form = forms[number % len(forms)].replace("vendor: ", f"vendor: Number {number}, ", 1)
        (folder / f"device-{number:04}.yaml").write_text(form, encoding="utf-8")


def measure(row: Row) -> None:
    times = side_by_side([lambda: run(row.command), lambda: run(row.other)], row.rounds)
    mine, other = (statistics.median(found) for found in times)
    ratio = mine / other
    verdict = "ok" if ratio <= row.at_most else "over"
    print(
        f"{row.case:44} {mine * 1000:6.0f} ms {row.beside:44} {other * 1000:6.0f} ms {ratio:5.2f}x "
        f"{row.at_most:6.3g}x  {verdict}",
        flush=True,
    )


def side_by_side(calls: list[Callable[[], None]], rounds: int) -> list[list[float]]:
    for call in calls:
        call()
    times: list[list[float]] = [[] for _ in calls]
    for _ in range(rounds):
        for call, found in zip(calls, times, strict=True):
            start = perf_counter()
            call()
            found.append(perf_counter() - start)
    return times


def run(command: list[str]) -> None:
    """A whole process, with compiled files, its output read by nobody; findings are no failure."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)} fails:\n{done.stderr.decode()}")


def exhaustively(rounds: int) -> None:
    """Every condition of the edition over every combination of answers that it can tell apart."""
    sys.path.insert(0, str(ROOT))
    from certkit.conditions import items_of
    from certkit.edition.rulebook import load_edition

    rulebook = load_edition()
    nodes = [
        entry.when for case in rulebook.test_cases.values() for entries in case.columns.values() for entry in entries
    ]
    nodes += [row.needs for case in rulebook.test_cases.values() for row in case.prerequisites]
    nodes += [row.when for row in rulebook.constraints.values() if row.when is not None]
    nodes += [item.required for item in rulebook.items.values()]
    tried = 0

    def every() -> None:
        nonlocal tried
        tried = 0
        for node in nodes:
            items = items_of(node)
            for values in product(*((None, *rulebook.candidates(item, node)) for item in items)):
                node.evaluate(dict(zip(items, values, strict=True)))  # type: ignore[arg-type]  # None is no answer
                tried += 1

    (times,) = side_by_side([every], rounds)
    taken = statistics.median(times)
    case = f"{len(nodes)} rules over all answers they use"
    print(
        f"{case:44} {taken * 1000:6.0f} ms {f'{tried} evaluations, missing answers too':44} {'':9} {'':6} {'1 s':>7}   "
        f"{'ok' if taken < 1 else 'over'}"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
