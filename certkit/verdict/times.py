"""Times of a dossier on one scale: each in UTC, or on an unnamed clock if nobody says how far that is from UTC.

Times of the two sorts cannot be compared, and what cannot be compared is not known, which never counts as good.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

from certkit.results.model import Result
from certkit.text.sentence import iso


class Clock(NamedTuple):
    """The clock of the record and of the tool. ``offset`` is its distance from UTC, None if nobody says."""

    offset: timezone | None = None

    def instant(self, moment: datetime | None) -> datetime | None:
        """The moment in UTC, or as it is if its distance from UTC is not known."""
        if moment is None:
            return None
        if moment.tzinfo is None:
            if self.offset is None:
                return moment
            moment = moment.replace(tzinfo=self.offset)
        try:
            return moment.astimezone(UTC)
        except OverflowError:  # in the first or the last year that there is
            return None

    def local(self, moment: datetime) -> datetime:
        """An instant as this clock shows it."""
        return moment if moment.tzinfo is None or self.offset is None else moment.astimezone(self.offset)

    def shown(self, moment: datetime | None) -> str | None:
        """An instant for a sentence, as this clock shows it."""
        if moment is not None and moment.tzinfo is not None and self.offset is not None:
            moment = self.local(moment).replace(tzinfo=None)
        return iso(moment)

    def exact(self, run: Result) -> datetime | None:
        """When a run began, if it is known to the time of day."""
        return None if run.day_only else self.instant(run.start)

    def from_on(self, run: Result, moment: datetime) -> bool | None:
        """Whether a run began at a moment or later; None if that is not known."""
        begin = self.instant(run.start)
        if begin is None or not comparable(begin, moment):
            return None
        if begin >= moment:
            return True
        if run.day_only and moment - begin < timedelta(days=1):
            return None
        return False


def comparable(one: datetime, other: datetime) -> bool:
    """Both are on the scale of UTC, or neither is."""
    return (one.tzinfo is None) is (other.tzinfo is None)


def latest(moments: list[datetime]) -> datetime | None:
    """The last of them, or None if there is none or they cannot be compared."""
    if not moments or not all(comparable(moment, moments[0]) for moment in moments):
        return None
    return max(moments)
