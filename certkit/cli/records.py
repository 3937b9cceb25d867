"""What ``certkit record`` does: a form for a statement, a check of what is filled in, digests written in place."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from certkit.cli import output
from certkit.cli.errors import FINDINGS, GOOD, say
from certkit.cli.input import read, rulebooks
from certkit.edition.rulebook import Rulebook
from certkit.errors import CertkitError
from certkit.files.read import STDIN, read_file
from certkit.finding import Severity
from certkit.pics.model import Pics
from certkit.record.fields import Group, ListField
from certkit.record.freeze import Stamp, write_stamps
from certkit.record.groups import ConfigurationDump, EvidenceFile
from certkit.record.model import Record
from certkit.record.read_requirements import requirements_of
from certkit.text.terminal import counted, safe
from certkit.verdict.dossier import Dossier
from certkit.verdict.read_dossier import read_record

SCHEMA_FILE = "record.schema.json"


def new(pics: str, file: str, mode: str, *, with_schema: bool, edition: str | None, force: bool) -> int:
    """Write a form."""
    from certkit.record.write_form import write_record_form
    from certkit.record.write_schema import write_record_schema

    if with_schema and file == "-":
        raise CertkitError("--with-schema needs -o FILE", hint="certkit schema record prints the schema")
    statement, rulebook, _ = read(pics, rulebooks(edition))
    folder = Path(file).parent if file != "-" else Path()
    within = _within(pics, folder)
    if not within:
        say("the PICS is not below the record's folder: copy it there, and name it as pics.file in the record")
    there = file != "-" and (with_schema or (folder / SCHEMA_FILE).is_file())
    now = datetime.now().astimezone().replace(microsecond=0)
    schema = f"./{SCHEMA_FILE}" if there else ""
    form = write_record_form(statement, rulebook, mode, pics_file=within, now=now, schema=schema)
    files: dict[str, str | bytes] = {file: form}
    if with_schema:
        files[str(folder / SCHEMA_FILE)] = write_record_schema()
    output.save_all(files, force=force)
    _warn(statement, rulebook)
    if file != "-":
        say(f"wrote {safe(file)}; when it is filled in: certkit record check {safe(file)}")
    return GOOD


def _warn(statement: Pics, rulebook: Rulebook) -> None:
    """A statement with errors can be frozen, but nothing passes by it; better known now than after the tests."""
    from certkit.pics.check import check_pics

    errors = sum(found.severity is Severity.ERROR for found in check_pics(statement, rulebook))
    if errors:
        name = safe(statement.source)
        say(f"the statement has {counted(errors, 'error')}, with which nothing can pass: certkit pics check {name}")


def _within(pics: str, folder: Path) -> str:
    """The PICS as a path from the record's folder, or empty if it is not below it."""
    if pics == STDIN:
        return ""
    relative = Path(os.path.relpath(pics, folder))
    return "" if relative.is_absolute() or ".." in relative.parts else relative.as_posix()


def check(name: str, form: str, *, everything: bool, edition: str | None, color: str) -> int:
    """Show what a record shows."""
    from certkit.record.check import check_record
    from certkit.verdict.write_requirements import write_requirements_json, write_requirements_text

    dossier, rulebook = read_record(name, sys.stdin.buffer, rulebooks(edition))
    rows = check_record(dossier.record, dossier.pics, requirements_of(rulebook))
    if form == "json":
        output.write(write_requirements_json(dossier, rows, rulebook.info.id))
    else:
        ink = output.ink(color)
        output.write(write_requirements_text(dossier, rows, everything=everything, ink=ink, width=output.text_width()))
    good = not dossier.record.findings and all(file.digest_matches for file in dossier.files)
    return GOOD if good and not any(row.stands_in_the_way for row in rows) else FINDINGS


