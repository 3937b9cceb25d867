"""For each rule of the verdict: the passing dossier with one thing changed, and what then stands in the way.

A case is (name, change, outcome, reasons), each reason being (code, message) word for word.
"""

from collections.abc import Callable
from typing import NamedTuple

from tests.assessment.dossiers import Dossier


class Change(NamedTuple):
    name: str
    change: Callable[[Dossier], object]
    outcome: str
    reasons: list[tuple[str, str]]
    bind: bool = True


def each(*changes: Callable[[Dossier], object]) -> Callable[[Dossier], object]:
    """One change made up of several."""

    def all_of(dossier: Dossier) -> None:
        for change in changes:
            change(dossier)

    return all_of


def drop(test_case: str) -> Callable[[Dossier], object]:
    return lambda d: [d.rows.remove(row) for row in d.runs_of(test_case)]


def fields(test_case: str, **values: object) -> Callable[[Dossier], object]:
    """Other fields in the last run of a test case; None takes a field away."""

    def change(dossier: Dossier) -> None:
        row = dossier.runs_of(test_case)[-1]
        for key, value in values.items():
            if value is None:
                del row[key]
            else:
                row[key] = value

    return change


def reset_before(test_case: str, verdict: str | None) -> Callable[[Dossier], object]:
    """Another verdict of the reset before a test, or none at all."""

    def change(dossier: Dossier) -> None:
        place = dossier.rows.index(dossier.run(test_case)) - 1
        assert dossier.rows[place]["testCaseName"] == "000_RESET"
        if verdict is None:
            del dossier.rows[place]
        else:
            dossier.rows[place]["verdict"] = verdict

    return change


def without_resets(dossier: Dossier) -> None:
    dossier.rows[:] = [row for row in dossier.rows if row["testCaseName"] != "000_RESET"]


def text(old: str, new: str) -> Callable[[Dossier], object]:
    return lambda d: d.change(old, new)


def without(*keys: str) -> Callable[[Dossier], object]:
    return lambda d: d.without(*keys)


def pics(old: str, new: str) -> Callable[[Dossier], object]:
    return lambda d: d.change_pics(old, new)


def file(name: str, content: bytes) -> Callable[[Dossier], object]:
    return lambda d: d.files.update({name: content})


def gone(name: str) -> Callable[[Dossier], object]:
    return lambda d: d.files.pop(name)


def incident(**values: str) -> Callable[[Dossier], object]:
    return lambda d: d.incident(**values)


def decision(**values: str) -> Callable[[Dossier], object]:
    return lambda d: d.decision(**values)


def rerun(test_case: str, verdict: str, when: str, **values: object) -> Callable[[Dossier], object]:
    return lambda d: d.add_run(test_case, verdict, when, **values)  # type: ignore[arg-type]


DECIDED = {
    "reference": "CWG-2026-07",
    "date": "2026-03-06",
    "ground": "a bug of the tool in this test",
    "test_cases": "[TC_010]",
}
LOG = "messages.log"


def in_log(old: bytes, new: bytes) -> Callable[[Dossier], object]:
    def change(dossier: Dossier) -> None:
        assert old in dossier.files[LOG]
        dossier.files[LOG] = dossier.files[LOG].replace(old, new)

    return change


def without_lines(word: bytes) -> Callable[[Dossier], object]:
    """The log without the requests of an action."""

    def change(dossier: Dossier) -> None:
        lines = dossier.files[LOG].splitlines(keepends=True)
        dossier.files[LOG] = b"".join(line for line in lines if word not in line)

    return change
