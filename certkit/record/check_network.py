"""The connection's measurements in a test record, held against the bounds of the procedure.

Bounds are met at the bound itself. Of the measurements before the tests the last one of each technology counts, since a
poor connection is to be improved first; during the tests every one counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timezone

from certkit.messages import say
from certkit.record.groups import BEFORE, DURING, MOBILE, NetworkMeasurement
from certkit.record.kinds import CSQ_LEAST, CSQ_MOST, CSQ_UNKNOWN
from certkit.record.model import Record
from certkit.record.requirements import Limits, Outcome, Shown, Subject
from certkit.text.sentence import Sentence, iso


def measured_before(subject: Subject) -> Outcome:
    """There is a measurement from before the tests, with its time, bandwidth and latency."""
    if found := _not_understood(subject.record):
        return found
    whole = [row for row in _phase(subject.record, BEFORE) if _is_whole(row)]
    if not whole:
        return Shown.NOT_SHOWN, say("shown.not-measured-before"), None
    return Shown.MET, say("shown.measured", where=_when(whole[-1])), whole[-1].place


def measured_before_and_during(subject: Subject) -> Outcome:
    """A mobile connection has measurements from before and from during the tests."""
    if found := _not_understood(subject.record):
        return found
    for phase in (BEFORE, DURING):
        if not any(_is_whole(row) for row in _phase(subject.record, phase) if row.technology.value in MOBILE):
            return Shown.NOT_SHOWN, say("shown.mobile-not-measured", phase=phase), None
    return Shown.MET, say("shown.measured-before-and-during"), subject.record.fields.network.place


def measured_with(subject: Subject) -> Outcome:
    """It is noted with what a mobile connection was measured."""
    if found := _not_understood(subject.record):
        return found
    mobile = [row for row in subject.record.fields.network.rows if row.technology.value in MOBILE]
    without = next((row for row in mobile if row.device.value is None), None)
    if without is not None:
        return Shown.NOT_SHOWN, say("shown.measured-with-not-known"), without.place
    if not mobile:
        return Shown.NOT_SHOWN, say("shown.no-mobile-measurement"), None
    return Shown.MET, say("shown.noted-for-each"), mobile[0].place


def every_generation(subject: Subject) -> Outcome:
    """Each generation of mobile network that the PICS names has a measurement; 6.4 knows 2G, 3G and 4G."""
    if found := _not_understood(subject.record):
        return found
    named = subject.pics.values.get("mobile_generations") if subject.pics else None
    if not isinstance(named, tuple):
        return Shown.NOT_SHOWN, say("shown.generations-not-known"), None
    asked = [str(name) for name in named if name in MOBILE]
    if not asked:
        return Shown.NOT_SHOWN, say("shown.no-generation", generations=tuple(MOBILE)), None
    measured = {row.technology.value for row in subject.record.fields.network.rows if _is_whole(row)}
    missing = [name for name in asked if name not in measured]
    if missing:
        return Shown.NOT_SHOWN, say("shown.generations-not-measured", generations=tuple(missing)), None
    return Shown.MET, say("shown.generations-measured", generations=tuple(asked)), subject.record.fields.network.place


def signal_noted(subject: Subject) -> Outcome:
    """Every measurement of a mobile connection has its signal strength, whatever it is."""
    if found := _not_understood(subject.record):
        return found
    mobile = [row for row in subject.record.fields.network.rows if row.technology.value in MOBILE]
    if not mobile:
        return Shown.NOT_SHOWN, say("shown.no-mobile-measurement"), None
    without = next((row for row in mobile if _signal(row) is None), None)
    if without is not None:
        return Shown.NOT_SHOWN, say("shown.signal-lacks"), without.place
    return Shown.MET, say("shown.noted-for-each"), mobile[0].place


def bandwidth(subject: Subject) -> Outcome:
    """No measurement that counts has less bandwidth than the procedure wants."""
    return _bounded(subject.record, lambda row: row.bandwidth.value, subject.limits.bandwidth, "bandwidth", "kB/s")


def latency(subject: Subject) -> Outcome:
    """No measurement that counts has more latency than the procedure allows."""
    return _bounded(
        subject.record, lambda row: row.latency.value, subject.limits.latency, "latency", "ms", at_most=True
    )


def signal(subject: Subject) -> Outcome:
    """No measurement of a mobile connection that counts has a weaker signal than the procedure wants."""
    for row in subject.record.fields.network.rows:
        if _contradicts_itself(row):
            return Shown.NOT_SHOWN, say("shown.signal-contradicts", rssi=row.rssi.value, csq=row.csq.value), row.place
    return _bounded(subject.record, _signal, subject.limits.signal, "signal", "dBm", mobile=True)


def improved(subject: Subject) -> Outcome:
    """Where a measurement before the tests was poor, it is noted what was done about it."""
    if found := _not_understood(subject.record):
        return found
    before = _phase(subject.record, BEFORE)
    if not before:
        return Shown.NOT_SHOWN, say("shown.no-measurement-before"), None
    for row in before:
        if _is_poor(row, subject.limits) and row.improved.value is None:
            return Shown.NOT_SHOWN, say("shown.poor", where=_when(row)), row.place
    unclear = next((row for row in before if row.improved.value is None and not _is_full(row)), None)
    if unclear is not None:
        return Shown.NOT_SHOWN, say("shown.maybe-poor", where=_when(unclear)), unclear.place
    poor = any(row.improved.value is not None for row in before)
    place = subject.record.fields.network.place
    return Shown.MET, say("shown.improved" if poor else "shown.not-poor"), place


def _not_understood(record: Record) -> Outcome | None:
    unread = record.fields.network.unread
    return (Shown.NOT_SHOWN, say("shown.row-not-understood", what="measurement"), unread[0]) if unread else None


def _phase(record: Record, phase: str) -> list[NetworkMeasurement]:
    return [row for row in record.fields.network.rows if row.phase.value == phase]


def _is_whole(row: NetworkMeasurement) -> bool:
    return None not in (row.at.value, row.technology.value, row.bandwidth.value, row.latency.value)


def _is_full(row: NetworkMeasurement) -> bool:
    """Whether it has all that a bound is set for."""
    has_signal = row.technology.value not in MOBILE or _signal(row) is not None
    return None not in (row.technology.value, row.bandwidth.value, row.latency.value) and has_signal


def _counting(record: Record) -> Iterator[NetworkMeasurement]:
    """The last measurement before the tests of each technology, all during them, and whatever says neither."""
    zone = record.fields.utc_offset.value
    last: dict[str | None, NetworkMeasurement] = {}
    for row in record.fields.network.rows:
        if row.phase.value == BEFORE:
            known = last.get(row.technology.value)
            if known is None or not _is_earlier(row, known, zone):
                last[row.technology.value] = row
    yield from last.values()
    yield from (row for row in record.fields.network.rows if row.phase.value != BEFORE)


def _is_earlier(row: NetworkMeasurement, than: NetworkMeasurement, zone: timezone | None) -> bool:
    """Whether it is surely earlier; where the times cannot be compared, the order of the list holds."""
    one, other = row.at.value, than.at.value
    if one is None or other is None:
        return False
    if zone is not None:  # the record's, for a time that does not say its own
        one, other = (time if time.tzinfo is not None else time.replace(tzinfo=zone) for time in (one, other))
    if (one.tzinfo is None) is not (other.tzinfo is None):
        return False
    return one < other


def _bounded(
    record: Record,
    value_of: Callable[[NetworkMeasurement], float | None],
    bound: float,
    name: str,
    unit: str,
    *,
    at_most: bool = False,
    mobile: bool = False,
) -> Outcome:
    """Whether every measurement that counts keeps the bound: at least, or ``at_most``. The worst is named.

    One that breaks it decides, even where another lacks the value.
    """
    if found := _not_understood(record):
        return found
    worst: tuple[float, NetworkMeasurement] | None = None
    lacking: NetworkMeasurement | None = None
    for row in _counting(record):
        if mobile and row.technology.value is not None and row.technology.value not in MOBILE:
            continue
        value = value_of(row)
        if value is None:
            lacking = lacking or row
        elif worst is None or (value > worst[0] if at_most else value < worst[0]):
            worst = (value, row)
    kept = worst is None or (worst[0] <= bound if at_most else worst[0] >= bound)
    if lacking is not None and kept:
        return Shown.NOT_SHOWN, say("shown.figure-lacks", figure=name), lacking.place
    if worst is None:
        return Shown.NOT_SHOWN, say("shown.no-mobile-measurement" if mobile else "shown.no-measurement"), None
    message = say("shown.figure", value=worst[0], unit=unit, where=_when(worst[1]))
    return Shown.MET if kept else Shown.NOT_MET, message, worst[1].place


def _signal(row: NetworkMeasurement) -> float | None:
    if row.rssi.refused or row.csq.refused:  # the one that cannot be read may contradict the other
        return None
    return row.rssi.value if row.rssi.value is not None else _from_csq(row)


def _from_csq(row: NetworkMeasurement) -> float | None:
    """dBm: CSQ counts from -113 dBm in steps of 2."""
    csq = row.csq.value
    return None if csq is None or csq == CSQ_UNKNOWN else 2 * csq - 113


def _contradicts_itself(row: NetworkMeasurement) -> bool:
    """RSSI and CSQ differ by more than a step. The least CSQ includes weaker signals, the greatest stronger ones."""
    rssi, csq, of_csq = row.rssi.value, row.csq.value, _from_csq(row)
    if rssi is None or of_csq is None:
        return False
    if (csq == CSQ_LEAST and rssi <= of_csq) or (csq == CSQ_MOST and rssi >= of_csq):
        return False
    return abs(of_csq - rssi) > 2


def _is_poor(row: NetworkMeasurement, limits: Limits) -> bool:
    signal_of_row = _signal(row) if row.technology.value in MOBILE else None
    return (
        (row.bandwidth.value is not None and row.bandwidth.value < limits.bandwidth)
        or (row.latency.value is not None and row.latency.value > limits.latency)
        or (signal_of_row is not None and signal_of_row < limits.signal)
    )


def _when(row: NetworkMeasurement) -> Sentence:
    technology = row.technology.value or "an unnamed technology"
    if row.at.value:
        return say("shown.over-at", technology=technology, at=iso(row.at.value))
    return say("shown.over", technology=technology)
