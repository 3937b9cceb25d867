"""The reference of the test record as a Markdown page: every field, who fills it in, and where the procedure wants it.

Made from the descriptions of the fields, as the form, the reader and the schema are, and so never behind them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from certkit.conditions import items_of
from certkit.edition.rulebook import Rulebook
from certkit.record.fields import Asked, Group
from certkit.record.kinds import Digest
from certkit.record.model import RecordFields
from certkit.record.read_requirements import requirements_of
from certkit.record.requirements import Effect, Requirement
from certkit.record.write_form import FILLED_IN
from docs.tools.reference_markdown import code, escaped

_BY_NEW, _BY_FREEZE, _BY_TESTER = "`record new`", "`record freeze`", "the tester"
_HEAD = """# The test record

A record is one YAML file, the hub of a dossier: it names the frozen statement and every file of evidence, and holds
what no tool writes down. `certkit record new` writes the form, with what the kind of device and the mode ask for.

- A field that is missing or empty is not answered, which is never a good answer. That a list is empty, `[]` says.
- *By* says who writes it: `record new` with the form, `record freeze` when the files are there, or the tester.
- *Asked if* is a condition on the PICS and on the record's mode; without one it is always asked.
- *Requirements* are the numbers of those that the field shows, in bold where an open one leaves the verdict incomplete.
  `certkit record check --all` gives their titles; some requirements look at more fields than stand here.
"""


def write_record_reference(rulebook: Rulebook) -> str:
    """The page, without the notice on top."""
    shows = _shows(requirements_of(rulebook).rows)
    lines = [_HEAD]
    lines += _table("The first level", "", RecordFields, "", shows)
    for key, asked in RecordFields.asked.items():
        lines += _group(key, asked, "", shows)
    return "\n".join(lines) + "\n"


def _shows(rows: tuple[Requirement, ...]) -> Mapping[str, list[Requirement]]:
    """Path -> the requirements that are shown by the field, or whose condition asks for it."""
    found: dict[str, list[Requirement]] = {}
    for row in rows:
        asked = items_of(row.met) if row.met is not None else ()
        for path in dict.fromkeys([*row.shown_by, *asked]):
            found.setdefault(path, []).append(row)
    return found


def _group(path: str, asked: Asked, when: str, shows: Mapping[str, list[Requirement]]) -> Iterator[str]:
    if asked.group is None:
        return
    own = " and ".join(filter(None, (when, asked.when)))
    heading = f"{path}, a list" if asked.several else path
    yield from _table(heading, _sentence(asked, own), asked.group, path, shows)
    for key, below in asked.group.asked.items():
        yield from _group(f"{path}.{key}", below, own, shows)


def _sentence(asked: Asked, when: str) -> str:
    text = escaped(asked.help)
    if asked.cite:
        text += f" ({escaped(asked.cite)})"
    return f"{text} Asked if {code(when)}." if when else text


def _table(
    heading: str, intro: str, type_: type[Group], path: str, shows: Mapping[str, list[Requirement]]
) -> Iterator[str]:
    fields = {key: asked for key, asked in type_.asked.items() if asked.group is None}
    if not fields:
        return
    yield f"\n## {escaped(heading)}\n"
    if intro:
        yield f"{intro}\n"
    conditional = any(asked.when for asked in fields.values())
    names = ["Key", "Meaning", "Written as", "By", *(["Asked if"] if conditional else []), "Requirements", "Source"]
    yield _row(names)
    yield _row(["---"] * len(names))
    for key, asked in fields.items():
        here = f"{path}.{key}" if path else key
        cells = [code(key), escaped(asked.help), escaped(asked.kind.expected if asked.kind else ""), _by(here, asked)]
        if conditional:
            cells.append(code(asked.when) if asked.when else "")
        numbers = ", ".join(_number(row) for row in shows.get(f"record.{here}", ()))
        yield _row([*cells, numbers, escaped(asked.cite)])


def _by(path: str, asked: Asked) -> str:
    if path in FILLED_IN:
        return _BY_NEW
    return _BY_FREEZE if isinstance(asked.kind, Digest) else _BY_TESTER


def _number(row: Requirement) -> str:
    return str(row.number) if row.effect is Effect.NOTE else f"**{row.number}**"


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
