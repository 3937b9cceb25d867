"""The devices of tests/independent, read by certkit; and answers turned into a statement without any file."""

import csv
from collections.abc import Callable
from functools import cache
from pathlib import Path

from certkit.edition.rulebook import Rulebook, load_edition
from certkit.finding import Place
from certkit.pics.model import Answer, Pics
from certkit.pics.read_yaml import read_pics_yaml

FOLDER = Path(__file__).parent.parent / "independent" / "devices"
NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
COMPLETE = [name for name in NAMES if not name.startswith("incomplete")]


@cache
def edition(*selected: str) -> Rulebook:
    """The rulebook, under readings such as ``B-07=b``."""
    return load_edition(readings=dict(name.split("=") for name in selected))


@cache
def device(name: str, under: Callable[..., Rulebook] = edition) -> Pics:
    """A device as this edition reads it."""
    path = FOLDER / f"{name}.yaml"
    return read_pics_yaml(path.read_bytes(), path.name, lambda _: under())[0]


@cache
def expected_rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.expected.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def expected_warnings(name: str) -> list[str]:
    return sorted((FOLDER / f"{name}.warnings").read_text(encoding="utf-8").split())


def names_in(cell: str | None) -> set[str]:
    return set(filter(None, (cell or "").split(";")))


def statement(answers: dict) -> Pics:
    """A statement of these answers (item -> value); None and items that are not there are unanswered."""
    given = {item: Answer(_value(value), Place("answers")) for item, value in answers.items() if value is not None}
    return Pics("ocpp-1.6-v2.4", "answers", given)


def _value(value):
    if isinstance(value, set | list | tuple) and value and isinstance(next(iter(value)), dict):
        return tuple((m.get("model", ""), m.get("firmware_version", "")) for m in value)
    return tuple(value) if isinstance(value, set | list) else value
