"""What ``certkit pics new`` and ``certkit pics convert`` do: a form, blank or filled in, as YAML or as a workbook."""

from __future__ import annotations

import sys
from pathlib import Path

from certkit.cli import output
from certkit.cli.errors import FINDINGS, GOOD, say
from certkit.cli.input import read, rulebooks
from certkit.edition.domains import NotInDomain
from certkit.edition.rulebook import Rulebook
from certkit.errors import CertkitError, UnknownName
from certkit.finding import Severity
from certkit.loading import load
from certkit.pics.model import Pics
from certkit.pics.read import read_pics
from certkit.text.quote import value
from certkit.text.terminal import safe

SCHEMA_FILE = "pics.schema.json"
YAML = (".yaml", ".yml")
WORKBOOK = (".xlsx",)


def new(dut: str, file: str, *, with_schema: bool, edition: str | None, force: bool) -> int:
    """Write a blank form."""
    rulebook = rulebooks(edition)(None)
    kind = kind_of(dut, rulebook)
    if _is_workbook(file):
        if with_schema:
            raise CertkitError("--with-schema goes with a YAML form", file=file)
        output.save(file, _workbook(rulebook, kind, None), force=force)
    else:
        _new_yaml(rulebook, kind, file, with_schema=with_schema, force=force)
    if file != "-":
        say(f"wrote {file}; when it is filled in: certkit pics check {file}")
    return GOOD


def _new_yaml(rulebook: Rulebook, kind: str, file: str, *, with_schema: bool, force: bool) -> None:
    """The schema line stands in the form only where an editor finds the schema."""
    from certkit.pics.write_yaml import write_form_yaml

    schema = Path(file).parent / SCHEMA_FILE
    if with_schema and file == "-":
        raise CertkitError("--with-schema needs -o FILE", hint="certkit schema pics prints the schema")
    there = file != "-" and (with_schema or schema.is_file())
    form = write_form_yaml(rulebook, kind, schema=f"./{SCHEMA_FILE}" if there else "")
    files: dict[str, str | bytes] = {file: form}
    if with_schema:
        from certkit.pics.write_schema import pics_schema
        from certkit.schemas import to_text

        files[str(schema)] = to_text(pics_schema(rulebook))
    output.save_all(files, force=force)


def convert(file: str, target: str, *, foreign: bool, edition: str | None, force: bool) -> int:
    """Write a statement in another format; of a foreign workbook, the answers that it seems to give."""
    workbook = _is_workbook(target)
    reader = load("certkit.pics.foreign.read:read_foreign_pics") if foreign else read_pics
    pics, rulebook, _ = read(file, rulebooks(edition), reader)
    if workbook:
        content: str | bytes = _workbook(rulebook, pics.dut, pics, review=foreign)
    else:
        from certkit.pics.write_yaml import write_form_yaml

        content = write_form_yaml(rulebook, None, pics, review=foreign)
    output.save(target, content, force=force)
    if foreign:
        _list_guesses(pics)
    return _left_behind(pics)


def _list_guesses(pics: Pics) -> None:
    """List every answer that was guessed from a foreign workbook, with the cell it is from."""
    say(f"review all {len(pics.answers)} answers: each was guessed from a cell of {safe(pics.source)}")
    for item, answer in pics.answers.items():
        say(f"guessed: {safe(str(answer.place))}: {item} is {safe(value(answer.value))}")


def _left_behind(pics: Pics) -> int:
    """Say what was no answer and so is not in the new file."""
    lost = [finding for finding in pics.findings if finding.severity is not Severity.NOTE and finding.code != "K-07"]
    if not lost:
        return GOOD
    from certkit.finding import place_in_front

    sys.stdout.flush()
    for finding in lost:
        say(f"not carried over: {safe(place_in_front(finding.where, pics.source))} {safe(finding.message)}")
    return FINDINGS


def kind_of(text: str, rulebook: Rulebook) -> str:
    """The kind of device that is meant: its name, one of its other names, or the last word of it.

    Raises:
        UnknownName: there is none of that name.
    """
    kinds = rulebook.info.kinds
    short = {kind.rsplit(" ", 1)[-1].casefold(): kind for kind in kinds}
    if text.strip().casefold() in short:
        return short[text.strip().casefold()]
    try:
        value = rulebook.items["dut"].domain.parse(text)
    except NotInDomain:
        value = None
    if value in kinds:
        return str(value)
    raise UnknownName(f"there is no kind of device {text!r}", hint=f"it can be {', '.join(short)}")


def _is_workbook(file: str) -> bool:
    suffix = Path(file).suffix.lower()
    if suffix in WORKBOOK:
        return True
    if file == "-" or suffix in YAML:
        return False
    raise CertkitError("the name of the file does not say its format", hint="end it in .xlsx or .yaml", file=file)


def _workbook(rulebook: Rulebook, kind: str | None, pics: Pics | None, *, review: bool = False) -> bytes:
    from certkit.pics.write_xlsx import write_form

    return write_form(rulebook, kind, pics, review=review)