def freeze(name: str, *, edition: str | None, force: bool) -> int:
    """Write the digests into the record."""
    if name == STDIN:
        raise CertkitError("a record is frozen in its file, not on standard input")
    dossier, _ = read_record(name, sys.stdin.buffer, rulebooks(edition))
    stamps, complaints = _stamps(dossier, force=force)
    mended = {stamp.field for _, stamp in stamps}
    complaints += _not_stamped(dossier, sum(found.where not in mended for found in dossier.record.findings))
    for complaint in complaints:
        say(complaint)
    if stamps:
        content = read_file(name, sys.stdin.buffer)
        after = write_stamps(content.decode("utf-8"), [stamp for _, stamp in stamps])
        _prove(dossier.record, name, after, stamps)
        output.save(name, after.encode("utf-8"), force=True, in_place=True)
        say(f"wrote {counted(len(stamps), 'digest')} into {safe(name)}")
    elif not complaints:
        named = any(holder.file.value is not None for _, holder in _holders(dossier.record.fields, ""))
        say(f"nothing to write: {'every digest is there' if named else 'the record names no file of evidence yet'}")
    return FINDINGS if complaints else GOOD


def _stamps(dossier: Dossier, *, force: bool) -> tuple[list[tuple[str, Stamp]], list[str]]:
    """The digests to write, each with its field, and what keeps others from being written."""
    stamps: list[tuple[str, Stamp]] = []
    complaints: list[str] = []
    for path, holder in _holders(dossier.record.fields, ""):
        file, digest = holder.file, holder.sha256
        found = next((one for one in dossier.files if one.place == file.place and one.name == file.value), None)
        if found is None or holder.place is None or found.problem:
            continue
        if (digest.value is None and not digest.refused) or (digest.value != found.sha256 and force):
            empty = digest.value is None and not digest.refused
            stamps.append((f"{path}.sha256", Stamp("sha256", found.sha256, digest.place, holder.place, empty)))
        elif digest.value != found.sha256:
            what = "the record has no digest of" if digest.refused else "this is not the file that was recorded:"
            complaints.append(f"{what} {safe(found.name)} (--force records this one)")
    return stamps, complaints


def _not_stamped(dossier: Dossier, not_understood: int) -> list[str]:
    """What else is wrong: files that cannot be read, the statement, what in the record is not understood."""
    complaints = [f"{safe(file.name)}: {safe(file.problem)}" for file in dossier.files if file.problem]
    frozen = dossier.record.fields.pics.pics_sha256.value
    if dossier.pics is not None and frozen is not None and frozen != dossier.pics.sha256:
        complaints.append(f"{safe(dossier.pics.source)} is not the statement that was frozen; its digest is left alone")
    if not_understood:
        name = safe(dossier.record.source)
        complaints.append(f"{counted(not_understood, 'entry', 'entries')} not understood: certkit record check {name}")
    return complaints


def _holders(group: Group, path: str) -> Iterator[tuple[str, EvidenceFile | ConfigurationDump]]:
    """Every group that has a file and its SHA-256, with its path. The firmware's hash is the tool's to say."""
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
    """The new text says the same as the old one, and the digests.

    Raises:
        CertkitError: it does not; nothing has been written.
    """
    from certkit.record.read_yaml import read_record_yaml

    expected = {**dict(_said(record.fields, "")), **{path: (stamp.digest, "") for path, stamp in stamps}}
    try:
        again = read_record_yaml(text.encode("utf-8"), name)
    except CertkitError:
        again = None
    if again is not None and dict(_said(again.fields, "")) == expected:
        return
    lines = "; ".join(f"{path}: {stamp.digest}" for path, stamp in stamps)
    raise CertkitError("the digests cannot be written into this file without changing more", hint=lines, file=name)


def _said(group: Group, path: str) -> Iterator[tuple[str, object]]:
    """Every field of a record with its value and what was refused."""
    for key in group.specs:
        below = getattr(group, key)
        here = f"{path}.{key}" if path else key
        if isinstance(below, Group):
            yield from _said(below, here)
        elif isinstance(below, ListField):
            yield here, (len(below.rows), below.answered, len(below.unread))
            for number, row in enumerate(below.rows):
                yield from _said(row, f"{here}[{number}]")
        else:
            yield here, (below.value, below.refused)
