"""The figures of a measurement, derived again from the files that the tools wrote.

A file decides: its figure takes the place of what was typed. What was typed has to agree with it, because a figure that
differs is a mistake, or was changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timezone
from decimal import Decimal

from certkit.finding import Finding, Place
from certkit.messages import finding
from certkit.network.model import ToolOutput
from certkit.record.fields import Field, ListField
from certkit.record.groups import NetworkMeasurement
from certkit.record.kinds import CSQ_UNKNOWN
from certkit.record.model import Record, RecordFields
from certkit.text.sentence import iso

AT_ONCE = 1800
"""Seconds between the time in the record and that of a file, or between two files, in which one measurement is made."""
_TOLERATED = 0.01
"""Share by which a typed figure may differ, besides the rounding of its last digit."""
_UNITS = {"bandwidth": "kB/s", "latency": "ms", "rssi": "dBm", "csq": ""}


def with_outputs(record: Record, outputs: Mapping[str, ToolOutput], digests: Mapping[str, str]) -> Record:
    """The record with the figures of its files, and with a finding for each typed answer that differs.

    Args:
        outputs: name of a file, as the record has it -> what it says. Files that cannot be read are left out.
        digests: ``source`` of an output -> SHA-256 of the file.
    """
    network = record.fields.network
    findings: list[Finding] = []
    rows: list[NetworkMeasurement] = []
    rows_of: dict[str, int] = {}
    for number, row in enumerate(network.rows, start=1):
        named = [(file.file.value, file.place) for file in row.files.rows]
        files = [(outputs[name], place) for name, place in named if name is not None and name in outputs]
        findings += _repeated(number, files, digests, rows_of)
        findings += _disagreements(row, f"network[{number}]", files, record.fields.utc_offset.value)
        rows.append(_derived(row, files) if files else row)
    if rows == list(network.rows) and not findings:
        return record
    fields = {**vars(record.fields), "network": ListField(tuple(rows), network.answered, network.place, network.unread)}
    return Record(record.source, RecordFields(**fields), record.sha256, (*record.findings, *findings))


def _repeated(
    number: int,
    files: Sequence[tuple[ToolOutput, Place | None]],
    digests: Mapping[str, str],
    rows_of: dict[str, int],
) -> Iterator[Finding]:
    """Files of an entry that are those of an earlier one. A copy has another name and the same bytes.

    Two measurements of the signal alone may have the same bytes; with a latency or a bandwidth they never have.

    Args:
        rows_of: name or digest -> number of the entry that has it; gets those of this entry.
    """
    for output, place in files:
        keys = [output.source]
        if output.latency is not None or output.bandwidth is not None:
            keys += [digests[output.source]] if digests.get(output.source) else []
        known = [rows_of.setdefault(key, number) for key in keys]
        if min(known) != number:
            yield finding("RC-07.repeated", where=place, field=f"network[{number}]", first=min(known))


def combined(outputs: Sequence[ToolOutput]) -> dict[str, float]:
    """The figures of several files as one measurement: of each the worst."""
    figures: dict[str, float] = {}
    for output in outputs:
        for name, value in output.figures:
            known = figures.get(name, value)
            figures[name] = max(known, value) if name == "latency" else min(known, value)
    return figures


def _derived(row: NetworkMeasurement, files: Sequence[tuple[ToolOutput, Place | None]]) -> NetworkMeasurement:
    fields = dict(vars(row))
    for name, value in combined([output for output, _ in files]).items():
        typed: Field[float] = getattr(row, name)
        fields[name] = Field(value, typed.place or files[0][1], typed.refused)
    times = _times(files)
    if row.at.value is None and not row.at.refused and times:
        fields["at"] = Field(min(times), row.at.place or files[0][1])
    technology = next((output.technology for output, _ in files if output.technology), "")
    if row.technology.value is None and not row.technology.refused and technology:
        fields["technology"] = Field(technology, row.technology.place or files[0][1])
    return NetworkMeasurement(**fields)


def _times(files: Sequence[tuple[ToolOutput, Place | None]]) -> list[datetime]:
    return [output.at for output, _ in files if output.at is not None]


def _disagreements(
    row: NetworkMeasurement,
    path: str,
    files: Sequence[tuple[ToolOutput, Place | None]],
    zone: timezone | None,
) -> Iterator[Finding]:
    for name, figure in combined([output for output, _ in files]).items():
        typed: Field[float] = getattr(row, name)
        if typed.value is not None and not _agrees(typed.value, figure, name):
            yield finding(
                "RC-07.figure",
                where=typed.place,
                field=f"{path}.{name}",
                typed=typed.value,
                figure=figure,
                unit=_UNITS[name],
            )
    for output, place in files:
        stated = row.technology.value
        if output.technology and stated is not None and stated != output.technology:
            yield finding(
                "RC-07.technology",
                where=row.technology.place or place,
                field=f"{path}.technology",
                typed=stated,
                technology=output.technology,
            )
    times = _times(files)
    if times and (max(times) - min(times)).total_seconds() > AT_ONCE:
        yield finding(
            "RC-07.apart", where=row.files.place, field=f"{path}.files", first=iso(min(times)), last=iso(max(times))
        )
    stated_at = row.at.value
    if stated_at is not None and stated_at.tzinfo is None and zone is not None:
        stated_at = stated_at.replace(tzinfo=zone)
    if stated_at is None or stated_at.tzinfo is None:
        return
    for moment in times:
        if abs((moment - stated_at).total_seconds()) > AT_ONCE:
            yield finding(
                "RC-07.time",
                where=row.at.place,
                field=f"{path}.at",
                typed=iso(stated_at),
                at=iso(moment.astimezone(stated_at.tzinfo)),
            )
            return


def _agrees(typed: float, figure: float, name: str) -> bool:
    """Whether they are the same but for rounding: half of the last digit that was typed, or a hundredth."""
    if name == "csq":
        return typed == figure and typed != CSQ_UNKNOWN
    exponent = Decimal(str(typed)).normalize().as_tuple().exponent
    digits = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return abs(typed - figure) <= max(0.5 * 10.0**-digits, _TOLERATED * abs(figure)) + 1e-9
