"""Dossiers in a folder of their own: the one of examples/, or a declaration run, with one thing changed."""

import hashlib
import json
import re
import shutil
import sys
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from certkit.edition.rulebook import Rulebook, load_edition
from certkit.pics.read_yaml import read_pics_yaml
from certkit.plan.derive import make_plan
from certkit.record.requirements import Effect
from certkit.text.sentence import Argument, Sentence
from certkit.verdict.load import assess_record
from certkit.verdict.model import Reason, Verdict
from tests.verdict.example import FILES, FOLDER, ZONE, record, statement

SOURCE = "record.yaml"


@cache
def edition(stated: str | None = None) -> Rulebook:
    """The rulebook of what a file states, loaded once."""
    return load_edition(stated) if stated else load_edition()


class Dossier:
    """A dossier that can be changed and then written.

    Attributes:
        text: the record.
        rows: the records of the results.
        files: the other files, name -> bytes.
    """

    def __init__(self, text: str, rows: list[dict], files: dict[str, bytes]) -> None:
        self.text = text
        self.rows = rows
        self.files = files
        self.results = files["results.json"]

    def change(self, old: str, new: str) -> "Dossier":
        """Another text in the record, in place of the old one, which is there exactly once."""
        assert self.text.count(old) == 1, f"{self.text.count(old)} times: {old!r}"
        self.text = self.text.replace(old, new)
        return self

    def change_pics(self, old: str, new: str) -> "Dossier":
        """Another text in the PICS; the record freezes what it then is, unless a test says otherwise."""
        text = self.files["pics.yaml"].decode()
        assert text.count(old) == 1, f"{text.count(old)} times: {old!r}"
        self.files["pics.yaml"] = text.replace(old, new).encode()
        return self

    def without(self, *keys: str) -> "Dossier":
        """The record without the lines of these keys, and the lines below them."""
        for key in keys:
            pattern = rf"^( *)(?:- )?{key}:[^\n]*\n(?:\1 +[^\n]*\n)*"
            found = re.search(pattern, self.text, re.MULTILINE)
            assert found, key
            self.text = self.text[: found.start()] + self.text[found.end() :]
        return self

    def runs_of(self, test_case: str) -> list[dict]:
        return [row for row in self.rows if row["testCaseName"] == f"{test_case}_CS"]

    def run(self, test_case: str) -> dict:
        (row,) = self.runs_of(test_case)
        return row

    def add_run(self, test_case: str, verdict: str, when: str, duration: float = 90, *, reset: str | None = "pass"):
        """A run at a time of day of the tool's clock, with a reset before it."""
        start = moment(when)
        if reset:
            self.rows.append(record("000_RESET", reset, start - timedelta(seconds=30), 25))
        self.rows.append(record(f"{test_case}_CS", verdict, start, duration))
        return self

    def incident(self, **fields: str) -> "Dossier":
        """One more incident."""
        return self._entry("incidents", fields)

    def decision(self, **fields: str) -> "Dossier":
        """One more decision."""
        self.text = self.text.replace("\ndecisions: []\n", "\ndecisions:\n")
        return self._entry("decisions", fields)

    def _entry(self, key: str, fields: dict[str, str]) -> "Dossier":
        lines = [
            f"{'  - ' if not number else '    '}{name}: {value}" for number, (name, value) in enumerate(fields.items())
        ]
        return self.change(f"\n{key}:\n", f"\n{key}:\n" + "\n".join(lines) + "\n")

    def write(self, folder: Path, *, bind: bool = True) -> Path:
        """The record's path; with ``bind`` its digests are those of the files as they now are."""
        self.take_rows()
        for name, content in self.files.items():
            (folder / name).write_bytes(content)
        path = folder / SOURCE
        path.write_text(self.bound() if bind else self.text, encoding="utf-8")
        return path

    def take_rows(self) -> None:
        """The file of results as its rows now are, unless something else was put in its place."""
        if self.files.get("results.json") is self.results:
            self.results = self.files["results.json"] = as_bytes(self.rows)

    def bound(self) -> str:
        """The record with the digests of the files as they now are; the PICS must be readable."""
        self.take_rows()
        text = self.text
        for name, content in self.files.items():
            digest = hashlib.sha256(content).hexdigest()
            text = re.sub(rf"(file: {re.escape(name)}\n +(?:sha256|hash):)[^\n]*", rf"\1 {digest}", text)
        pics, _ = read_pics_yaml(self.files["pics.yaml"], "pics.yaml", lambda _: edition())
        return re.sub(r"(pics_sha256:)[^\n]*", rf"\1 {pics.sha256}", text)


def as_bytes(rows: list[dict]) -> bytes:
    return (json.dumps({"data": rows}, indent=1) + "\n").encode()


