"""What was measured: the values of every parameter, the slowest, and what was left out and why (9.2, A.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from certkit.logs.model import LogStatistics

REASONS = {
    "unanswered": "the request is not answered before the log ends",
    "duplicate-id": "another request with the same message id was waiting for its answer",
    "error": "answered with an error",
    "rejected": "not accepted",
    "scheduled": "answered Scheduled: the effect comes later",
    "whole-station": "about connector 0, the whole station",
    "no-change": "the request leaves the connector as it is, so nothing has to follow",
    "unknown-status": "the status of the connector before it is not in the log",
    "before-answer": "the triggered request came before the answer",
    "not-followed": "no matching request follows before the log ends",
    "asked-again": "asked again before the matching request came",
    "restarted": "the station restarted in between",
    "other-status": "the connector got another status first",
    "cable-later": "the connector changed to Preparing after the request: the cable came later",
    "given-up": "the connector changed to Available after the request: the station gave up waiting",
    "another": "something else was started on that connector first",
    "other-reason": "it ended for another reason",
    "unknown-connector": "which connector was reserved is not in the log",
    "excluded": "firmware, diagnostics and reboot are not measured",
    "clock": "the clock of the log was put back or forward in between, or may have been",
    "negative": "stamped earlier than what it follows",
    "unreadable": "what it says cannot be read",
    "shortened": "the logger shortened the frame",
}
"""Why a pair of messages is left out -> in words."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Pairs that were left out for one reason: how many, and where the first stands."""

    reason: str
    count: int
    file: str
    line: int

    @property
    def text(self) -> str:
        return REASONS[self.reason]


class Slowest(NamedTuple):
    """The slowest occurrence: the message that ends it stands at ``file:line``, the one that begins it at ``since``."""

    file: str
    line: int
    since: int
    what: str
    station: str


@dataclass(frozen=True, slots=True)
class Measurement:
    """One parameter. Times are in microseconds.

    Attributes:
        id, title, cite: of the metric.
        count: how many values there are; none means that the parameter is not measured.
        percentile_95: by nearest rank: the smallest value that is no less than 95 of 100 values.
        median: the middle value, or the mean of the two in the middle.
        stated: seconds, as the vendor states it in the PICS; None if not stated.
        samples: all values in the order of the log, or empty if nobody asked for them.
        left_out: the most frequent first.
    """

    id: str
    title: str
    cite: str
    count: int
    minimum: int = 0
    median: float = 0
    percentile_95: int = 0
    maximum: int = 0
    slowest: Slowest | None = None
    stated: float | None = None
    left_out: tuple[LeftOut, ...] = ()
    samples: Sequence[int] = ()

    @property
    def measured(self) -> bool:
        return self.count > 0


class Pairing(NamedTuple):
    """How requests and answers came together, for the device under test alone.

    Attributes:
        requests, answers: to it and from it.
        unanswered: requests to it that have no answer.
        unexpected: its answers that belong to no request, and the first of them.
        duplicates: requests whose id another request still used.
    """

    requests: int
    answers: int
    unanswered: int
    unexpected: int
    duplicates: int
    first_unexpected: str = ""
    first_duplicate: str = ""


class Measurements(NamedTuple):
    """All parameters in scope of a device.

    Attributes:
        edition, rulebook_sha256, pics_sha256, source: what they were derived with and from.
        dut: the kind of device.
        technology: over which it is measured, as the PICS states it; empty if it does not.
        readings: reading id -> ``taken`` or the letter of the alternative in force.
    """

    edition: str
    rulebook_sha256: str
    pics_sha256: str
    source: str
    dut: str
    technology: str
    readings: Mapping[str, str]
    measurements: tuple[Measurement, ...]
    pairing: Pairing
    logs: tuple[LogStatistics, ...]

    @property
    def complete(self) -> bool:
        """Every parameter in scope is measured: the one criterion (9.1.3, 9.2.4)."""
        return bool(self.measurements) and all(row.measured for row in self.measurements)

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(row.id for row in self.measurements if not row.measured)
