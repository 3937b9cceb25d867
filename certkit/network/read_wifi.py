"""Signal strength of WiFi: iw, /proc/net/wireless, netsh and macOS. The procedure sets no limit for it."""

from __future__ import annotations

import re

from certkit.errors import UnreadableFile
from certkit.network.model import ToolOutput
from certkit.network.units import dbm, decimal
from certkit.text.quote import quote

_IW = re.compile(r"^[ \t]*signal:\s*(-?\d{1,3}(?:\.\d+)?)\s*(?:\[[^\]\n]*\]\s*)?(\S+)", re.MULTILINE)
_IW_BEGIN = re.compile(r"^(?:Connected to [0-9a-fA-F:]{17}|Not connected\.)|^Station [0-9a-fA-F:]{17}", re.MULTILINE)
_PROC = re.compile(r"^[ \t]*[\w.-]+:\s+[0-9a-fA-F]{4}\s+[\d.]+\s+(-?\d{1,3})\.?\s", re.MULTILINE)
_PROC_BEGIN = re.compile(r"^Inter-\|\s*sta-\|", re.MULTILINE)
_NETSH_BEGIN = re.compile(r"^[ \t]*(?:BSSID|AP BSSID)\s*:|^[ \t]*SSID\s*:", re.MULTILINE)
_RSSI = re.compile(r"^[ \t]*(?:agrCtlRSSI|RSSI|Rssi)\s*:\s*(\S+)(?:[ \t]+(dBm))?[ \t]*$", re.MULTILINE)
_PERCENT = re.compile(r":\s*\d{1,3}\s?%\s*$", re.MULTILINE)
_ASK = "use iw dev wlan0 link, or a netsh of Windows 11 that writes Rssi"


def is_wifi(text: str) -> bool:
    """Whether it looks like the state of a WiFi interface."""
    return any(pattern.search(text) for pattern in (_IW_BEGIN, _PROC_BEGIN, _NETSH_BEGIN, _RSSI))


def read_wifi(text: str, source: str) -> ToolOutput:
    """The weakest signal in the output.

    Raises:
        UnreadableFile: not connected, or no signal in dBm.
    """
    if "Not connected." in text:
        raise UnreadableFile("WiFi is not connected", hint="connect it, and measure again", file=source)
    found: list[str] = []
    format = "WiFi"
    if _IW_BEGIN.search(text):
        format = "iw"
        for match in _IW.finditer(text):
            if match[2] != "dBm":
                raise UnreadableFile(f"the signal is not in dBm: {quote(match[0].strip())}", hint=_ASK, file=source)
            found.append(match[1])
    elif _PROC_BEGIN.search(text):
        format = "/proc/net/wireless"
        found = [match[1] for match in _PROC.finditer(text)]
    else:
        format = "netsh" if _NETSH_BEGIN.search(text) and "agrCtlRSSI" not in text else "macOS"
        found = [match[1] for match in _RSSI.finditer(text)]
    if not found:
        percent = "a signal in percent is not a signal strength in dBm"
        message = percent if _PERCENT.search(text) else "the output has no signal strength"
        raise UnreadableFile(message, hint=_ASK, file=source)
    values = [decimal(one) for one in found]
    if any(value is None or value >= 0 for value in values):
        raise UnreadableFile(f"the signal is not a figure in dBm: {quote(found[0])}", hint=_ASK, file=source)
    weakest = min(value for value in values if value is not None)
    return ToolOutput(source=source, format=format, technology="WiFi", rssi=dbm(weakest, source))