def moment(when: str) -> datetime:
    """``10:30`` or ``10:30:05`` on the day of the example, or with another day before it: ``04 10:30``."""
    day, _, time = when.rpartition(" ")
    hour, minute, second = (int(part) for part in f"{time}:0".split(":")[:3])
    return datetime(2026, 3, int(day or 3), hour, minute, second, tzinfo=ZONE)


def example() -> Dossier:
    """The dossier of examples/, which passes."""
    files = {name: (FOLDER / name).read_bytes() for name in (*FILES, "pics.yaml")}
    rows = json.loads(files["results.json"])["data"]
    return Dossier((FOLDER / SOURCE).read_text(encoding="utf-8"), rows, files)


DECLARATION = """\
record: 1
edition: ocpp-1.6-v2.4
mode: declaration
utc_offset: "+01:00"
pics:
  file: pics.yaml
  pics_sha256:
  frozen_at: 2026-03-03 08:00
tool:
  name: OCTT
  version: "2.4.1"
  supplied_by_oca: Yes
  configuration: EX-22-Duo
  configuration_version: "3"
  pics_uploaded: Yes
device:
  model: EX-11 Duo
  serial: EX11D-000022
  hardware: board rev. C, two type 2 sockets
  firmware_version: 3.1.0
setup:
  connection: ethernet
  router: Yes
  speaks_directly: Yes
  load: EVSE tester
  load_device: relay board with a heater
  actions: {by: OCA API}
run:
  reset_before_each: Yes
results:
  - file: results.json
    sha256:
configuration:
  file: getconfiguration.json
  sha256:
  read_at: 2026-03-03 08:30
incidents:
  - {id: I-0, kind: full restart, at: 2026-03-03 08:45, description: a trial run before}
decisions: []
declaration:
  without_intervention: Yes
  without_interruption: Yes
  report:
    file: report.pdf
    sha256:
  representative_certificate: OCA-0000
"""

FAMILY = """
family:
  name: EX Duo
  representative: EX-22 Duo
  members: [{model: EX-22 Duo, firmware_version: 3.1.0}, {model: EX-11 Duo, firmware_version: 3.1.0}]
"""


def declaration() -> Dossier:
    """A declaration run that passes: every test case once, one after the other, one of them three times."""
    files = {name: (FOLDER / name).read_bytes() for name in ("getconfiguration.json", "pics.yaml")}
    text = files["pics.yaml"].decode().replace("model: EX-22 Duo", "model: EX-11 Duo") + FAMILY
    files["pics.yaml"] = text.encode()
    files["report.pdf"] = b"%PDF-1.7 a report that the tool has signed"
    pics, rulebook = statement()
    clock = moment("09:00")
    rows = []
    for row in make_plan(pics, rulebook).to_run:
        for _ in range(3 if row.id == "TC_010" else 1):
            for name, lasts in (("000_RESET", 25), (f"{row.id}_CS", 120)):
                rows.append(record(name, "pass", clock, lasts))
                clock += timedelta(seconds=lasts + 3)
    files["results.json"] = as_bytes(rows)
    return Dossier(DECLARATION, rows, files)


def verdict_of(dossier: Dossier, folder: Path, *, bind: bool = True) -> Verdict:
    return verdict_at(dossier.write(folder, bind=bind))


def verdict_at(path: Path, now: datetime | None = None) -> Verdict:
    return assess_record(str(path), sys.stdin.buffer, edition, now or datetime.now(UTC))[0]


def told(verdict: Verdict, effect: Effect | None = None) -> list[tuple[str, str]]:
    """Code and message of the reasons, of one effect or of those that are blocking."""
    reasons = verdict.blocking if effect is None else [one for one in verdict.reasons if one.effect is effect]
    return [(one.code, call(one.message)) for one in reasons]


def call(argument: Argument) -> str:
    """A sentence without its words, as what was said with which arguments: ``case-has(test_case=TC_010, ...)``."""
    if isinstance(argument, Sentence):
        name = argument.key.partition(".")[2]
        arguments = ", ".join(f"{key}={call(value)}" for key, value in argument.arguments.items())
        return f"{name}({arguments})" if arguments else name
    if isinstance(argument, tuple):
        more = [f"{len(argument) - 3} more"] if len(argument) > 3 else []
        return f"[{', '.join([*map(call, argument[:3]), *more])}]"
    return str(argument)


def of(verdict: Verdict, code: str) -> Reason:
    """The one reason of a code."""
    (found,) = [reason for reason in verdict.reasons if reason.code == code]
    return found


def copied(folder: Path) -> Path:
    """The dossier of examples/ as it is, digests and all, in a folder that can be changed."""
    target = folder / "dossier"
    shutil.copytree(FOLDER, target)
    return target


if __name__ == "__main__":
    print(verdict_at(Path(sys.argv[1])).outcome)
