"""Collect the runs of a file from fields with names and texts: what every reader of results shares.

Fields are known by their names in any case of letters, with or without spaces and underscores. A field that cannot be
read has a finding and no value. A run has a verdict only if everything in its record is understood and agrees with it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any, TypeAlias

from certkit.finding import Finding, Place
from certkit.formats.xlsx.sheet import NEVER_CALCULATED
from certkit.messages import finding
from certkit.plan.columns import COLUMNS
from certkit.results.model import (
    SUBJECTS,
    Claim,
    Origin,
    Provenance,
    Result,
    Results,
    RunKind,
    RunVerdict,
    verdict_of,
)
from certkit.results.names import RunNames
from certkit.results.signals import NotRun, Signal, combined, folded, is_bad, is_known, says_bad, signals_in

Value: TypeAlias = "str | int | float | bool | datetime | Mapping[str, Value] | tuple[Value, ...] | None"
"""A field as its file gives it."""

NAMES: Mapping[str, tuple[str, ...]] = {
    "test_case": ("testcasename", "testcase", "testcaseid", "tcname", "octtid", "id"),
    "verdict": ("verdict", "result", "outcome"),
    "start": ("starttime", "start", "started", "starteddate", "date", "timestamp"),
    "duration": ("duration", "durationseconds"),
    "time": ("timestr", "durationtext"),
    "configuration": ("configuration", "configurationname", "config", "configname"),
    "configuration_version": ("configversion", "configurationversion"),
    "pics_mode": ("picsmode",),
    "ocpp_version": ("ocppversion", "ocpp"),
    "sut": ("sut", "systemundertest", "dut", "deviceundertest"),
    "logfile": ("logfile", "log", "logfilename"),
    "tester": ("tester", "testedby", "operator"),
    "remarks": ("remarks", "remark", "comment", "comments", "note", "notes"),
    "tool": ("tool", "testtool", "toolname", "testtoolname", "generator"),
    "tool_version": ("toolversion", "testtoolversion", "octtversion", "generatorversion"),
    "pics_sha256": ("picssha256", "sha256ofthepics", "picsdigest", "picshash", "picssha", "picschecksum"),
    "edition": ("edition",),
    "rulebook_sha256": ("sha256oftheedition", "rulebooksha256"),
    "vendor": ("vendor", "vendorname", "manufacturer", "chargepointvendor", "devicevendor"),
    "model": ("model", "modelname", "product", "productname", "devicemodel", "chargepointmodel"),
    "serial": ("serial", "serialnumber", "serialno", "deviceserial", "chargepointserialnumber", "deviceserialnumber"),
    "firmware_version": (
        "firmwareversion", "firmware", "softwareversion", "swversion", "fwversion", "devicefirmwareversion",
    ),
}  # fmt: skip
"""What is read of a result -> the names of the field, in small letters alone."""
UNUSED = frozenset({"category", "description", "no", "number", "order", "profile"}) | {
    column.key.replace("_", "") for column in COLUMNS
}
"""Fields that are known, and that nothing is read from."""
_FIELDS = {name: meaning for meaning, names in NAMES.items() for name in names}

_OWNERS = (
    "testedstation", "testeddevice", "chargingstation", "chargepoint", "chargebox", "charger", "station", "device",
    "product", "evse", "csms", "sut", "dut", "cs", "statement", "pics",
)  # fmt: skip
"""Whose a field can say that it is: ``stationSerial``. The longer of two that begin alike is first."""
_DIGESTS = frozenset({"sha256", "digest", "hash", "sha", "checksum"})
_WHOLE_STATEMENT = frozenset({"sha256ofthestatement", "sha256ofstatement", "sha256ofpics", "statementofpics"})
_OF_THE_EDITION = frozenset({"edition", "rulebook_sha256", "dut"})

_TRUE, _FALSE = frozenset({"true", "yes", "1", "on"}), frozenset({"false", "no", "0", "off"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CLOCK = re.compile(r"(?:(\d{1,5}):)?(\d{1,5}):(\d{1,2}(?:[.,]\d{1,9})?)")
_SECONDS = re.compile(r"(\d{1,12}(?:[.,]\d{0,9})?)\s*(ms|s|sec|seconds?|min|minutes?|h)?", re.IGNORECASE)
_UNITS = {"ms": 0.001, "min": 60.0, "minute": 60.0, "minutes": 60.0, "h": 3600.0}
_ISO_DURATION = re.compile(r"P(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,9}(?:\.\d{1,9})?)S)?)", re.IGNORECASE)
LONGEST = 500
"""Characters of a field that are kept."""
MOST_RUNS = 100_000
"""Runs that are read from a file."""
_MOST_FINDINGS = 200
_MOST_CLAIMS = 100
_MOST_NAMED = 20
_DEEPEST_CLAIM = 6
_TYPED_BY = frozenset({"typedby", "enteredby", "filledinby"})
"""Fields that say that a person typed the record, whatever else it looks like."""
_OF_THE_FILE = frozenset({*SUBJECTS, "tool", "tool_version"})


def meaning_of(name: str) -> str:
    """What a field means, or empty. Names about statement and device may have the owner in front of them."""
    name = folded(name)
    return _FIELDS.get(name, "") or _subject_of(name)


def _subject_of(name: str) -> str:
    """What of the statement or the device a field is about that names whose it is: ``stationSerial``, or empty."""
    if name in _WHOLE_STATEMENT:
        return "pics_sha256"
    owner = next((owner for owner in _OWNERS if name.startswith(owner)), "")
    meaning = _FIELDS.get(name.removeprefix(owner), "") if owner else ""
    if owner == "statement":
        return "pics_sha256" if name.removeprefix(owner) in _DIGESTS else ""
    return meaning if meaning in SUBJECTS and meaning not in _OF_THE_EDITION else ""


@dataclass
class ResultCollector:
    """Collects the runs of a file, and what was noticed on the way.

    Attributes:
        names: of the edition whose test cases were run.
        origin: of all its runs, unless one of them says more.
        tool, version: of the test tool, as the file says for all its runs.
        not_run, not_run_at: ids that are listed and were not run, and the place of the first.
        head: what looks like a verdict or a count above a table.
    """

    source: str
    names: RunNames
    origin: Origin = Origin.TYPED
    tool: str = ""
    version: str = ""
    claims: dict[tuple[str, str], Claim] = field(default_factory=dict)
    runs: list[Result] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    not_run: list[str] = field(default_factory=list)
    not_run_at: Place | None = None
    unknown: dict[str, Place] = field(default_factory=dict)
    more: int = 0
    head: dict[str, tuple[Value, Place]] = field(default_factory=dict)

    def add(self, message: str, place: Place | None, **arguments: Any) -> None:
        """Add a finding; of a file with very many only their number is kept."""
        if len(self.findings) < _MOST_FINDINGS:
            self.findings.append(finding(message, where=place, **arguments))
        else:
            self.more += 1

    def results(self, kind: str, logs: Iterable[str] = ()) -> Results:
        findings = list(self.findings)
        if self.more:
            findings.append(finding("RS-01.further", where=Place(self.source), count=self.more))
        left = tuple(dict.fromkeys(self.not_run))
        if left:
            findings.append(finding("RS-05", where=self.not_run_at or Place(self.source), test_cases=left))
        if self.unknown:
            place = next(iter(self.unknown.values()))
            findings.append(finding("RS-04", where=place, fields=tuple(self.unknown)[:_MOST_NAMED]))
        claims = tuple(self.claims.values())
        return Results(self.source, kind, tuple(self.runs), tuple(logs), left, tuple(findings), claims)

    def claim(self, name: str, value: Value, place: Place) -> bool:
        """Keep what the file says of its tool, its statement or its device; False if the field is about none of it."""
        meaning, text = meaning_of(name), _text(value)[:LONGEST]
        if isinstance(value, Mapping) and (meaning in SUBJECTS or folded(name) in _OWNERS):
            self._claims_of(name, value, place)
            return meaning in SUBJECTS
        subject = next((subject for subject in SUBJECTS if subject in (meaning, name)), None)
        if meaning == "tool":
            self.tool = self.tool or text
        elif meaning == "tool_version":
            self.version = self.version or text
        elif subject is None:
            self._claims_below(value, place)
            return False
        elif text and len(self.claims) < _MOST_CLAIMS:
            self.claims.setdefault((subject, text), Claim(subject, text, place))
        return True

    def _claims_of(self, name: str, value: Mapping[str, Value], place: Place) -> None:
        """Keep what a group says that is called as the statement, the device or a part of it: ``firmware.version``."""
        for key, below in value.items():
            named = folded(key) == "name" and meaning_of(name) in ("vendor", "model")
            whole = name if named or folded(key) in ("version", "number", "value") else f"{name} {key}"
            said = next((one for one in (whole, key) if meaning_of(one) in SUBJECTS), "")
            if said and not isinstance(below, Mapping):
                self.claim(said, below, place)
            else:
                self._claims_below({key: below}, place)

    def _claims_below(self, value: Value, place: Place, depth: int = 0) -> None:
        """Keep what a group that is not known otherwise says of statement and device."""
        entries = value.items() if isinstance(value, Mapping) else ()
        for name, below in entries:
            if isinstance(below, Mapping) and depth < _DEEPEST_CLAIM:
                self._claims_below(below, place, depth + 1)
            elif not isinstance(below, Mapping) and meaning_of(name) in SUBJECTS:
                self.claim(name, below, place)

    def take(
        self, fields: Mapping[str, Value], place: Place, *, blank_is_not_run: bool = False, typed: bool = False
    ) -> None:
        """One record of a file.

        Args:
            fields: the file's own names -> values.
            blank_is_not_run: a list that is filled in has rows without a verdict, which were not run.
            typed: the record does not have the tool's name of the field for the test case.
        """
        known: dict[str, Value] = {}
        signals: list[Signal] = []
        odd = ""
        for name, value in fields.items():
            meaning = meaning_of(name)
            typed = typed or (folded(name) in _TYPED_BY and not _is_blank(value))
            if not meaning:
                free = folded(name) in UNUSED and folded(name) != "status"
                found = [] if free else list(signals_in(name, value))
                signals += found
                if found and not odd:
                    odd = name
                self.claim(name, value, place)
                if folded(name) not in UNUSED:
                    self.unknown.setdefault(name, place)
            elif meaning in _OF_THE_FILE:
                self.claim(name, value, place)
            elif meaning not in known or _is_blank(known[meaning]):
                known[meaning] = value
            elif not _is_blank(value) and value != known[meaning]:
                self.add("RS-03.other-field", place, field=name)
                if meaning == "verdict":
                    signals.append(verdict_of(_text(value)) or RunVerdict.UNKNOWN)
                else:
                    known[meaning] = None
        if all(_is_blank(value) for value in known.values()) and not signals:
            return
        name = _text(known.get("test_case"))
        if not name:
            self.add("RS-01.no-test-case", place)
            return
        if blank_is_not_run and _is_blank(known.get("verdict")) and set(signals) <= {NotRun.NOT_RUN}:
            self.skip(name, place)
            return
        verdict = self.verdict(name, known, signals, odd, place)
        if verdict is None:
            self.skip(name, place)
        else:
            run = self.result(name, known, verdict, place)
            if typed:
                run = run._replace(provenance=run.provenance._replace(origin=Origin.TYPED))
            self.runs.append(run)

    def skip(self, name: str, place: Place) -> None:
        """Take a test case that is listed and was not run."""
        self.not_run.append(self.names.read(name).test_case)
        self.not_run_at = self.not_run_at or place

    def verdict(
        self, name: str, known: Mapping[str, Value], signals: list[Signal], odd: str, place: Place
    ) -> RunVerdict | None:
        """How the run ended if everything in its record agrees on that; None if it was not run."""
        stated = _text(known.get("verdict"))
        own = verdict_of(stated)
        if own is RunVerdict.PASS and says_bad(_text(known.get("remarks"))):
            signals, odd = [*signals, RunVerdict.UNKNOWN], odd or "remarks"
        if own is None:
            if stated:
                self.add("RS-02.not-a-verdict", place, run=name, verdict=stated)
            elif set(signals) != {NotRun.NOT_RUN}:
                self.add("RS-02.no-verdict", place, run=name)
            if stated or set(signals) != {NotRun.NOT_RUN}:
                return RunVerdict.FAIL if RunVerdict.FAIL in signals else RunVerdict.UNKNOWN
        verdict, agreed = combined(own, signals)
        if not agreed and odd:
            self.add("RS-02.contradicted", place, run=name, verdict=stated, field=odd)
        elif not agreed:
            self.add("RS-02.two-verdicts", place, run=name, verdict=stated)
        return None if isinstance(verdict, NotRun) else verdict

    def result(self, name: str, known: Mapping[str, Value], verdict: RunVerdict, place: Place) -> Result:
        run = self.names.read(name)
        start, day_only = self.start(name, known.get("start"), place)
        sut = _text(known.get("sut"))
        return Result(
            test_case=run.test_case[:LONGEST],
            name=name[:LONGEST],
            kind=run.kind,
            verdict=verdict,
            place=place,
            device=run.device or self.names.device_of(sut),
            sut=sut[:LONGEST],
            start=start,
            day_only=day_only,
            duration=self.duration(name, known, place),
            configuration=_text(known.get("configuration"))[:LONGEST],
            configuration_version=_text(known.get("configuration_version"))[:LONGEST],
            ocpp_version=_text(known.get("ocpp_version"))[:LONGEST],
            pics_mode=self.flag(name, known.get("pics_mode"), place),
            logfile=_text(known.get("logfile"))[:LONGEST],
            provenance=Provenance(
                origin=self.origin_of(known),
                tool=self.tool,
                version=self.version,
                tester=_text(known.get("tester"))[:LONGEST],
                remarks=_text(known.get("remarks"))[:LONGEST],
            ),
        )

    def origin_of(self, known: Mapping[str, Value]) -> Origin:
        """A record is the tool's own only if it also has what nobody types: its configuration or the run's log."""
        if self.origin is Origin.TOOL and _is_blank(known.get("configuration")) and _is_blank(known.get("logfile")):
            return Origin.TYPED
        return self.origin

    def start(self, name: str, value: Value, place: Place) -> tuple[datetime | None, bool]:
        """When the run began, and whether that is a day alone."""
        if _is_blank(value):
            return None, False
        if isinstance(value, str) and (day := _DAY.fullmatch(value.strip())):
            found = read_start(f"{day.group()}T00:00")
        else:
            day, found = None, read_start(value)
        if found is None:
            self.add("RS-03.start", place, run=name)
        return found, day is not None and found is not None

    def duration(self, name: str, known: Mapping[str, Value], place: Place) -> float | None:
        given = [value for value in (known.get("time"), known.get("duration")) if not _is_blank(value)]
        for value in given:
            seconds = read_seconds(value)
            if seconds is not None:
                return seconds
        if given:
            self.add("RS-03.duration", place, run=name)
        return None

    def flag(self, name: str, value: Value, place: Place) -> bool | None:
        if isinstance(value, bool) or _is_blank(value):
            return value if isinstance(value, bool) else None
        text = _text(value).lower()
        if text in _TRUE or text in _FALSE:
            return text in _TRUE
        self.add("RS-03.pics-mode", place, run=name)
        return None


def report_unread_run(collector: ResultCollector, texts: Iterable[str], place: Place) -> None:
    """Report a row outside of every table that has a test case and a verdict: it may be a failure."""
    texts = list(texts)
    name = next((text for text in texts if collector.names.find_in(text) == text.strip() != ""), "")
    verdict = next((text for text in texts if verdict_of(text)), "")
    if name and verdict:
        collector.add("RS-01.unread-row", place, run=name, verdict=verdict)


def take_head(collector: ResultCollector, row: Mapping[int, Value], places: Mapping[int, Place]) -> None:
    """What a row above a table says: a label and, in the next cell that holds something, its value.

    Args:
        row, places: the cells by their column, and the place of each.
    """
    cells = [(column, _text(value)) for column, value in sorted(row.items()) if not _is_blank(value)]
    for (_, label), (column, value) in pairwise(cells):
        name = "dut" if meaning_of(label) == "sut" else label
        is_label = meaning_of(value) in _OF_THE_FILE or folded(value) == "laboratory"
        if (name == "dut" or meaning_of(label) in _OF_THE_FILE) and not is_label:
            collector.claim(name, value, places[column])
    split = [(column, text.partition(":")) for column, text in cells]
    pairs = [(label, value, column) for (_, label), (column, value) in pairwise(cells)]
    pairs += [(label, value.strip(), column) for column, (label, _, value) in split if value.strip()]
    for label, value, column in pairs:
        if is_known(label) and value != NEVER_CALCULATED and any(True for _ in signals_in(label, value)):
            collector.head.setdefault(label[:LONGEST], (value, places[column]))


def read_start(value: Value) -> datetime | None:
    """A point in time: the test tool's date and time in parts, or ISO 8601; None if it is neither."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, Mapping):
        return _from_parts(value)
    text = _text(value)
    if not re.match(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}", text):
        return None
    try:
        return datetime.fromisoformat(_microseconds(text))
    except (ValueError, OverflowError):
        return None


