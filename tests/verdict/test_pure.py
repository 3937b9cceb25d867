"""The verdict's parts by themselves: times, history, and that no part is worse than its reasons."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from certkit.finding import Place
from certkit.results.model import Result, RunKind, RunVerdict
from certkit.verdict.times import Clock, comparable, latest

CET = timezone(timedelta(hours=1))
MOMENTS = st.datetimes(datetime(2000, 1, 2), datetime(2199, 12, 30))  # noqa: DTZ001  # what a file says is naive


def run(start: datetime | None, *, day_only: bool = False) -> Result:
    return Result("TC_010", "TC_010_CS", RunKind.TEST, RunVerdict.PASS, Place("r"), start=start, day_only=day_only)


def test_a_time_without_zone_is_on_the_clock_of_the_record():
    assert Clock(CET).instant(datetime(2026, 3, 3, 9)) == datetime(2026, 3, 3, 8, tzinfo=UTC)  # noqa: DTZ001
    assert Clock(None).instant(datetime(2026, 3, 3, 9)) == datetime(2026, 3, 3, 9)  # noqa: DTZ001
    assert Clock(CET).instant(datetime(2026, 3, 3, 9, tzinfo=UTC)) == datetime(2026, 3, 3, 9, tzinfo=UTC)


def test_what_cannot_be_compared_is_not_known():
    frozen = datetime(2026, 3, 3, 9, tzinfo=UTC)
    assert Clock(None).from_on(run(datetime(2026, 3, 4, 9)), frozen) is None  # noqa: DTZ001
    assert Clock(CET).from_on(run(datetime(2026, 3, 4, 9)), frozen) is True  # noqa: DTZ001
    assert Clock(CET).from_on(run(None), frozen) is None


def test_a_day_without_time_counts_only_from_the_next_day_on():
    clock, noon = Clock(UTC), datetime(2026, 3, 3, 12, tzinfo=UTC)
    assert clock.from_on(run(datetime(2026, 3, 3), day_only=True), noon) is None  # noqa: DTZ001
    assert clock.from_on(run(datetime(2026, 3, 4), day_only=True), noon) is True  # noqa: DTZ001
    assert clock.from_on(run(datetime(2026, 3, 2), day_only=True), noon) is False  # noqa: DTZ001
    assert clock.exact(run(datetime(2026, 3, 3), day_only=True)) is None  # noqa: DTZ001


@given(MOMENTS, MOMENTS, st.integers(-14, 14))
def test_the_order_of_times_does_not_depend_on_the_offset(one, other, hours):
    clock = Clock(timezone(timedelta(hours=hours)))
    first, second = clock.instant(one), clock.instant(other)
    assert first is not None
    assert second is not None
    assert (first < second) is (one < other)
    assert clock.shown(first) == one.isoformat()


def test_the_latest_of_times_that_cannot_be_compared_is_not_known():
    naive, aware = datetime(2026, 3, 3), datetime(2026, 3, 3, tzinfo=UTC)  # noqa: DTZ001
    assert latest([]) is None
    assert latest([naive, aware]) is None
    assert not comparable(naive, aware)
    assert latest([aware, aware + timedelta(1)]) == aware + timedelta(1)


def test_a_time_beyond_the_calendar_is_not_known():
    assert Clock(timezone(timedelta(hours=14))).instant(datetime(1, 1, 1)) is None  # noqa: DTZ001
