"""What is to be measured, as an edition's ``metrics.yaml`` says it (9.2.1, A.2): parameters and pairs of messages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Expectation(NamedTuple):
    """What a triggered request has to say.

    Attributes:
        field: where it says it; ``a.b`` looks into every member of the list ``a``.
        values: what it may say.
        absent: the value that a missing field stands for; with none, a missing field is not as expected.
        otherwise: the reason for which the pair is left out if it says something else; with none, the wait goes on.
        before: statuses from which the connector must come; unless it has one of them, nothing has to follow.
        if_field, is_value: holds only where the request of the CSMS has this value; with none, always.
    """

    field: str
    values: tuple[str, ...]
    absent: str = ""
    otherwise: str = ""
    before: tuple[str, ...] = ()
    if_field: str = ""
    is_value: str = ""


class Pair(NamedTuple):
    """A request of the CSMS and the request of the station that follows from it.

    Attributes:
        accepted: values of the answer's status with which it counts.
        answers: other values -> the reason for which it is then left out.
        then: the action that is triggered, or empty where the field ``named_by`` of the request names it.
        excepted: actions that ``named_by`` may name and that are not measured.
        same: fields in which both must agree, as far as the request has them.
        connector: the field with the connector, or empty.
        reserved_by, by: the connector is the one that this request named with the same value of the field ``by``.
        spoiled_by: status to which the connector changes in between -> the reason for which the pair is left out.
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
        asked_of: the kinds of device of which it is measured.
        measures: ``answers`` of the device, or ``functions`` that the CSMS triggers.
        starts_at: ``req`` or ``conf``, the message at which the time begins.
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


class Protocol(NamedTuple):
    """Which side sends which request, and the requests by which the state of a station is known."""

    from_station: frozenset[str] = frozenset()
    from_csms: frozenset[str] = frozenset()
    from_either: frozenset[str] = frozenset()
    restart: str = ""
    reset: str = ""
    status: str = ""
    connector: str = ""
    state: str = ""


class Metrics(NamedTuple):
    """The parameters of an edition; none for an edition that measures nothing."""

    protocol: Protocol = Protocol()
    parameters: Mapping[str, Metric] = MappingProxyType({})

    def in_scope(self, dut: str) -> tuple[Metric, ...]:
        """The parameters that are measured of this kind of device, in the order of the edition."""
        return tuple(metric for metric in self.parameters.values() if dut in metric.asked_of)