def _microseconds(text: str) -> str:
    """A time with no more digits behind the second than Python reads."""
    return re.sub(r"([.,]\d{6})\d+", r"\1", text)


def _from_parts(value: Mapping[str, Value]) -> datetime | None:
    date, time = value.get("date"), value.get("time")
    if not isinstance(date, Mapping) or not isinstance(time, Mapping):
        return None
    parts = [date.get(name) for name in ("year", "month", "day")] + [
        time.get(name, 0) for name in ("hour", "minute", "second")
    ]
    nano = time.get("nano", 0)
    numbers = [part for part in (*parts, nano) if isinstance(part, int) and not isinstance(part, bool)]
    if len(numbers) < len(parts) + 1:
        return None
    try:
        year, month, day, hour, minute, second, fraction = numbers
        return datetime(year, month, day, hour, minute, second, fraction // 1000)  # noqa: DTZ001  (it names no zone)
    except (ValueError, OverflowError):
        return None


def read_seconds(value: Value) -> float | None:
    """A duration: a number of seconds, ``0:01:23.4``, ``83.4 s``, or ISO 8601; None if it is none of them."""
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, bool) or value is None or isinstance(value, Mapping | datetime | tuple):
        return None
    if isinstance(value, int | float):
        return float(value) if math.isfinite(value) and 0 <= value < 1e9 else None
    text = value.strip()
    if clock := _CLOCK.fullmatch(text):
        hours, minutes, seconds = clock.groups()
        return int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds.replace(",", "."))
    if plain := _SECONDS.fullmatch(text):
        return float(plain.group(1).replace(",", ".")) * _UNITS.get((plain.group(2) or "s").lower(), 1.0)
    iso = _ISO_DURATION.fullmatch(text)
    if iso and any(iso.groups()):
        hours, minutes, seconds = iso.groups()
        return int(hours or 0) * 3600 + int(minutes or 0) * 60 + float(seconds or 0)
    return None


