"""Signal strength of a modem: mmcli --signal-get, AT commands, and the web interface of HiLink dongles.

Only RSSI is bounded by the procedure. RSRP, RSCP and percentages are other quantities and are never taken for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from certkit.errors import UnreadableFile
from certkit.network.model import Technology, ToolOutput
from certkit.network.units import dbm, decimal
from certkit.text.quote import quote

_GENERATIONS: Mapping[str, Technology] = {
    "gsm": "2G",
    "edge": "2G",
    "cdma1x": "2G",
    "umts": "3G",
    "wcdma": "3G",
    "tdscdma": "3G",
    "evdo": "3G",
    "lte": "4G",
    "5g": "5G",
}
_ACCESS: Mapping[int, Technology] = {
    **dict.fromkeys((0, 1, 3, 8), "2G"),
    **dict.fromkeys((2, 4, 5, 6), "3G"),
    **dict.fromkeys((7, 9), "4G"),
    **dict.fromkeys((10, 11, 12, 13), "5G"),
}
"""The access technology of AT+COPS? (3GPP TS 27.007, 7.3)."""
_HILINK: Mapping[str, Technology] = {"0": "2G", "2": "3G", "7": "4G"}
_KEY = re.compile(r"^[ \t]*modem\.signal\.([\w-]+)\.([\w-]+)\s*:\s*(\S+)", re.MULTILINE)
_ROW = re.compile(
    r"^[ \t]*(?:([A-Za-z0-9]{1,12})[ \t]*)?\|[ \t]*([\w/ -]{1,40}?)[ \t]*:"
    r"[ \t]*'?(--|-?[\d.]{1,12})'?(?:[ \t]*(dBm|dB|%))?",
    re.MULTILINE,
)
_CSQ = re.compile(r"\+CSQ:[ \t]*(\d{1,3})[ \t]*,[ \t]*\d{1,3}\b")
_CESQ = re.compile(r"\+CESQ:[ \t]*((?:\d{1,3}[ \t]*,[ \t]*){5}\d{1,3})\b")
_HCSQ = re.compile(r'^[ \t]*\^HCSQ:[ \t]*"?([A-Za-z]{1,12})"?((?:[ \t]*,[ \t]*\d{1,3}){0,9})[ \t]*$', re.MULTILINE)
_COPS = re.compile(r"\+COPS:\s*\d+\s*,\s*\d+\s*,\s*\"[^\"\n]{0,60}\"\s*,\s*(\d{1,2})")
_AT = re.compile(r"^[ \t]*AT\+CE?SQ|\+CE?SQ:|\^HCSQ:", re.MULTILINE | re.IGNORECASE)
_AT_ERROR = re.compile(r"\+CM[ES] ERROR:\s*(.{1,60})|^[ \t]*(ERROR|NO CARRIER)\s*$", re.MULTILINE)
_MMCLI = re.compile(r"modem\.signal\.|^[ \t]*Signal\s*\|\s*refresh rate", re.MULTILINE)
_HILINK_XML = re.compile(r"<rssi>([^<]{0,40})</rssi>")
_HILINK_ERROR = re.compile(r"<error>.{0,200}?<code>(\d{1,9})</code>", re.DOTALL)
_HILINK_RSSI = re.compile(r"(&gt;=|>=|&lt;|<)?\s*(-?\d{1,3}(?:\.\d+)?)\s*dBm")
_HILINK_MODE = re.compile(r"<mode>(\d{1,2})</mode>")
_NO_RSSI = "the file has no RSSI that is known"
_ASK = "ask the modem with AT+CSQ, or with mmcli -m 0 --signal-setup=5 and then mmcli -m 0 --signal-get"
CSQ_UNKNOWN = 99


def is_modem(text: str) -> bool:
    """Whether it looks like the signal of a modem."""
    return bool(_AT.search(text) or _MMCLI.search(text) or "<rssi>" in text or "signal quality:" in text)


def read_modem(text: str, source: str) -> ToolOutput:
    """The weakest RSSI in the output.

    Raises:
        UnreadableFile: there is none, or it is not known.
    """
    if "<rssi>" in text:
        return _hilink(text, source)
    if _KEY.search(text):
        return _mmcli(((one[1], one[2], one[3]) for one in _KEY.finditer(text)), source)
    if _MMCLI.search(text):
        return _mmcli_text(text, source)
    if _AT.search(text):
        return _at(text, source)
    raise UnreadableFile("a signal quality in percent is not a signal strength in dBm", hint=_ASK, file=source)


def read_mmcli_json(documents: Sequence[Mapping[str, Any]], source: str) -> ToolOutput:
    """``mmcli -J``."""
    rows: list[tuple[str, str, object]] = []
    for document in documents:
        modem = document.get("modem")
        signal = modem.get("signal") if isinstance(modem, dict) else None
        if not isinstance(signal, dict):
            raise UnreadableFile("the file has no signal of a modem", hint=_ASK, file=source)
        for name, group in signal.items():
            if isinstance(group, dict):
                rows += [(name, key, value) for key, value in group.items()]
    return _mmcli(rows, source)


def _mmcli_text(text: str, source: str) -> ToolOutput:
    rows: list[tuple[str, str, object]] = []
    name = ""
    for match in _ROW.finditer(text):
        name = match[1] or name
        if match[2] == "rssi" and match[3] != "--" and match[4] != "dBm":
            raise UnreadableFile("the RSSI is not in dBm", hint=_ASK, file=source)
        rows.append((name, match[2], match[3]))
    return _mmcli(rows, source)


def _mmcli(rows: Iterable[tuple[str, str, object]], source: str) -> ToolOutput:
    known: dict[Technology, Decimal] = {}
    others: set[str] = set()
    active: set[str] = set()
    for name, quantity, text in rows:
        if text in ("--", None, "") or "refresh" in (name, quantity[:7]):
            continue
        active.add(name)
        if quantity in ("rsrp", "rscp"):
            others.add(quantity.upper())
        if quantity != "rssi":
            continue
        value = decimal(text)
        if value is None:
            raise UnreadableFile(f"the RSSI is not a figure: {quote(text)}", hint=_ASK, file=source)
        technology = _GENERATIONS.get(name.casefold(), "")
        known[technology] = min(value, known.get(technology, value))
    if not known:
        raise UnreadableFile(_without_rssi(others), hint=_ASK, file=source)
    technology = next(iter(known)) if len(known) == len(active) == 1 else ""
    rssi = dbm(min(known.values()), source)
    return ToolOutput(source=source, format="mmcli", tool="mmcli", technology=technology, rssi=rssi)


def _without_rssi(others: set[str]) -> str:
    return f"{_NO_RSSI}: {' and '.join(sorted(others))} is another quantity" if others else _NO_RSSI


def _at(text: str, source: str) -> ToolOutput:
    values = [int(match[1]) for match in _CSQ.finditer(text)]
    for value in values:
        if 31 < value < 99 or value > 99:
            raise UnreadableFile(f"CSQ {value} is not a signal quality; it is 0 to 31, or 99", hint=_ASK, file=source)
    known = [value for value in values if value != CSQ_UNKNOWN]
    extended = [dbm(value, source) for value in (*_extended(text, source), *_huawei(text, source))]
    if not known and not extended:
        raise _no_signal(text, source, asked=bool(values))
    technologies = _at_technologies(text)
    remarks = (
        (f"{len(values) - len(known)} of {len(values)} answers were 99, unknown",) if len(known) < len(values) else ()
    )
    return ToolOutput(
        source=source,
        format="AT commands",
        technology=technologies.pop() if len(technologies) == 1 else "",
        rssi=min(extended) if extended else None,
        csq=min(known) if known else None,
        remarks=remarks,
    )


def _no_signal(text: str, source: str, *, asked: bool) -> UnreadableFile:
    if asked:
        return UnreadableFile(
            "the modem does not know its signal (CSQ 99)", hint="wait until it is registered", file=source
        )
    error = _AT_ERROR.search(text)
    if error is not None:
        answer = (error[1] or error[2]).strip()
        return UnreadableFile(f"the modem answered with an error: {quote(answer)}", hint=_ASK, file=source)
    others = {"RSRP" for match in _CESQ.finditer(text) if _fields(match[1])[5] != 255}
    others |= {"RSCP" for match in _CESQ.finditer(text) if _fields(match[1])[2] != 255}
    return UnreadableFile(_without_rssi(others), hint=_ASK, file=source)


def _fields(text: str) -> list[int]:
    return [int(part) for part in text.split(",") if part.strip()]


def _extended(text: str, source: str) -> list[Decimal]:
    """RSSI of AT+CESQ, which modems give for GSM alone: rxlev 0 is below -110 dBm, 63 is -48 dBm or more."""
    found: list[Decimal] = []
    for match in _CESQ.finditer(text):
        level = _fields(match[1])[0]
        if level == CSQ_UNKNOWN:
            continue
        if level > 63:
            raise UnreadableFile(f"rxlev {level} is not a level; it is 0 to 63, or 99", hint=_ASK, file=source)
        found.append(Decimal(level - 111))
    return found


def _huawei(text: str, source: str) -> list[Decimal]:
    """RSSI of AT^HCSQ?: 0 is below -120 dBm, 96 is -25 dBm or more, 255 is unknown."""
    found: list[Decimal] = []
    for match in _HCSQ.finditer(text):
        levels = _fields(match[2])
        if not levels or levels[0] == 255:
            continue
        if levels[0] > 96:
            raise UnreadableFile(f"the RSSI {levels[0]} of HCSQ is not a level; it is 0 to 96", hint=_ASK, file=source)
        found.append(Decimal(levels[0] - 121))
    return found


def _at_technologies(text: str) -> set[Technology]:
    found = {_ACCESS.get(int(match[1]), "") for match in _COPS.finditer(text)}
    found |= {_GENERATIONS.get(match[1].casefold(), "") for match in _HCSQ.finditer(text)}
    found |= {"2G" for match in _CESQ.finditer(text) if _fields(match[1])[0] != CSQ_UNKNOWN}
    return {one for one in found if one}


def _hilink(text: str, source: str) -> ToolOutput:
    """``http://192.168.8.1/api/device/signal``; a value such as >=-51dBm is a bound."""
    match = _HILINK_XML.search(text)
    if match is None:
        error = _HILINK_ERROR.search(text)
        raise UnreadableFile(
            f"the dongle answered with error {error[1]}" if error else "the answer of the dongle is cut off",
            hint=_ASK,
            file=source,
        )
    value = _HILINK_RSSI.fullmatch(match[1].strip())
    number = decimal(value[2]) if value else None
    if value is None or number is None or (value[1] or "").endswith(("lt;", "<")):
        raise UnreadableFile(f"{_NO_RSSI}: {quote(match[1])}", hint=_ASK, file=source)
    mode = _HILINK_MODE.search(text)
    return ToolOutput(
        source=source,
        format="HiLink",
        tool="HiLink dongle",
        technology=_HILINK.get(mode[1], "") if mode else "",
        rssi=dbm(number, source),
    )
