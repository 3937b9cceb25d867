"""The output of speed tests. Their units differ: bit/s, bytes per second or Mbit/s under the same names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from certkit.errors import UnreadableFile
from certkit.network.model import ToolOutput
from certkit.network.units import bandwidth, decimal, latency, moment, tool_name
from certkit.text.quote import quote

_AGAIN = "run the speed test again, in both directions"
_SHORTEST, _LONGEST = Decimal("0.5"), Decimal(600)
"""Seconds that one direction of a speed test takes; by them a figure in another unit is noticed."""
_EVENTS = frozenset({"testStart", "ping", "download", "upload", "result", "log"})
_RATE = re.compile(
    r"^[ \t]*(?:[-+•→↓↑][ \t]*){0,3}(Download|Upload)(?: speed)?[ \t]*:?"
    r"[ \t]+([\d.,]{1,20})[ \t]*([A-Za-z]{1,6}(?:/[A-Za-z]{1,3})?)",
    re.MULTILINE | re.IGNORECASE,
)
_PING = re.compile(
    r"^[ \t]*(?:Idle Latency|Latency|Ping)[ \t]*:[ \t]+([\d.]{1,20})[ \t]*(\w{1,9})"
    r"|^Hosted by .{0,200}:[ \t]+([\d.]{1,20})[ \t]*(ms)[ \t]*$",
    re.MULTILINE,
)
_TEXT_ERROR = re.compile(r"^[ \t]*(?:\[error\]|ERROR:|Cannot retrieve|FAILED)\s*(.*)$", re.MULTILINE)


def read_speed_test(documents: Sequence[Mapping[str, Any]], source: str) -> ToolOutput | None:
    """What a speed test says in JSON; of several tests the worst figures. None if no client is known that writes this.

    Raises:
        UnreadableFile: the test failed, or a figure is missing, impossible, or in another unit.
    """
    outputs: list[ToolOutput] = []
    ookla = any(document.get("type") in _EVENTS for document in documents)
    for document in documents:
        if ookla:
            if document.get("type") == "log" and document.get("level") == "error":
                raise UnreadableFile(f"the test failed: {quote(document.get('message'))}", hint=_AGAIN, file=source)
            if document.get("type") not in _EVENTS and "error" not in document:
                raise UnreadableFile("the file has something that is not of this speed test", file=source)
        if document.get("error"):
            raise UnreadableFile(f"the test failed: {quote(document.get('error'))}", hint=_AGAIN, file=source)
        if ookla and document.get("type") != "result":
            continue
        output = _of(document, source)
        if output is None:
            return None
        outputs.append(output)
    if not outputs:
        raise UnreadableFile("the test was not finished: the file has no result", hint=_AGAIN, file=source)
    return _worst(outputs)


def _worst(outputs: list[ToolOutput]) -> ToolOutput:
    first = outputs[0]
    rates = [one.bandwidth for one in outputs if one.bandwidth is not None]
    times = [one.latency for one in outputs if one.latency is not None]
    return ToolOutput(
        source=first.source,
        format=first.format,
        tool=first.tool,
        at=first.at,
        bandwidth=min(rates) if rates else None,
        latency=max(times) if times else None,
        remarks=tuple(dict.fromkeys(remark for one in outputs for remark in one.remarks)),
    )


def _of(document: Mapping[str, Any], source: str) -> ToolOutput | None:
    if document.get("type") == "result":
        return _ookla(document, source)
    if "downloadSpeed" in document:
        return _fast(document, source)
    if isinstance(document.get("idle_latency"), dict) and isinstance(document.get("download"), dict):
        return _cloudflare(document, source)
    if {"ping", "download", "upload", "server"} <= document.keys() and isinstance(document["server"], dict):
        if "jitter" in document:
            return _plain(document, "librespeed-cli", "Mbit/s", source)
        if {"bytes_sent", "bytes_received", "client"} <= document.keys():
            return _plain(document, "speedtest-cli", "bit/s", source)
    return None


def _plain(document: Mapping[str, Any], tool: str, unit: str, source: str) -> ToolOutput:
    """speedtest-cli and librespeed-cli: the same names, a millionth of the size."""
    rates = []
    for name, counted in (("download", "bytes_received"), ("upload", "bytes_sent")):
        rate = bandwidth(_positive(document, name, source), unit, source)
        count = decimal(document.get(counted))
        if count:
            _expect_duration(count / 1000 / max(Decimal(str(rate)), Decimal("0.001")), name, source)
        rates.append(rate)
    return ToolOutput(
        source=source,
        format=tool,
        tool=tool,
        at=moment(document.get("timestamp")),
        bandwidth=min(rates),
        latency=latency(_positive(document, "ping", source), source),
    )


def _expect_duration(duration: Decimal, name: str, source: str) -> None:
    if not _SHORTEST <= duration <= _LONGEST:
        raise UnreadableFile(
            f"the {name} does not fit the bytes that were transferred: its unit is not certain",
            hint="keep the JSON as the tool wrote it",
            file=source,
        )


def _ookla(document: Mapping[str, Any], source: str) -> ToolOutput:
    rates = []
    for name in ("download", "upload"):
        group = _group(document, name, source)
        value = _positive(group, "bandwidth", source, name)
        count, elapsed = decimal(group.get("bytes")), decimal(group.get("elapsed"))
        if count and elapsed and not Decimal(1) / 5 <= value * elapsed / 1000 / count <= 5:
            raise UnreadableFile(
                f"the {name} does not fit the bytes that were transferred: its unit is not certain",
                hint="keep the JSON as the tool wrote it",
                file=source,
            )
        rates.append(bandwidth(value, "B/s", source))
    loss = decimal(document.get("packetLoss"))
    return ToolOutput(
        source=source,
        format="speedtest",
        tool="Ookla Speedtest CLI",
        at=moment(document.get("timestamp")),
        bandwidth=min(rates),
        latency=latency(_positive(_group(document, "ping", source), "latency", source, "ping"), source),
        remarks=(f"{loss:.1f} % of the packets were lost",) if loss else (),
    )


def _fast(document: Mapping[str, Any], source: str) -> ToolOutput:
    """fast.com: Mbit/s, unless the file names another unit; the upload only if it was asked for."""
    rates = [_fast_rate(document, "download", source)]
    remarks: tuple[str, ...] = ()
    if document.get("uploadSpeed") is None:
        remarks = ("only the download was measured",)
    else:
        rates.append(_fast_rate(document, "upload", source))
    has_latency = document.get("latency") is not None
    if document.get("isDone") is False:
        raise UnreadableFile("the test was not finished", hint=_AGAIN, file=source)
    return ToolOutput(
        source=source,
        format="fast-cli",
        tool="fast-cli",
        at=moment(document.get("timestamp")),
        bandwidth=min(rates),
        latency=latency(_positive(document, "latency", source), source) if has_latency else None,
        remarks=remarks,
    )


def _fast_rate(document: Mapping[str, Any], name: str, source: str) -> float:
    unit = document.get(f"{name}Unit", "Mbps")
    return bandwidth(_positive(document, f"{name}Speed", source), unit if isinstance(unit, str) else "?", source)


def _cloudflare(document: Mapping[str, Any], source: str) -> ToolOutput:
    rates = []
    for name in ("download", "upload"):
        group = _group(document, name, source)
        rate = bandwidth(_positive(group, "mbps", source, name), "Mbit/s", source)
        count, elapsed = decimal(group.get("bytes")), decimal(group.get("duration_ms"))
        if count and elapsed and not Decimal(1) / 5 <= Decimal(str(rate)) * elapsed / count <= 5:
            _expect_duration(Decimal(0), name, source)
        rates.append(rate)
    idle = _group(document, "idle_latency", source)
    loss = decimal(idle.get("loss"))
    return ToolOutput(
        source=source,
        format="cloudflare-speed-cli",
        tool=tool_name(f"cloudflare-speed-cli {tool_name(document.get('version'))}".strip()),
        at=moment(document.get("timestamp_utc")),
        bandwidth=min(rates),
        latency=latency(_positive(idle, "mean_ms", source, "idle_latency"), source),
        remarks=(f"{loss * 100:.1f} % of the packets were lost",) if loss else (),
    )


def _group(document: Mapping[str, Any], name: str, source: str) -> Mapping[str, Any]:
    value = document.get(name)
    if not isinstance(value, dict):
        raise UnreadableFile(f"the file has no {name}", hint=_AGAIN, file=source)
    return value


def _positive(group: Mapping[str, Any], name: str, source: str, path: str = "") -> Decimal:
    """A figure. Nothing measured is written as 0 by most clients, so 0 is no figure."""
    shown = f"{path}.{name}" if path else name
    if group.get(name) is None:
        raise UnreadableFile(f"the file has no {shown}", hint=_AGAIN, file=source)
    value = decimal(group[name]) if isinstance(group[name], int | float) else None
    if value is None or value < 0:
        raise UnreadableFile(f"{shown} is not a figure: {quote(group[name])}", hint=_AGAIN, file=source)
    if value == 0:
        raise UnreadableFile(f"{shown} is 0: it was left out, or it failed", hint=_AGAIN, file=source)
    return value


def read_speed_test_text(text: str, source: str) -> ToolOutput | None:
    """What speed tests write for people; each figure with its unit. None if it is not of a speed test."""
    found = list(_RATE.finditer(text))
    if not found:
        error = _TEXT_ERROR.search(text) if "speedtest" in text.casefold() else None
        if error is not None:
            raise UnreadableFile(f"the test failed: {quote(error[1])}", hint=_AGAIN, file=source)
        return None
    rates: list[float] = []
    for match in found:
        value = decimal(match[2])
        if not value:
            raise UnreadableFile(f"the {match[1].lower()} is not a figure: {quote(match[2])}", hint=_AGAIN, file=source)
        rates.append(bandwidth(value, match[3], source))
    ping = _PING.search(text)
    delay = None
    if ping is not None:
        number, unit = (ping[1], ping[2]) if ping[1] else (ping[3], ping[4])
        value = decimal(number)
        if unit != "ms" or not value:
            raise UnreadableFile(f"the latency is not in ms: {quote(f'{number} {unit}')}", hint=_AGAIN, file=source)
        delay = latency(value, source)
    directions = {match[1].lower() for match in found}
    return ToolOutput(
        source=source,
        format="speed test, text",
        bandwidth=min(rates),
        latency=delay,
        remarks=() if len(directions) > 1 else (f"only the {directions.pop()} was measured",),
    )
