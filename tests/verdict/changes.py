"""For each rule of the verdict: the passing dossier with one thing changed, and the reasons of its verdict.

A case is (name, change, outcome, reasons, notes). Each reason is its code, and its sentence without the words, as
``call`` in ``dossiers.py`` writes it. With ``bind=False`` the record keeps the digests that it had before the change.
"""

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from tests.verdict.dossiers import FAMILY, Dossier, as_bytes, moment
from tests.verdict.example import FOLDER, record


class Change(NamedTuple):
    name: str
    change: Callable[[Dossier], object]
    outcome: str
    reasons: list[tuple[str, str]]
    notes: list[tuple[str, str]] = []  # noqa: RUF012  (never changed)
    bind: bool = True


def each(*changes: Callable[[Dossier], object]) -> Callable[[Dossier], object]:
    """One change made up of several."""

    def all_of(dossier: Dossier) -> None:
        for change in changes:
            change(dossier)

    return all_of


def drop(test_case: str) -> Callable[[Dossier], object]:
    def change(dossier: Dossier) -> None:
        dossier.rows[:] = [row for row in dossier.rows if row not in dossier.runs_of(test_case)]

    return change


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


def in_a_file_without_resets(test_case: str) -> Callable[[Dossier], object]:
    """The run of a test case in a file of results of its own, which has no resets."""

    def change(dossier: Dossier) -> None:
        row = dossier.run(test_case)
        place = dossier.rows.index(row)
        del dossier.rows[place - 1 : place + 1]
        dossier.files["more.json"] = as_bytes([row])
        dossier.change("  - file: results.json\n", "  - file: more.json\n    sha256: x\n  - file: results.json\n")

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


def nth(test_case: str, number: int, **values: object) -> Callable[[Dossier], object]:
    """Other fields in one of several runs of a test case; None takes a field away."""

    def change(dossier: Dossier) -> None:
        row = dossier.runs_of(test_case)[number]
        row.update(values)
        for key in [key for key, value in values.items() if value is None]:
            del row[key]

    return change


def everywhere(**values: object) -> Callable[[Dossier], object]:
    """Other fields in all results."""
    return lambda d: [row.update(values) for row in d.rows]


def begin(row: dict, start: datetime) -> None:
    row["startTime"] = record("", "", start, 0)["startTime"]


def started(row: dict) -> datetime:
    time = row["startTime"]["time"]
    return moment(f"{row['startTime']['date']['day']} {time['hour']}:{time['minute']}:{time['second']}")


def moved(test_case: str, when: str) -> Callable[[Dossier], object]:
    """A test and the reset before it at another time."""

    def change(dossier: Dossier) -> None:
        row = dossier.run(test_case)
        begin(dossier.rows[dossier.rows.index(row) - 1], moment(when) - timedelta(seconds=30))
        begin(row, moment(when))

    return change


def later_from(test_case: str, **span: float) -> Callable[[Dossier], object]:
    """The reset before a test, and everything after it, so much later."""

    def change(dossier: Dossier) -> None:
        for row in dossier.rows[dossier.rows.index(dossier.run(test_case)) - 1 :]:
            begin(row, started(row) + timedelta(**span))

    return change


def ends_after(test_case: str, seconds: float) -> Callable[[Dossier], object]:
    """A test, with the reset before it, so late that the run ends so long after it began."""

    def change(dossier: Dossier) -> None:
        row = dossier.run(test_case)
        late = started(dossier.rows[0]) + timedelta(seconds=seconds - row["duration"]) - started(row)
        later_from(test_case, seconds=late.total_seconds())(dossier)

    return change


def late_reset(test_case: str) -> Callable[[Dossier], object]:
    """A reset just after a test."""

    def change(dossier: Dossier) -> None:
        row = dossier.run(test_case)
        late = record("000_RESET", "pass", started(row) + timedelta(seconds=1), 20)
        dossier.rows.insert(dossier.rows.index(row) + 1, late)

    return change


def first_only(test_case: str) -> Callable[[Dossier], object]:
    """Of the runs of a test case only the first."""

    def change(dossier: Dossier) -> None:
        for row in dossier.runs_of(test_case)[1:]:
            dossier.rows.remove(row)

    return change


def unbound(name: str) -> Callable[[Dossier], object]:
    """A file without its digest in the record."""

    def change(dossier: Dossier) -> None:
        dossier.text, count = re.subn(rf"(file: {re.escape(name)}\n) +sha256:[^\n]*\n", r"\1", dossier.text)
        assert count == 1

    return change


