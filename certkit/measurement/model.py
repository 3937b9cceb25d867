"""What is measured and what was measured (9.2, A.2).

An edition's ``metrics.yaml`` defines the performance parameters and the pairs of messages between which they are
measured: :class:`Metrics`. The values of each parameter, and what was left out and why, are :class:`Measurements`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal, NamedTuple

from certkit.formats.document import FineSeconds, Seconds, described
from certkit.logs.model import LogStatistics, Protocol, SkippedFile
from certkit.messages import texts


class Expectation(NamedTuple):
    """What a field of the triggered request must contain.

    Attributes:
        field: its path; ``a.b`` looks into every member of the list ``a``.
        values: the values that it may have.
        absent: the value that a missing field stands for; if empty, a missing field does not meet the expectation.
        otherwise: the reason to leave the pair out if the field has another value; if empty, the wait continues.
        before: statuses from which the connector must come; if it has none of them, nothing has to follow.
        if_field, is_value: the expectation holds only if the request of the CSMS has this value; if empty, always.
    """

    field: str
    values: tuple[str, ...]
    absent: str = ""
    otherwise: str = ""
    before: tuple[str, ...] = ()
    if_field: str = ""
    is_value: str = ""


class Pair(NamedTuple):
    """A request of the CSMS and the request of the station that it triggers.

    Attributes:
        accepted: values of the answer's status with which the pair counts.
        answers: other values -> the reason to leave the pair out.
        then: the triggered action; empty if the field ``named_by`` of the request names it.
        excepted: actions that ``named_by`` may name and that are not measured.
        same: fields in which both must agree if the request has them.
        connector: the field with the connector, or empty.
        reserved_by, by: the connector is the one that this request named with the same value of the field ``by``.
        spoiled_by: status to which the connector changes in between -> the reason to leave the pair out.
    """

    request: str
    accepted: tuple[str, ...]
    answers: Mapping[str, str]
    then: str
    named_by: str
    excepted: tuple[str, ...]
    same: tuple[str, ...]
    connector: str
    reserved_by: str
    by: str
    expects: tuple[Expectation, ...]
    spoiled_by: Mapping[str, str]


class Metric(NamedTuple):
    """A performance parameter.

    Attributes:
        id: the PICS item in which the vendor states it.
        asked_of: the kinds of device for which it is measured.
        measures: ``answers`` of the device, or ``functions`` that the CSMS triggers.
        starts_at: ``req`` or ``conf``, the message at which the time starts.
        requests: of ``answers``: the actions that count; empty for all.
        answers: of ``answers``: ``CALLRESULT``, ``CALLERROR``.
        pairs: of ``functions``.
    """

    id: str
    title: str
    asked_of: tuple[str, ...]
    measures: str
    starts_at: str
    unit: str
    definition: str
    formula: str
    pairing: str
    exclusions: tuple[str, ...]
    cite: str
    readings: tuple[str, ...]
    requests: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    pairs: tuple[Pair, ...] = ()


class Metrics(NamedTuple):
    """The parameters of an edition; none for an edition that measures nothing."""

    protocol: Protocol = Protocol()
    parameters: Mapping[str, Metric] = MappingProxyType({})

    def in_scope(self, dut: str) -> tuple[Metric, ...]:
        """The parameters that are measured for this kind of device, in the order of the edition."""
        return tuple(metric for metric in self.parameters.values() if dut in metric.asked_of)


def reasons() -> Mapping[str, str]:
    """Why a pair of messages can be left out -> the same in words."""
    return texts("left-out.")


@described
@dataclass(frozen=True, slots=True)
class LeftOut:
    """Pairs of messages that were left out for one reason."""

    reason: str
    """Stable; ``certkit explain REASON`` explains it."""
    count: int
    file: str
    line: int
    """The first such pair is at this line of ``file``."""

    @property
    def text(self) -> str:
        """The reason in words."""
        return reasons()[self.reason]


@described
@dataclass(frozen=True, slots=True)
class Slowest:
    """The slowest occurrence."""

    file: str
    line: int
    """The message that ends it is at this line of ``file``."""
    since: int
    """The message that starts it is at this line."""
    what: str
    station: str


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """A performance parameter. Its values are null if it is not measured."""

    id: str
    title: str
    cite: str
    unit: Literal["seconds"] = "seconds"
    count: int
    """How many values there are; 0 if the parameter is not measured."""
    minimum: Seconds | None = None
    median: FineSeconds | None = None
    """The middle value, or the mean of the two in the middle."""
    percentile_95: Seconds | None = None
    """By nearest rank: the smallest value that at least 95 of 100 values do not exceed."""
    maximum: Seconds | None = None
    stated: float | None = None
    """Seconds, as the vendor states in the PICS."""
    slowest: Slowest | None = None
    left_out: tuple[LeftOut, ...] = ()
    """The most frequent reason first."""
    samples: tuple[Seconds, ...] = ()
    """All values in the order of the log, with ``--samples``."""

    @property
    def measured(self) -> bool:
        return self.count > 0


@described
@dataclass(frozen=True, slots=True)
class Pairing:
    """How requests to the device under test and its answers were paired."""

    requests: int
    answers: int
    unanswered: int
    unexpected: int
    """Answers that belong to no request."""
    duplicates: int
    """Requests whose message id another request still used."""
    first_unexpected: str = ""
    """``file:line`` of the first one, or empty."""
    first_duplicate: str = ""


class Measurements(NamedTuple):
    """All parameters in scope of a device.

    Attributes:
        edition, rulebook_sha256, pics_sha256, source: what they were derived from.
        dut: the kind of device.
        technology: the communication technology that the PICS states; empty if it states none.
        readings: reading id -> ``taken`` or the letter of the alternative in force.
        skipped: what is no log in the folders and archives that were read.
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
    skipped: tuple[SkippedFile, ...] = ()

    @property
    def complete(self) -> bool:
        """Every parameter in scope is measured: the one criterion (9.1.3, 9.2.4)."""
        return bool(self.measurements) and all(row.measured for row in self.measurements)

    @property
    def missing(self) -> tuple[str, ...]:
        """The parameters that are not measured."""
        return tuple(row.id for row in self.measurements if not row.measured)


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurementsDocument:
    """What ``certkit measure --format json`` writes. Times are in seconds."""

    version: Literal[1] = 1
    edition: str
    rulebook_sha256: str
    pics_sha256: str
    dut: str
    communication_technology: str
    """As the PICS states it; empty if it states none."""
    complete: bool
    """Every parameter in scope is measured."""
    missing: tuple[str, ...]
    """The parameters that are not measured."""
    readings: Mapping[str, str]
    """Reading -> ``taken`` or the letter of the alternative in force."""
    measurements: tuple[Measurement, ...]
    pairing: Pairing
    logs: tuple[LogStatistics, ...]
    skipped: tuple[SkippedFile, ...] = ()
    """What is no log in the folders and archives that were read."""


def document_of(result: Measurements, *, samples: bool = False) -> MeasurementsDocument:
    """The JSON document of measurements.

    Args:
        samples: with every value, if the values were kept.
    """
    return MeasurementsDocument(
        edition=result.edition,
        rulebook_sha256=result.rulebook_sha256,
        pics_sha256=result.pics_sha256,
        dut=result.dut,
        communication_technology=result.technology,
        complete=result.complete,
        missing=result.missing,
        readings=dict(result.readings),
        measurements=result.measurements if samples else tuple(replace(row, samples=()) for row in result.measurements),
        pairing=result.pairing,
        logs=result.logs,
        skipped=result.skipped,
    )
