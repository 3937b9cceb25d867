"""Measure the way to a host with ping and iperf3, where they are installed.

No shell is involved, and a host that could be taken for an option is refused.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from certkit.errors import CertkitError
from certkit.text.quote import quote

_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,251}[A-Za-z0-9.])?")
_ADDRESS = re.compile(r"[0-9A-Fa-f:.]{2,45}(?:%[A-Za-z0-9_.-]{1,20})?")
_NO_STAMPS = ("invalid option", "unrecognized option", "illegal option", "usage:")
_NO_RIGHTS = ("operation not permitted", "permission denied", "lacking privilege")
SPARE = 20
"""Seconds beyond its duration after which a tool is stopped."""
INSTALL = {
    "ping": "Debian, Ubuntu: apt-get install iputils-ping; Fedora: dnf install iputils",
    "iperf3": "Debian, Ubuntu: apt-get install iperf3; Fedora: dnf install iperf3; macOS: brew install iperf3",
}


class Run(NamedTuple):
    """What a tool wrote.

    Attributes:
        name: of the measurement, for the name of a file: ``ping``, ``iperf3-upload``.
        suffix: of the file, by what the tool writes.
        output: everything that it wrote.
    """

    name: str
    suffix: str
    output: bytes


def check_host(host: str) -> None:
    """Refuse what is no name and no address of a host.

    Raises:
        CertkitError: it is none.
    """
    if "://" in host or "/" in host:
        raise CertkitError(
            f"{quote(host)} is not a host", hint="name the host alone, without wss:// and without a path"
        )
    if not _NAME.fullmatch(host) and not (":" in host and _ADDRESS.fullmatch(host)):
        raise CertkitError(
            f"{quote(host)} is not the name or the address of a host", hint="for example csms.example.org"
        )


def missing_tools(tools: Sequence[str]) -> list[str]:
    """Those that are not installed."""
    return [tool for tool in tools if shutil.which(tool) is None]


def run_ping(host: str, count: int) -> Run:
    """Ping a host.

    Raises:
        CertkitError: ping does not end, or may not send.
    """
    path = _path("ping")
    if sys.platform == "win32":
        return Run("ping", ".txt", _run([path, "-n", str(count), host], count * 5))
    stamps = ["-n", "-D"] if sys.platform.startswith("linux") else []
    output = _run([path, *stamps, "-c", str(count), host], count * 5)
    if stamps and _has(output[:2000], _NO_STAMPS):  # busybox and others do not write times
        output = _run([path, "-c", str(count), host], count * 5)
    if _has(output[:2000], _NO_RIGHTS):
        raise CertkitError(
            "ping may not send: this user has no right to",
            hint='run as root: setcap cap_net_raw+ep "$(command -v ping)", or install ping again',
        )
    return Run("ping", ".txt", output)


def run_iperf3(host: str, port: int, seconds: int) -> Iterator[Run]:
    """Measure both directions.

    Raises:
        CertkitError: iperf3 does not end.
    """
    arguments = [_path("iperf3"), "-c", host, "-p", str(port), "-t", str(seconds), "--json"]
    yield Run("iperf3-upload", ".json", _run(arguments, seconds))
    yield Run("iperf3-download", ".json", _run([*arguments, "-R"], seconds))


def _path(tool: str) -> str:
    path = shutil.which(tool)
    if path is None:
        raise CertkitError(f"{tool} is not installed", hint=INSTALL[tool])
    return path


def _has(output: bytes, words: Sequence[str]) -> bool:
    text = output.decode("utf-8", "replace").casefold()
    return any(word in text for word in words)


def _run(arguments: list[str], seconds: int) -> bytes:
    """What a tool writes, errors included; a failed test is seen in the output, not in the exit code."""
    try:
        done = subprocess.run(  # noqa: S603  (no shell; the host is checked)
            arguments,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=seconds + SPARE,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
        )
    except subprocess.TimeoutExpired:
        raise CertkitError(f"{Path(arguments[0]).name} did not end within {seconds + SPARE} seconds") from None
    except OSError as error:
        raise CertkitError(f"{arguments[0]} cannot be started: {error.strerror or error}") from None
    return done.stdout
