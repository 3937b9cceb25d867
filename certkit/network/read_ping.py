"""The text of ping: iputils, inetutils, busybox, BSD and macOS, and Windows in any language.

The summary at the end has the figures. The words around them depend on the language and do not matter.
"""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal

from certkit.errors import UnreadableFile
from certkit.network.model import ToolOutput
from certkit.network.units import decimal, latency, seconds

_NUMBER = r"(\d{1,9}(?:[.,]\d{1,9})?)"
_UNIX_TIMES = re.compile(
    rf"(?:rtt|round-trip)\s+min/avg/max(?:/(?:mdev|stddev|std-dev))?\s*=\s*{_NUMBER}/{_NUMBER}/{_NUMBER}"
    rf"(?:/(?:{_NUMBER}|nan))?\s*(\S+)"
)
_UNIX_COUNT = re.compile(r"^(\d{1,9})\s[^\d,\n]+,\s*(\d{1,9})\s[^\d,\n]+,.*?(\d{1,3}(?:[.,]\d+)?)\s?%", re.MULTILINE)
_WINDOWS_COUNT = re.compile(
    r"=\s*(\d{1,9})\s*,[^=\n]+=\s*(\d{1,9})\s*,[^=\n]+=\s*(\d{1,9})\s*\([^()\d\n]*(\d{1,3})\s?%"
)
_WINDOWS_TIMES = re.compile(
    r"=\s*(\d{1,9})\s?(\w{1,3})\s*,[^=\n]+=\s*(\d{1,9})\s?(\w{1,3})\s*,[^=\n]+=\s*(\d{1,9})\s?(\w{1,3})\s*$",
    re.MULTILINE,
)
_STAMP = re.compile(r"^\[(\d{9,11})\.\d{1,9}\] ", re.MULTILINE)
_BEGIN = re.compile(
    r"^(?:PING |ping: |ping6: |---? .* ping statistics ---?|Pinging |Ping wird )|icmp_seq=|\bttl=\d+ time[=<]|\bTTL=\d",
    re.MULTILINE,
)
_AGAIN = "ping HOST again, with -c 20 (Windows: -n 20), and keep the whole output"
_CAUSES = (
    ("Operation not permitted", "ping may not send"),
    ("Name or service not known", "the host's name is not known"),
    ("Temporary failure in name resolution", "the host's name cannot be resolved"),
    ("cannot resolve", "the host's name cannot be resolved"),
    ("bad address", "the host's name is not known"),
    ("Network is unreachable", "there is no network"),
)


def is_ping(text: str) -> bool:
    """Whether it looks like the output of ping."""
    return bool(_BEGIN.search(text) or _UNIX_TIMES.search(text) or _WINDOWS_COUNT.search(text))


def read_ping(text: str, source: str) -> ToolOutput:
    """The mean of the round trips; of several runs in one file the slowest.

    Raises:
        UnreadableFile: no answer came, or the summary is missing.
    """
    sent, received = _counts(text, source)
    runs = [*_unix(text, source), *_windows(text, source)]
    if received == 0 or (not runs and sent):
        raise UnreadableFile("the test failed: no answer came", hint=_AGAIN, file=source)
    if not runs:
        raise UnreadableFile("the output has no round-trip times in its summary", hint=_AGAIN, file=source)
    lost = sent - received
    return ToolOutput(
        source=source,
        format="ping",
        at=_first_stamp(text),
        latency=latency(max(runs), source),
        remarks=(f"{lost} of {sent} packets were lost",) if lost > 0 else (),
    )


_RUN = re.compile(r"^(?:PING |Pinging |Ping wird )", re.MULTILINE)
_NOT_BEGUN = re.compile(
    r"^ping6?: .{0,300}?(?:not permitted|not known|name resolution|cannot resolve|bad address)|^Ping request could not",
    re.MULTILINE,
)
"""The error of a run that did not begin. One that was interrupted has lost packets in its summary."""


def _counts(text: str, source: str) -> tuple[int, int]:
    found = [(int(match[1]), int(match[2]), match[3]) for match in _UNIX_COUNT.finditer(text)]
    found += [(int(match[1]), int(match[2]), match[4]) for match in _WINDOWS_COUNT.finditer(text)]
    if not found:
        cause = next((meaning for words, meaning in _CAUSES if words.casefold() in text.casefold()), "")
        if cause:
            raise UnreadableFile(f"the test failed: {cause}", hint=_AGAIN, file=source)
        raise UnreadableFile("the output of ping has no summary: it was cut off", hint=_AGAIN, file=source)
    if _NOT_BEGUN.search(text):
        raise UnreadableFile("one of the tests failed", hint=_AGAIN, file=source)
    if len(_RUN.findall(text)) > len(found):
        raise UnreadableFile("one of the tests has no summary: it was cut off", hint=_AGAIN, file=source)
    if any(lost_all(percent) or received == 0 for _, received, percent in found):
        raise UnreadableFile("the test failed: no answer came (100 % loss)", hint=_AGAIN, file=source)
    return sum(sent for sent, _, _ in found), sum(received for _, received, _ in found)


def lost_all(percent: str) -> bool:
    """Whether everything was lost."""
    return (decimal(percent.replace(",", ".")) or Decimal(0)) >= 100


def _unix(text: str, source: str) -> list[Decimal]:
    return [_mean(match[1], match[2], match[3], match[5], source) for match in _UNIX_TIMES.finditer(text)]


def _windows(text: str, source: str) -> list[Decimal]:
    """Minimum, maximum and mean, in this order in every language."""
    found: list[Decimal] = []
    for match in _WINDOWS_TIMES.finditer(text):
        units = {match[2], match[4], match[6]}
        if len(units) == 1:
            found.append(_mean(match[1], match[5], match[3], units.pop(), source))
    return found


def _mean(least: str, mean: str, most: str, unit: str, source: str) -> Decimal:
    values = [decimal(text.replace(",", ".")) for text in (least, mean, most)]
    if unit.rstrip(",.") not in ("ms", "мс"):
        raise UnreadableFile("the round-trip times are not in ms", file=source)
    low, middle, high = (value if value is not None else Decimal(-1) for value in values)
    if not 0 <= low <= middle <= high:
        raise UnreadableFile("the mean of the round trips is not between their minimum and maximum", file=source)
    return middle


def _first_stamp(text: str) -> datetime | None:
    """The time of the first answer, which ping -D writes."""
    match = _STAMP.search(text)
    return seconds(match[1]) if match else None