def _is_blank(value: Value) -> bool:
    return value is None or value == () or (isinstance(value, str) and not value.strip())


def _text(value: Value) -> str:
    if value is None or isinstance(value, Mapping):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())


# What a file says of all its runs together: counts, and whether it is whole.


class Total(StrEnum):
    """What a number in a file counts."""

    ALL = "runs"
    PASSED = "passes"
    FAILED = "failures"
    ERRORS = "errors"
    INCONCLUSIVE = "inconclusive runs"
    NOT_RUN = "tests not run"


_NAMES: Mapping[Total, frozenset[str]] = {
    Total.ALL: frozenset(
        {"total", "count", "tests", "testcount", "totalcount", "totaltests", "testsrun", "records", "recordcount"}
        | {"numberoftests", "runs", "testcases", "size", "length"}
    ),
    Total.PASSED: frozenset({"passed", "pass", "passes", "passcount", "passedcount", "successes", "successful"}),
    Total.FAILED: frozenset({"failed", "fail", "fails", "failures", "failcount", "failedcount", "failurecount"}),
    Total.ERRORS: frozenset({"error", "errors", "errorcount", "errored"}),
    Total.INCONCLUSIVE: frozenset({"inconc", "inconclusive", "inconccount", "inconclusivecount", "inconcs"}),
    Total.NOT_RUN: frozenset({"skipped", "skips", "notrun", "disabled", "skippedcount", "notruncount", "ignored"}),
}
TOTALS = {name: total for total, names in _NAMES.items() for name in names}
_PAGES = frozenset({"pages", "totalpages", "pagecount", "lastpage", "numberofpages"})
_NEXT = frozenset({"next", "nextlink", "nexturl", "nextcursor", "nexttoken", "continuation", "continuationtoken"})
_DEEPEST = 6
_MOST_OF_ALL = 20


