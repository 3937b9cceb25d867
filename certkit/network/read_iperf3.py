"""The JSON of iperf3: one or several tests over TCP or UDP, in one direction or in both.

What the receiver counted is the bandwidth: the sender also counts what never left its buffers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from certkit.errors import UnreadableFile
from certkit.network.model import ToolOutput
from certkit.network.units import bandwidth, decimal, seconds, tool_name
from certkit.text.quote import quote

_AGAIN = "start iperf3 -s on the other side, and run iperf3 -c HOST --json again"
_EVENTS = ("start", "interval", "end", "error", "server_output_text", "server_output_json")


def is_iperf3(document: Mapping[str, Any]) -> bool:
    """Whether it looks like a test, or like an event of ``--json-stream``."""
    if document.get("event") in _EVENTS and "data" in document:
        return True
    return isinstance(document.get("start"), dict) and ("end" in document or "error" in document)


def read_iperf3(documents: Sequence[Mapping[str, Any]], source: str) -> ToolOutput:
    """The slowest direction of all tests in a file.

    Raises:
        UnreadableFile: a test failed or was not finished, or something in the file is not of iperf3.
    """
    rates: list[float] = []
    directions: set[str] = set()
    first: Mapping[str, Any] = {}
    for test in _tests(documents, source):
        error = test.get("error")
        if error:
            raise UnreadableFile(f"the test failed: {quote(error)}", hint=_AGAIN, file=source)
        start, end = test.get("start"), test.get("end")
        if not isinstance(start, dict) or not isinstance(end, dict) or not end:
            raise UnreadableFile("the test was not finished", hint=_AGAIN, file=source)
        for direction, rate in _rates(start, end, source):
            rates.append(rate)
            directions.add(direction)
        first = first or start
    if not rates:
        raise UnreadableFile("no test was finished", hint=_AGAIN, file=source)
    stamp = first.get("timestamp")
    remarks = () if len(directions) > 1 else (f"only the {directions.pop()} was measured",)
    return ToolOutput(
        source=source,
        format="iperf3",
        tool=tool_name(first.get("version")),
        at=seconds(stamp.get("timesecs")) if isinstance(stamp, dict) else None,
        bandwidth=min(rates),
        remarks=remarks,
    )


def _tests(documents: Sequence[Mapping[str, Any]], source: str) -> Iterator[Mapping[str, Any]]:
    """Each test as one document, also where it was written event by event."""
    test: dict[str, Any] | None = None
    for document in documents:
        event = document.get("event")
        if event is None and is_iperf3(document):
            yield document
        elif event not in _EVENTS:
            raise UnreadableFile("the file has something that is not of iperf3", file=source)
        elif event == "start":
            if test is not None:
                yield test
            test = {"start": document.get("data")}
        elif event in ("end", "error"):
            test = test if test is not None else {}
            test[str(event)] = document.get("data")
    if test is not None:
        yield test


def _rates(start: Mapping[str, Any], end: Mapping[str, Any], source: str) -> Iterator[tuple[str, float]]:
    settings = start.get("test_start")
    settings = settings if isinstance(settings, dict) else {}
    is_reverse = settings.get("reverse") in (1, True)
    is_udp = settings.get("protocol") == "UDP"
    directions = ("download", "upload") if is_reverse else ("upload", "download")
    yield directions[0], _rate(end, "", is_udp, source)
    if settings.get("bidirectional") in (1, True) or any(name.endswith("_bidir_reverse") for name in end):
        yield directions[1], _rate(end, "_bidir_reverse", is_udp, source)


def _rate(end: Mapping[str, Any], suffix: str, is_udp: bool, source: str) -> float:
    """The rate at the receiver. Old versions give for UDP only the sender's, and what of it was lost."""
    received = end.get(f"sum_received{suffix}")
    if isinstance(received, dict):
        value = _number(received, "bits_per_second", source)
        if value == 0 and _sent(end, suffix) > 0:
            raise UnreadableFile("the receiver reports nothing of what was sent", hint="run a longer test", file=source)
        return bandwidth(value, "bit/s", source)
    both = end.get(f"sum{suffix}")
    if is_udp and isinstance(both, dict):
        lost = _number(both, "lost_percent", source)
        if not 0 <= lost <= 100:
            raise UnreadableFile("lost_percent is not a percentage", file=source)
        return bandwidth(_number(both, "bits_per_second", source) * (100 - lost) / 100, "bit/s", source)
    raise UnreadableFile("the file does not have what the receiver counted", hint=_AGAIN, file=source)


def _sent(end: Mapping[str, Any], suffix: str) -> Decimal:
    sent = end.get(f"sum_sent{suffix}")
    return (decimal(sent.get("bytes")) if isinstance(sent, dict) else None) or Decimal(0)


def _number(group: Mapping[str, Any], name: str, source: str) -> Decimal:
    value = group.get(name)
    number = decimal(value) if isinstance(value, int | float) else None
    if number is None:
        raise UnreadableFile(f"{name} is not a number", file=source)
    return number
