"""Read the output of a network tool, whatever tool wrote it: the content decides, not the name."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from certkit.errors import UnreadableFile
from certkit.network.model import ToolOutput
from certkit.network.read_iperf3 import is_iperf3, read_iperf3
from certkit.network.read_modem import is_modem, read_mmcli_json, read_modem
from certkit.network.read_ping import is_ping, read_ping
from certkit.network.read_speed_test import read_speed_test, read_speed_test_text
from certkit.network.read_wifi import is_wifi, read_wifi

LARGEST = 4_000_000
"""Bytes allowed; an iperf3 test of an hour has about a million."""
KNOWN = (
    "certkit reads iperf3 --json, speedtest-cli --json, speedtest -f json, librespeed-cli --json, fast --json, "
    "cloudflare-speed-cli --json, ping, mmcli --signal-get, AT+CSQ, AT+CESQ, the signal of a HiLink dongle, iw dev … "
    "link, /proc/net/wireless, netsh wlan show interfaces and airport -I"
)
LONGEST_TEXT = 300_000
"""Characters allowed that are not JSON; a ping of an hour has a quarter of a million."""
_JSON = re.compile(r"\s*(?:\{|\[\s*\{)")
_JSON_LATER = re.compile(r"^\{", re.MULTILINE)
_IPERF = re.compile(r"bits/sec|^iperf\d?: |^iperf Done|^Connecting to host |^\s*\"start\":", re.MULTILINE)
_BETWEEN = re.compile(r"[ \t\n\x1e,;]*")
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][A-Za-z0-9]")
_COMPRESSED = (b"\x1f\x8b", b"PK\x03\x04", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
_TEXTS: tuple[tuple[Callable[[str], bool], Callable[[str, str], ToolOutput]], ...] = (
    (is_modem, read_modem),
    (is_ping, read_ping),
    (is_wifi, read_wifi),
)


def read_network(content: bytes, source: str) -> ToolOutput:
    """What the output of a tool says.

    Args:
        content: the file's bytes.
        source: its name, as the user gave it.

    Raises:
        UnreadableFile: certkit does not know the format, or the measurement failed; in either case there is no figure.
    """
    text = _decoded(content, source)
    if _JSON.match(text):
        return _of_json(text, source)
    if len(text) > LONGEST_TEXT:
        raise UnreadableFile(
            f"the text has {len(text):,} characters; that of a tool has at most {LONGEST_TEXT:,}",
            hint="is it the right file?",
            file=source,
        )
    for is_of, read in _TEXTS:
        if is_of(text):
            return read(text, source)
    speed_test = read_speed_test_text(text, source)
    if speed_test is not None:
        return speed_test
    if _IPERF.search(text):
        later = _JSON_LATER.search(text)  # warnings of the shell come before the document
        if later is not None:
            return _of_json(text[later.start() :], source)
        raise UnreadableFile("this is the text output of iperf", hint="run iperf3 with --json", file=source)
    raise UnreadableFile("this is not the output of a network tool that certkit knows", hint=KNOWN, file=source)


def _decoded(content: bytes, source: str) -> str:
    """The text. Windows writes UTF-16 (PowerShell) or its code page (cmd), of which only ASCII matters here."""
    if len(content) > LARGEST:
        raise UnreadableFile(
            f"the file has {len(content):,} bytes; a file of this kind has at most {LARGEST:,}",
            hint="is it the right file?",
            file=source,
        )
    if not content.strip(b"\0 \t\r\n"):
        raise UnreadableFile("the file is empty", hint="run the tool again", file=source)
    if content.startswith(_COMPRESSED):
        raise UnreadableFile("the file is compressed", hint="unpack it first", file=source)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", "replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", "replace")
    if "\0" in text:
        raise UnreadableFile("this is not a text file", hint=KNOWN, file=source)
    return _CONTROL.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def _of_json(text: str, source: str) -> ToolOutput:
    found = [entry for value in _documents(text, source) for entry in _entries(value)]
    if not found:
        raise UnreadableFile("the JSON has no measurement", hint="run the tool again", file=source)
    if any(is_iperf3(one) for one in found):
        return read_iperf3(found, source)
    if any(isinstance(one.get("modem"), dict) for one in found):
        return read_mmcli_json(found, source)
    output = read_speed_test(found, source)
    if output is None:
        raise UnreadableFile("this is not the JSON of a network tool that certkit knows", hint=KNOWN, file=source)
    return output


class _Ambiguous:
    """A value that JSON does not decide: a name that is given twice, NaN, Infinity. It is never a figure.

    iperf3 --bidir writes some names twice, so that the strict reader of other files cannot read it.
    """

    def __str__(self) -> str:
        return "a value that is not clear"


_AMBIGUOUS = _Ambiguous()


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in pairs:
        values[name] = _AMBIGUOUS if name in values else value
    return values


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=lambda _: _AMBIGUOUS)


def _documents(text: str, source: str) -> Iterator[Any]:
    """The documents of a text, one after the other."""
    at = 0
    try:
        while (at := _BETWEEN.match(text, at).end()) < len(text):  # type: ignore[union-attr]
            value, at = _DECODER.raw_decode(text, at)
            yield value
    except json.JSONDecodeError as error:
        cut = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated")
        raise UnreadableFile(
            "this is not valid JSON: it ends too early" if cut else "this is not valid JSON",
            hint="run the tool again, and keep its whole output",
            file=source,
            line=error.lineno,
            column=error.colno,
        ) from None
    except (RecursionError, ValueError):  # nested too deep, or a number of thousands of digits
        raise UnreadableFile("this is not the JSON of a network tool", hint=KNOWN, file=source) from None


def _entries(value: Any) -> Iterator[dict[str, Any]]:
    """The objects of a document, which is an object or a list of them."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            yield one
