"""``certkit network``: measures the way to a host with the tools that are installed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from certkit.cli import output
from certkit.cli.errors import FINDINGS, GOOD, print_error
from certkit.cli.options import EditionOption
from certkit.edition.choose import rulebooks
from certkit.errors import CertkitError
from certkit.network.model import ToolOutput
from certkit.network.read import read_network
from certkit.network.run_tools import INSTALL, Run, check_host, missing_tools, run_iperf3, run_ping
from certkit.record.derive_network import combined
from certkit.record.network_limits import compare_with_limits, limit_lines
from certkit.record.read_requirements import requirements_of
from certkit.text.terminal import safe


def network(
    host: Annotated[
        str, typer.Argument(metavar="HOST", help="A name or an address, without wss:// and without a path.")
    ],
    folder: Annotated[
        str,
        typer.Option(
            "--folder", metavar="DIR", help="Write the outputs of the tools into this folder.", show_default=False
        ),
    ] = ".",
    only: Annotated[
        Literal["ping", "iperf3"] | None,
        typer.Option("--only", metavar="TOOL", help="ping for the latency alone, iperf3 for the bandwidth alone."),
    ] = None,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port of the iperf3 server.")] = 5201,
    count: Annotated[int, typer.Option("--count", min=1, max=1000, help="How often to ping.")] = 10,
    seconds: Annotated[int, typer.Option("--seconds", min=1, max=300, help="Time of iperf3 for each direction.")] = 10,
    edition: EditionOption = None,
) -> int:
    """Measure latency and bandwidth of the way to a host.

    Runs ping, and iperf3 in both directions: start iperf3 -s on the other side before. Writes what the tools wrote into
    files, for certkit record network, and compares the figures with the limits of the procedure. Exit codes: 0 if all
    limits are met; 1 if not, or if a test failed; 2 if a tool is not installed.

    \b
    Examples:
      certkit network csms.example.org
      certkit network 192.0.2.10 --only ping --folder dossier/network
    """  # noqa: D301
    check_host(host)
    tools = [only] if only else ["ping", "iperf3"]
    if missing := missing_tools(tools):
        raise CertkitError(
            f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not installed",
            hint="; ".join(INSTALL[tool] for tool in missing)
            + (
                ""
                if len(missing) == len(tools)
                else f"; or measure with --only {next(t for t in tools if t not in missing)}"
            ),
        )
    if not Path(folder).is_dir():
        raise CertkitError("there is no such folder", hint=f"create it: mkdir -p {safe(folder)}", file=folder)
    limits = requirements_of(rulebooks(edition)(None)).limits
    stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    outputs: list[ToolOutput] = []
    names: list[str] = []
    failed = False
    for run in _runs(tools, host, port, count, seconds):
        name = str(Path(folder) / f"{run.name}-{_in_name(host)}-{stamp}{run.suffix}")
        output.save(name, run.output, force=False)
        print_error(f"wrote {safe(name)}")
        names.append(name)
        try:
            outputs.append(read_network(run.output, name))
        except CertkitError as error:
            failed = True
            print_error(safe(str(error)))
    compared = compare_with_limits(combined(outputs), "", limits)
    output.write("\n".join(_shown(host, limit_lines(compared), outputs)) + "\n")
    if failed or any(one.met is False for one in compared):
        return FINDINGS
    print_error(f"add it to a record: certkit record network record.yaml {' '.join(map(safe, names))}")
    return GOOD


def _runs(tools: Iterable[str], host: str, port: int, count: int, seconds: int) -> Iterator[Run]:
    if "ping" in tools:
        yield run_ping(host, count)
    if "iperf3" in tools:
        yield from run_iperf3(host, port, seconds)


def _in_name(host: str) -> str:
    return "".join(character if character.isalnum() or character in ".-" else "_" for character in host)


def _shown(host: str, lines: Iterable[str], outputs: Iterable[ToolOutput]) -> Iterator[str]:
    yield f"The way to {safe(host)}"
    yield from lines
    directions = {"only the upload was measured", "only the download was measured"}
    for one in outputs:
        yield from (f"  {one.format}: {safe(remark)}" for remark in one.remarks if remark not in directions)
