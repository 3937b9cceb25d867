"""``certkit record freeze``: writes digests into a record without changing anything else in it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Annotated

import typer

from certkit.cli.errors import FINDINGS, GOOD, print_error
from certkit.cli.options import EditionOption, RecordArgument
from certkit.cli.output import save
from certkit.edition.choose import rulebooks
from certkit.errors import CertkitError
from certkit.files.read import STDIN, read_file
from certkit.record.fields import Group, ListField
from certkit.record.freeze import Stamp, write_stamps
from certkit.record.groups import ConfigurationDump, EvidenceFile
from certkit.record.model import Record
from certkit.record.read_yaml import read_record_yaml
from certkit.text.terminal import counted, safe
from certkit.verdict.dossier import Dossier
from certkit.verdict.read_dossier import read_record


def freeze(
    record: RecordArgument,
    edition: EditionOption = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace the digests of files that differ from the recorded ones.")
    ] = False,
) -> int:
    """Write the digests of its files into a record.

    Later changes of these files are then detected. A recorded digest that differs is kept, unless you use --force; the
    digest of the PICS is always kept. The exit code is 1 if a file is missing or differs, or if an entry of the record
    is not understood.

    \b
    Examples:
      certkit record freeze dossier/record.yaml
    """  # noqa: D301
    if record == STDIN:
        raise CertkitError("a record is frozen in its file, not on standard input")
    dossier, _ = read_record(record, sys.stdin.buffer, rulebooks(edition))
    stamps, complaints = _stamps(dossier, force=force)
    corrected = {stamp.field for _, stamp in stamps}
    complaints += _not_stamped(dossier, sum(finding.where not in corrected for finding in dossier.record.findings))
    for complaint in complaints:
        print_error(complaint)
    if stamps:
        content = read_file(record, sys.stdin.buffer)
        text = write_stamps(content.decode("utf-8"), [stamp for _, stamp in stamps])
        _prove(read_record_yaml(content, record), record, text, stamps)
        save(record, text.encode("utf-8"), force=True, in_place=True)
        print_error(f"wrote {counted(len(stamps), 'digest')} into {safe(record)}")
    elif not complaints:
        has_files = any(holder.file.value is not None for _, holder in _holders(dossier.record.fields, ""))
        reason = "every digest is recorded" if has_files else "the record names no file of evidence yet"
        print_error(f"nothing to write: {reason}")
    return FINDINGS if complaints else GOOD


def _stamps(dossier: Dossier, *, force: bool) -> tuple[list[tuple[str, Stamp]], list[str]]:
    """The digests to write, each with the path of its field, and the reasons why others are not written."""
    stamps: list[tuple[str, Stamp]] = []
    complaints: list[str] = []
    for path, holder in _holders(dossier.record.fields, ""):
        file, digest = holder.file, holder.sha256
        read = next((entry for entry in dossier.files if entry.place == file.place and entry.name == file.value), None)
        if read is None or holder.place is None or read.problem:
            continue
        empty = digest.value is None and not digest.refused
        if empty or (digest.value != read.sha256 and force):
            stamps.append((f"{path}.sha256", Stamp("sha256", read.sha256, digest.place, holder.place, empty)))
        elif digest.value != read.sha256:
            problem = "its recorded digest is not a SHA-256" if digest.refused else "this is not the recorded file"
            complaints.append(f"{safe(read.name)}: {problem} (use --force to record this file)")
    return stamps, complaints


def _not_stamped(dossier: Dossier, not_understood: int) -> list[str]:
    """What else is wrong: files that cannot be read, another PICS, entries that are not understood."""
    complaints = [f"{safe(file.name)}: {safe(file.problem)}" for file in dossier.files if file.problem]
    frozen = dossier.record.fields.pics.pics_sha256.value
    if dossier.pics is not None and frozen is not None and frozen != dossier.pics.sha256:
        complaints.append(f"{safe(dossier.pics.source)}: this is not the frozen statement; its recorded digest is kept")
    if not_understood:
        name = safe(dossier.record.source)
        complaints.append(
            f"{counted(not_understood, 'entry', 'entries')} not understood; run `certkit record check {name}`"
        )
    return complaints


def _holders(group: Group, path: str) -> Iterator[tuple[str, EvidenceFile | ConfigurationDump]]:
    """Every group that has a file and its SHA-256, with its path. The hash of the firmware comes from the test tool."""
    if isinstance(group, EvidenceFile | ConfigurationDump):
        yield path, group
    for key in group.specs:
        below = getattr(group, key)
        here = f"{path}.{key}" if path else key
        if isinstance(below, Group):
            yield from _holders(below, here)
        elif isinstance(below, ListField):
            for number, row in enumerate(below.rows):
                yield from _holders(row, f"{here}[{number}]")


def _prove(record: Record, name: str, text: str, stamps: list[tuple[str, Stamp]]) -> None:
    """Make sure that the new text differs from the old one in the digests alone.

    Raises:
        CertkitError: it does not; nothing has been written.
    """
    expected = {**dict(_values(record.fields, "")), **{path: (stamp.digest, "") for path, stamp in stamps}}
    try:
        again = read_record_yaml(text.encode("utf-8"), name)
    except CertkitError:
        again = None
    if again is not None and dict(_values(again.fields, "")) == expected:
        return
    lines = "; ".join(f"{path}: {stamp.digest}" for path, stamp in stamps)
    raise CertkitError(
        "the digests cannot be written without changing more", hint=f"write them yourself: {lines}", file=name
    )


def _values(group: Group, path: str) -> Iterator[tuple[str, object]]:
    """Every field of a record with its value, or with the text that is not a value."""
    for key in group.specs:
        below = getattr(group, key)
        here = f"{path}.{key}" if path else key
        if isinstance(below, Group):
            yield from _values(below, here)
        elif isinstance(below, ListField):
            yield here, (len(below.rows), below.answered, len(below.unread))
            for number, row in enumerate(below.rows):
                yield from _values(row, f"{here}[{number}]")
        else:
            yield here, (below.value, below.refused)
