"""When the evidence is from: nothing is dated later than now, and what shows something of the tests is from the tests.

The tests are those that count, from the beginning of the first to the end of the last. The edition's limits say how
long before them a device may be examined (``before_run``), and how long after them something may still be noted
(``after_run``); both figures are certkit's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from certkit.finding import Place
from certkit.messages import say
from certkit.record.fields import Field, Group, ListField
from certkit.record.groups import DURING, NetworkMeasurement
from certkit.record.requirements import Limits
from certkit.results.model import RunKind
from certkit.text.sentence import shown_time
from certkit.verdict.dossier import Evidence
from certkit.verdict.model import Reason, reason
from certkit.verdict.runs import CountedRun, Standing
from certkit.verdict.times import Clock, comparable

_FARTHEST = timedelta(hours=14)
"""The farthest from UTC that a clock is: a moment without a zone is surely later than now only beyond that."""

BEFORE_THE_TESTS, AROUND_THE_TESTS, ANY_TIME = "before the tests", "around the tests", "any time until now"
PERIODS: Mapping[str, str] = {
    "pics.frozen_at": ANY_TIME,  # runs that begin before it do not count
    "pics.verified_on": BEFORE_THE_TESTS,
    "intake.pre_test_on": BEFORE_THE_TESTS,
    "setup.csms.handed_over_on": BEFORE_THE_TESTS,
    "network.at": AROUND_THE_TESTS,
    "configuration.read_at": AROUND_THE_TESTS,
    "incidents.at": ANY_TIME,  # it makes earlier results invalid
    "incidents.until": ANY_TIME,
    "decisions.date": ANY_TIME,
}
"""Each field of the record with a day or a time -> when that may be."""


class Dated(NamedTuple):
    """A day or a time in the record. ``path`` has no numbers, ``name`` has: ``network.at`` and ``network[2].at``."""

    path: str
    name: str
    value: date
    place: Place | None
    group: Group

    @property
    def shown(self) -> str:
        return shown_time(self.value) if isinstance(self.value, datetime) else self.value.isoformat()


class Period(NamedTuple):
    """When the tests that count began and ended."""

    began: datetime
    ended: datetime


def dated_fields(top: Group, path: str = "", name: str = "") -> Iterator[Dated]:
    """Every answered field with a day or a time, in the order of the record."""
    for key in top.specs:
        below = getattr(top, key)
        here = path + key
        if isinstance(below, Group):
            yield from dated_fields(below, f"{here}.", f"{name}{key}.")
        elif isinstance(below, ListField):
            for number, row in enumerate(below.rows, start=1):
                yield from dated_fields(row, f"{here}.", f"{name}{key}[{number}].")
        elif isinstance(below, Field) and isinstance(below.value, date):
            yield Dated(here, name + key, below.value, below.place, top)


def judge_dates(evidence: Evidence, clock: Clock, counted_runs: tuple[CountedRun, ...]) -> Iterator[Reason]:
    """What is dated later than now, and what is not from the time of the tests."""
    tests = period_of(counted_runs, clock)
    for dated in dated_fields(evidence.dossier.record.fields):
        if evidence.at is not None and _is_later(dated.value, evidence.at, clock):
            message = say("reason.dated-later", field=dated.name, dated=dated.shown)
            yield reason("VD-17", message, where=dated.place)
        elif tests is not None and _is_outside(dated, tests, clock, evidence.limits):
            times = {"began": clock.shown(tests.began), "ended": clock.shown(tests.ended)}
            message = say("reason.dated-outside", field=dated.name, dated=dated.shown, **times)
            yield reason("VD-18", message, where=dated.place)
    yield from _logs(evidence, clock, tests)


def period_of(counted_runs: tuple[CountedRun, ...], clock: Clock) -> Period | None:
    """From the first test that counts to the end of the last; None if there is none with a known time."""
    runs = [
        (moment, timedelta(seconds=min(one.run.duration or 0, 86_400)))
        for one in counted_runs
        if one.run.kind is RunKind.TEST
        and one.standing is Standing.COUNTS
        and (moment := clock.exact(one.run)) is not None
    ]
    if not runs or not all(comparable(moment, runs[0][0]) for moment, _ in runs):
        return None
    return Period(min(moment for moment, _ in runs), max(moment + lasted for moment, lasted in runs))


def _is_later(value: date, at: datetime, clock: Clock) -> bool:
    """Whether a day or a time is surely later than now."""
    if not isinstance(value, datetime):
        return value > (at + _FARTHEST).date()
    moment = clock.instant(value)
    if moment is None:
        return True
    return moment > (at if moment.tzinfo is not None else (at + _FARTHEST).replace(tzinfo=None))


def _is_outside(dated: Dated, tests: Period, clock: Clock, limits: Limits) -> bool:
    rule = PERIODS[dated.path]
    if rule == ANY_TIME:
        return False
    began, ended = clock.local(tests.began), clock.local(tests.ended)
    earliest = began - timedelta(seconds=limits.before_run)
    latest = ended + timedelta(seconds=limits.after_run)
    if not isinstance(dated.value, datetime):
        # A day in a zone that nobody names can be that of the day before or after.
        spare = timedelta(days=0 if clock.offset is not None or began.tzinfo is None else 1)
        last = began.date() if rule == BEFORE_THE_TESTS else latest.date()
        return not earliest.date() - spare <= dated.value <= last + spare
    moment = clock.instant(dated.value)
    if moment is None:
        return True
    if not comparable(moment, began):
        return False  # runs that cannot be compared with the frozen statement do not count either
    is_during = isinstance(dated.group, NetworkMeasurement) and dated.group.phase.value == DURING
    if is_during and moment < began - timedelta(seconds=limits.after_run):
        return True
    return not earliest <= moment <= latest


def _logs(evidence: Evidence, clock: Clock, tests: Period | None) -> Iterator[Reason]:
    """The message logs are from the tests; when they may begin is asked with what is measured in them."""
    ended = clock.instant(evidence.dossier.log_ended)
    where = evidence.dossier.record.fields.logs.place
    spare = timedelta(seconds=evidence.limits.after_run)
    if ended is None:
        return
    if evidence.at is not None and _is_later(ended, evidence.at, clock):
        yield reason("VD-17", say("reason.log-later", ended=clock.shown(ended)), where=where)
    elif tests is not None and comparable(ended, tests.ended) and ended > tests.ended + spare:
        times = {"ended": clock.shown(ended), "tests_ended": clock.shown(tests.ended)}
        yield reason("VD-18", say("reason.log-after", **times), where=where)