def rebound(key: str, value: str) -> Callable[[Dossier], object]:
    """Another value of a key, whatever it was."""

    def change(dossier: Dossier) -> None:
        dossier.text, count = re.subn(rf"(\n +{key}:)[^\n]*", rf"\1 {value}", dossier.text)
        assert count == 1

    return change


def second_results(verdict: str) -> Callable[[Dossier], object]:
    """One more file of results, with another run of TC_010."""

    def change(dossier: Dossier) -> None:
        row = record("TC_010_CS", verdict, moment("14:30"), 90)
        dossier.files["more.json"] = as_bytes([row])
        dossier.change("\nresults:\n", "\nresults:\n  - file: more.json\n    sha256:\n")

    return change


def archive(dossier: Dossier) -> None:
    """One more export, of two files, one of which is damaged."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as zipped:
        zipped.writestr("good.json", as_bytes([record("TC_030_CS", "pass", moment("14:30"), 90)]))
        zipped.writestr("bad.json", '{"data": [{"testCaseName": "TC_010_CS", "verdict": "fail"')
    dossier.files["more.zip"] = stream.getvalue()
    dossier.change("\nresults:\n", "\nresults:\n  - file: more.zip\n    sha256:\n")
    dossier.add_run("TC_030", "pass", "14:30")
    dossier.rows.pop()


def key(name: str, value: str) -> Callable[[Dossier], object]:
    """Another value of a configuration key."""

    def change(dossier: Dossier) -> None:
        payload = json.loads(dossier.files["getconfiguration.json"])
        (entry,) = [entry for entry in payload["configurationKey"] if entry["key"] == name]
        entry["value"] = value
        dossier.files["getconfiguration.json"] = json.dumps(payload).encode()

    return change


def no_logs(dossier: Dossier) -> None:
    dossier.text, count = re.subn(r"\nlogs:\n(?: .*\n)+", "\n", dossier.text)
    assert count == 1


def with_log(dossier: Dossier) -> None:
    dossier.files[LOG] = (FOLDER / LOG).read_bytes().replace(b"EX22D-000417", b"EX11D-000022")
    dossier.files[LOG] = dossier.files[LOG].replace(b"EX-22 Duo", b"EX-11 Duo")
    dossier.text += f"logs:\n  - file: {LOG}\n    sha256:\n"


def no_family(dossier: Dossier) -> None:
    dossier.files["pics.yaml"] = dossier.files["pics.yaml"].replace(FAMILY.encode(), b"")


def another_boot(dossier: Dossier) -> None:
    """Another version in the log, after the first boot."""
    lines = dossier.files[LOG].splitlines(keepends=True)
    boots = [line for line in lines if b"BootNotification" in line]
    late = boots[0].replace(b"ex-0001", b"ex-9999").replace(b"3.1.0", b"3.2.0").replace(b"08:00:04", b"12:00:00")
    dossier.files[LOG] += late + late[:32].replace(b"CS -> CSMS", b"CSMS -> CS") + b""


def mode_2(dossier: Dossier) -> None:
    """A Mode 1/2-only station with the deviating status flow, tested with an EV."""
    dossier.change_pics("subtype: N.A.", "subtype: Mode 1/2-only Charging Station")
    dossier.change_pics("certificate: Full", "certificate: Subset")
    dossier.change_pics("smart_charging: Yes", "smart_charging: No")
    dossier.change_pics("AQ-6: Yes", "AQ-6: No")
    dossier.change("load: EVSE tester", "load: EV")
    dossier.change("  reset_before_each: Yes", "  reset_before_each: Yes\n  deviating_status_flow: Yes")


DECIDED = {
    "reference": "CWG-2026-07",
    "date": "2026-03-06",
    "ground": "a bug of the tool in this test",
    "test_cases": "[TC_010]",
}
LOG = "messages.log"
IMAGE = "ex-22-duo-3.1.0.bin"
WHAT = {"description": "something happened"}
CRASHED = {"id": "I-2", "kind": "crash", "at": "2026-03-03 14:00", "caused_by": "device", **WHAT}
LIFTED = {
    "reference": "CWG-2026-08",
    "date": "2026-03-06",
    "ground": "a fault of the mains",
    "incidents": "[I-2]",
}


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