def distrust(collector: ResultCollector, first: int = 0) -> None:
    """Take the passes away from the run of this number on: what says something bad of all of them may be about each."""
    collector.runs[first:] = [
        run._replace(verdict=RunVerdict.UNKNOWN) if run.verdict is RunVerdict.PASS else run
        for run in collector.runs[first:]
    ]


def check_about_all(collector: ResultCollector, about: Mapping[str, tuple[Value, Place]]) -> None:
    """Compare what a file says of all its runs together with the runs. Call it when all of them are taken."""
    problems = (
        (place, problem)
        for name, (value, place) in about.items()
        for problem in _problems(collector, name, value, place, 0)
    )
    for place, (message, arguments) in (found := list(problems))[:_MOST_OF_ALL]:
        collector.add(message, place, **arguments)
    if found:
        distrust(collector)


def _problems(
    collector: ResultCollector, name: str, value: Value, place: Place, depth: int
) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, Mapping) and depth < _DEEPEST:
        beside = f"{name} " if is_bad(folded(name)) else ""
        for key, below in value.items():
            yield from _problems(collector, beside + key, below, place, depth + 1)
        return
    total = TOTALS.get(folded(name))
    number = number_of(value)
    if total is not None and number is not None:
        counted = _counted(collector, total)
        if number not in counted:
            yield "RS-09.counts", {"stated": number, "what": total.value, "field": name, "runs": min(counted)}
        return
    if (folded(name) in _PAGES and number != 1) or (folded(name) in _NEXT and value not in (None, "", False)):
        yield "RS-09.pages", {"field": name}
        return
    if meaning_of(name) not in ("", "verdict", "test_case"):
        return
    if any(signal is not RunVerdict.PASS for signal in signals_in(name, value)):
        yield "RS-09.whole-file", {"field": name}
    elif depth == 0:
        collector.unknown.setdefault(name, place)


def _counted(collector: ResultCollector, total: Total) -> set[int]:
    """How many there are: of all runs or of those of test cases, with or without those that were not run."""
    if total is Total.NOT_RUN:
        return {len(collector.not_run), len(set(collector.not_run))}
    verdict = {
        Total.PASSED: RunVerdict.PASS,
        Total.FAILED: RunVerdict.FAIL,
        Total.ERRORS: RunVerdict.ERROR,
        Total.INCONCLUSIVE: RunVerdict.INCONC,
    }.get(total)
    runs = [run for run in collector.runs if verdict is None or run.verdict is verdict]
    tests = [run for run in runs if run.kind is RunKind.TEST]
    counts = {len(runs), len(tests)}
    if total is Total.ALL:
        counts |= {count + len(collector.not_run) for count in counts}
    return counts


def number_of(value: Value) -> int | None:
    """A whole number, also as a text."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    text = value.strip() if isinstance(value, str) else ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
