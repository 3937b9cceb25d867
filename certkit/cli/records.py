"""What ``certkit record`` does: a form for a statement, a check of what is filled in, digests written in place."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path

from certkit.cli import output
from certkit.cli.errors import FINDINGS, GOOD, say
from certkit.cli.input import read, rulebooks
from certkit.errors import CertkitError
from certkit.model.dossier import Dossier, DossierFile
from certkit.model.record import Record
from certkit.model.record_fields import Given, Group
from certkit.model.record_groups import ConfigurationDump, EvidenceFile
from certkit.readers.dossier import read_record
from certkit.readers.files import STDIN, read_file
from certkit.writers.record_freeze import Stamp, write_stamps
from certkit.writers.terminal import safe

SCHEMA_FILE = "record.schema.json"


def new(pics: str, file: str, mode: str, *, with_schema: bool, edition: str | None, force: bool) -> int:
    """Write a form."""
    from certkit.writers.record_form import write_record_form
    from certkit.writers.record_schema import write_record_schema

    if with_schema and file == "-":
        raise CertkitError("--with-schema needs -o FILE", hint="certkit schema record prints the schema")
    statement, rulebook, _ = read(pics, rulebooks(edition))
    folder = Path(file).parent if file != "-" else Path()
    within = _within(pics, folder)
    if not within:
        say("the PICS is not below the record's folder, so that the record does not name it yet; copy it there")
    there = file != "-" and (with_schema or (folder / SCHEMA_FILE).is_file())
    now = datetime.now().astimezone().replace(microsecond=0)
    schema = f"./{SCHEMA_FILE}" if there else ""
    form = write_record_form(statement, rulebook, mode, pics_file=within, now=now, schema=schema)
    output.save(file, form, force=force)
    if with_schema:
        output.save(str(folder / SCHEMA_FILE), write_record_schema(), force=True)
    if file != "-":
        say(f"wrote {file}; when it is filled in: certkit record check {file}")
    return GOOD


def _within(pics: str, folder: Path) -> str:
    """The PICS as a path from the record's folder, or empty if it is not below it."""
    if pics == STDIN:
        return ""
    relative = Path(os.path.relpath(pics, folder))
    return "" if relative.is_absolute() or ".." in relative.parts else relative.as_posix()


def check(name: str, form: str, *, everything: bool, edition: str | None, color: str) -> int:
    """Show what a record shows."""
    from certkit.checks.record import check_record
    from certkit.writers.requirements_text import write_requirements_json, write_requirements_text

    dossier, rulebook = read_record(name, sys.stdin.buffer, rulebooks(edition))
    rows = check_record(dossier.record, dossier.pics, rulebook.procedure)
    if form == "json":
        output.write(write_requirements_json(dossier, rows, rulebook.info.id))
    else:
        ink = output.ink(color)
        output.write(write_requirements_text(dossier, rows, everything=everything, ink=ink, width=output.text_width()))
    good = not dossier.record.findings and all(file.bound for file in dossier.files)
    return GOOD if good and not any(row.stands_in_the_way for row in rows) else FINDINGS


def freeze(name: str, *, edition: str | None, force: bool) -> int:
    """Write the digests into the record."""
    if name == STDIN:
        raise CertkitError("a record is frozen in its file, not on standard input")
    dossier, _ = read_record(name, sys.stdin.buffer, rulebooks(edition))
    stamps, complaints = _stamps(dossier, force=force)
    for complaint in complaints:
        say(complaint)
    if stamps:
        before = read_file(name, sys.stdin.buffer).decode("utf-8-sig")
        after = write_stamps(before, stamps)
        _prove(dossier.record, name, after, stamps)
        output.save(name, after, force=True)
        say(f"wrote {len(stamps)} digest{'s' if len(stamps) > 1 else ''} into {safe(name)}")
    return FINDINGS if complaints else GOOD


def _stamps(dossier: Dossier, *, force: bool) -> tuple[list[Stamp], list[str]]:
    """The digests to write, and what keeps others from being written. The firmware's hash is the tool's to say."""
    fields = dossier.record.fields
    kept = (fields.configuration, fields.tool.configuration_file, fields.declaration.report)
    holders: list[EvidenceFile | ConfigurationDump] = [*fields.results.rows, *fields.logs.rows, *kept]
    stamps: list[Stamp] = []
    complaints: list[str] = []
    for holder in holders:
        file, digest = holder.file, holder.sha256
        found = next((one for one in dossier.files if one.place == file.place and one.name == file.value), None)
        if found is None:
            continue
        if found.problem:
            complaints.append(f"{safe(found.name)}: {safe(found.problem)}")
        elif (digest.value is None and not digest.refused) or (digest.value != found.sha256 and force):
            stamps += _stamp(found, digest, holder)
        elif digest.value != found.sha256:
            complaints.append(f"{safe(found.name)} is not the file that was recorded (--force records this one)")
    return stamps, complaints


def _stamp(file: DossierFile, digest: Given[str], group: Group) -> list[Stamp]:
    if group.place is None:
        return []
    empty = digest.value is None and not digest.refused
    return [Stamp("sha256", file.sha256, digest.place, group.place, empty)]


def _prove(record: Record, name: str, text: str, stamps: list[Stamp]) -> None:
    """The new text says the same as the old one, and the digests.

    Raises:
        CertkitError: it does not; nothing has been written.
    """
    from certkit.readers.record_yaml import read_record_yaml

    try:
        again = read_record_yaml(text.encode("utf-8"), name)
    except CertkitError:
        again = None
    if again is not None and not again.findings[len(record.findings) :]:
        digests = {stamp.digest for stamp in stamps}
        old, new = dict(record.facts), dict(again.facts)
        changed = {key for key in old | new if old.get(key) != new.get(key)}
        if len(again.findings) <= len(record.findings) and all(new.get(key) in digests for key in changed):
            return
    lines = "; ".join(f"{stamp.key}: {stamp.digest}" for stamp in stamps)
    raise CertkitError("the digests cannot be written into this file without changing more", hint=lines, file=name)
