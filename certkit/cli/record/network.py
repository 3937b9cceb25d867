"""``certkit record network``: adds a measurement of the connection to a record, from what tools wrote."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timezone
from pathlib import Path
from typing import Annotated, Literal

import typer

from certkit.cli import output
from certkit.cli.errors import FINDINGS, GOOD, print_error
from certkit.cli.options import EditionOption, RecordArgument
from certkit.edition.choose import rulebooks
from certkit.edition.domains import NotInDomain
from certkit.edition.rulebook import Rulebook
from certkit.errors import CertkitError
from certkit.files.read import STDIN, read_file
from certkit.network.model import ToolOutput
from certkit.network.read import read_network
from certkit.record.derive_network import AT_ONCE, combined
from certkit.record.edit import Setting, set_fields
from certkit.record.groups import BEFORE, DURING, MOBILE, TECHNOLOGIES
from certkit.record.kinds import MOMENT
from certkit.record.model import Record
from certkit.record.network_limits import Compared, compare_with_limits, limit_lines
from certkit.record.read_requirements import requirements_of
from certkit.results.read import read_results
from certkit.text.sentence import shown_time
from certkit.text.terminal import safe
from certkit.verdict.dossier import Dossier, Role
from certkit.verdict.read_dossier import read_record


def network(
    record: RecordArgument,
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE...", help="What iperf3, ping, a speed test or a modem wrote, of one measurement."),
    ],
    phase: Annotated[
        Literal["before", "during"] | None,
        typer.Option(
            "--phase", metavar="PHASE", help="before or during the tests. Default: by the times of the results."
        ),
    ] = None,
    technology: Annotated[
        Literal["WiFi", "ethernet", "2G", "3G", "4G"] | None,
        typer.Option(
            "--technology",
            metavar="NAME",
            help="WiFi, ethernet, 2G, 3G or 4G. Default: that of the files, or of the set-up in the record.",
        ),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(
            "--at", metavar="TIME", help='When it was measured, as in "2026-03-03 08:40". Default: as the files say.'
        ),
    ] = None,
    device: Annotated[
        str | None, typer.Option("--device", metavar="TEXT", help="With what it was measured, and where.")
    ] = None,
    improved: Annotated[
        str | None, typer.Option("--improved", metavar="TEXT", help="What was done to improve a poor connection.")
    ] = None,
    edition: EditionOption = None,
) -> int:
    """Add a measurement of the connection to a record.

    Reads what the tools wrote and converts the units. The figures, the files and their digests go into the record, and
    certkit assess reads the files again. Files with an error or without a figure are refused. Exit codes: 0 if the
    limits of the procedure are met; 1 if not, the measurement is in the record then too; 2 if nothing was written.

    \b
    Examples:
      certkit record network dossier/record.yaml dossier/iperf3.json dossier/ping.txt
      certkit record network dossier/record.yaml dossier/csq.txt dossier/speed.json --technology 4G
    """  # noqa: D301
    if record == STDIN:
        raise CertkitError("a record is changed in its file, not on standard input")
    dossier, rulebook = read_record(record, sys.stdin.buffer, rulebooks(edition))
    kept = dossier.record
    outputs = [_read(name, record, kept) for name in files]
    if len(set(map(_digest, files))) < len(files):
        raise CertkitError("a file is given twice", hint="name each file once")
    figures = combined([one for _, one in outputs])
    zone = kept.fields.utc_offset.value
    moment = _moment(outputs, at, zone, files)
    over = _technology([one for _, one in outputs], technology, kept)
    when = _phase(phase, moment, dossier, rulebook)
    number = len(kept.fields.network.rows) + 1
    settings = [
        Setting("network[+].phase", when),
        Setting(f"network[{number}].at", moment.isoformat(sep=" ", timespec="seconds")),
        Setting(f"network[{number}].technology", over),
        *(
            Setting(f"network[{number}].{name}", f"{value:.3f}".rstrip("0").rstrip("."))
            for name, value in figures.items()
        ),
    ]
    for name, text in (("device", device), ("improved", improved)):
        settings += [Setting(f"network[{number}].{name}", text)] if text else []
    for count, (name, _) in enumerate(outputs, start=1):
        settings.append(Setting(f"network[{number}].files[+].file", name))
        settings.append(Setting(f"network[{number}].files[{count}].sha256", _digest(files[count - 1])))
    content = read_file(record, sys.stdin.buffer)
    text, _ = set_fields(content, record, settings)
    bom = b"\xef\xbb\xbf" if content.startswith(b"\xef\xbb\xbf") else b""
    output.save(record, bom + text.encode("utf-8"), force=True, in_place=True)
    compared = compare_with_limits(figures, over, requirements_of(rulebook).limits)
    output.write("\n".join(_shown(number, settings, compared, outputs)) + "\n")
    print_error(f"wrote network[{number}] into {safe(record)}")
    poor = [one.name for one in compared if one.met is False]
    if poor and not improved:
        print_error("the connection is poor: improve it and measure again, and note with --improved what was done")
    return FINDINGS if poor else GOOD


def _shown(
    number: int, settings: Sequence[Setting], compared: Iterable[Compared], outputs: Iterable[tuple[str, ToolOutput]]
) -> Iterable[str]:
    """All that was written, the figures against their limits, and what to know about the files."""
    yield f"network[{number}]"
    for setting in settings:
        name = setting.name.partition(".")[2]
        yield (
            f"    sha256: {setting.text}"
            if name.endswith("sha256")
            else f"  {name.replace('files[+].', '')}: {safe(setting.text)}"
        )
    yield ""
    yield from limit_lines(compared)
    for name, read in outputs:
        for remark in read.remarks:
            yield f"  {safe(name)}: {safe(remark)}"


def _read(name: str, record: str, kept: Record) -> tuple[str, ToolOutput]:
    """A file by its path from the folder of the record, and what it says.

    Raises:
        CertkitError: it is not in that folder, is in the record already, or has no figure.
    """
    if name == STDIN:
        raise CertkitError("a file of a record cannot be standard input", hint="write the output into a file")
    output_ = read_network(read_file(name, sys.stdin.buffer), name)
    folder = Path(record).resolve().parent
    relative = Path(os.path.relpath(Path(name).resolve(), folder))
    if relative.is_absolute() or ".." in relative.parts:
        raise CertkitError(
            "the file is not in the folder of the record",
            hint=f"copy it into {safe(str(Path(record).parent))}",
            file=name,
        )
    # a modem gives the same short answer again; the figures of two other measurements are never all the same
    digest = _digest(name) if output_.latency is not None or output_.bandwidth is not None else ""
    for number, row in enumerate(kept.fields.network.rows, start=1):
        for file in row.files.rows:
            if file.file.value == relative.as_posix():
                raise CertkitError(f"the file is already in network[{number}] of the record", file=name)
            if digest and (file.sha256.value or "").lower() == digest:
                raise CertkitError(f"this is a copy of a file of network[{number}]", hint="measure again", file=name)
    return relative.as_posix(), output_


def _digest(name: str) -> str:
    return hashlib.sha256(read_file(name, sys.stdin.buffer)).hexdigest()


def _moment(
    outputs: Sequence[tuple[str, ToolOutput]], stated: str | None, zone: timezone | None, files: Sequence[str]
) -> datetime:
    """When it was measured, in the zone of the record.

    Raises:
        CertkitError: nothing says when, or the times are not of one measurement.
    """
    times = [one.at for _, one in outputs if one.at is not None]
    if times and (max(times) - min(times)).total_seconds() > AT_ONCE:
        first, last = (shown_time(moment.astimezone(zone or UTC)) for moment in (min(times), max(times)))
        raise CertkitError(
            f"the files are of {first} and of {last}, which is not one measurement",
            hint="name the files of one measurement in one command",
        )
    if stated is None:
        if times:
            return min(times).astimezone(zone or UTC)
        changed = datetime.fromtimestamp(Path(files[0]).stat().st_mtime, UTC).astimezone(zone)
        raise CertkitError(
            "the files do not say when they were written",
            hint=f'add --at TIME; {safe(files[0])} was last changed --at "{changed:%Y-%m-%d %H:%M}"',
        )
    try:
        moment = MOMENT.read(stated)
    except NotInDomain as error:
        raise CertkitError(f"--at: {error}", hint=f"{MOMENT.expected} is expected") from None
    if moment is None:
        raise CertkitError("--at has no time", hint=f"{MOMENT.expected} is expected")
    if moment.tzinfo is None and zone is not None:
        moment = moment.replace(tzinfo=zone)
    if times and moment.tzinfo is None:
        raise CertkitError(
            "the record does not state utc_offset", hint="answer it, or give --at with its offset from UTC"
        )
    if times and any(abs((moment - time).total_seconds()) > AT_ONCE for time in times):
        raise CertkitError(
            f"the files are of {shown_time(min(times).astimezone(moment.tzinfo))}", hint="leave --at out"
        )
    return moment


def _technology(outputs: Sequence[ToolOutput], stated: str | None, record: Record) -> str:
    """Over what it was measured.

    Raises:
        CertkitError: nothing says it, or the files say something else.
    """
    named = sorted({one.technology for one in outputs if one.technology})
    if len(named) > 1:
        raise CertkitError(
            f"the files are of {' and '.join(named)}", hint="name the files of one measurement in one command"
        )
    if stated is not None and named and named[0] != stated:
        raise CertkitError(f"the files are of {named[0]}, not of {stated}", hint="leave --technology out")
    if stated is not None:
        return stated
    connection = record.fields.setup.connection.value
    found = named[0] if named else connection
    if found not in TECHNOLOGIES:
        what = f"certkit does not know {found} as a technology" if named else "nothing says what was measured"
        names = MOBILE if connection == "mobile network" else TECHNOLOGIES
        raise CertkitError(what, hint=f"add --technology {', '.join(names[:-1])} or {names[-1]}")
    return found


def _phase(stated: str | None, moment: datetime, dossier: Dossier, rulebook: Rulebook) -> str:
    """Before or during the tests, by the time of the first run.

    Raises:
        CertkitError: the times contradict what is stated, or cannot be compared.
    """
    zone = dossier.record.fields.utc_offset.value
    starts: list[datetime] = []
    for file in dossier.files:
        if file.role is Role.RESULTS and not file.problem:
            runs = read_results(read_file(file.path, sys.stdin.buffer), file.path, rulebook).runs
            starts += [run.start for run in runs if run.start is not None and not run.day_only]
    if not starts:
        if stated is None:
            print_error("the record has no results with times yet, so this is before the tests (or add --phase during)")
        return stated or BEFORE
    starts = [start if start.tzinfo is not None or zone is None else start.replace(tzinfo=zone) for start in starts]
    if {start.tzinfo is None for start in starts} != {moment.tzinfo is None}:
        if stated is None:
            raise CertkitError(
                "the record does not state utc_offset", hint="answer it, or add --phase before or during"
            )
        return stated
    found = BEFORE if moment <= min(starts) else DURING
    if stated is not None and stated != found:
        raise CertkitError(
            f"this was {found} the tests, not {stated}: the first one began {shown_time(min(starts))}",
            hint="leave --phase out",
        )
    return found
