"""The reference of an edition as Markdown pages: items, test cases, findings, readings, coverage, and what follows.

Generated, so that what people read is what the program applies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from certkit.conditions import Constant, Node, items_of
from certkit.edition.model import Constraint, Item, TestCase
from certkit.edition.rulebook import Rulebook
from certkit.messages import codes_of

NOTICE = "<!-- Written by `certkit edition reference`; change the edition's files instead. -->\n\n"
DECIDED_BY = {
    "missing": "the item must be answered and is not",
    "unasked": "the item is answered, but not asked of this kind of device",
    "others": "the item has a name that the form does not know",
    "members": "a look at every member of the family",
}


def write_reference(rulebook: Rulebook) -> Mapping[str, str]:
    """File name -> page; for what the edition has."""
    # These use the marks of this module.
    from docs.tools import reference_evidence as evidence
    from docs.tools.reference_record import write_record_reference

    pages: dict[str, Callable[[Rulebook], str]] = {
        "items.md": _items,
        "test-cases.md": _test_cases,
        "findings.md": _findings,
        "readings.md": _readings,
        "coverage.md": _coverage,
        "verdict.md": evidence.write_verdict_rules,
    }
    if rulebook.has("configuration_keys"):
        pages["configuration-keys.md"] = evidence.write_configuration_keys
    if rulebook.has("metrics"):
        pages["metrics.md"] = evidence.write_metrics
    if rulebook.has("requirements"):
        pages |= {"record.md": write_record_reference, "requirements.md": evidence.write_requirements}
    return {name: NOTICE + page(rulebook) for name, page in pages.items()}


def _items(rulebook: Rulebook) -> str:
    lines = [f"# The questions of the PICS\n\n{rulebook.info.title}, release {rulebook.info.release}.\n"]
    for section in rulebook.sections.values():
        lines.append(f"\n## {section.title}\n\n{section.help} ({section.cite})\n")
        lines += [_item(item, rulebook) for item in rulebook.items.values() if item.section == section.id]
    return "\n".join(lines)


def _item(item: Item, rulebook: Rulebook) -> str:
    rows = [
        ("Answer", item.domain.expected),
        ("Asked of", ", ".join(item.asked_of)),
        ("Required", _required(item.required)),
        ("In YAML", code(".".join(item.path))),
        ("Configuration key", code(item.key) if item.key else ""),
        ("Decides", ", ".join(_used_by(item.id, rulebook))),
        ("Checked by", ", ".join(row.id for row in rulebook.constraints.values() if item.id in row.items)),
        ("Source", item.cite + (" (a place of certkit's own)" if item.addition else "")),
    ]
    body = "\n".join(f"- {name}: {text}" for name, text in rows if text)
    return f"\n### {escaped(item.id)}\n\n**{escaped(item.label)}** {escaped(item.help)}\n\n{body}\n"


def _required(node: Node) -> str:
    if isinstance(node, Constant):
        return "yes" if node.value else "no"
    return f"if {code(str(node))}"


def _used_by(item: str, rulebook: Rulebook) -> list[str]:
    return [
        case.id
        for case in rulebook.test_cases.values()
        if any(item in items_of(entry.when) for entries in case.columns.values() for entry in entries)
    ]


def _test_cases(rulebook: Rulebook) -> str:
    columns = tuple(dict.fromkeys(rulebook.info.columns.values()))
    head = ["Test case", "Title", *columns, "Readings", "Source"]
    lines = [
        f"# The test cases\n\n{rulebook.info.title}, in the document's order. M mandatory, O optional, C conditional; "
        "an empty cell: not for that kind of device. What the terms stand for is below.\n"
    ]
    heading = None
    for case in rulebook.test_cases.values():
        if case.section != heading:
            heading = case.section
            lines.append(f"\n## {heading}\n\n{row_of(head)}\n{row_of(['---'] * len(head))}")
        readings = dict.fromkeys(name for entries in case.columns.values() for e in entries for name in e.readings)
        cells = [case.id, escaped(case.title), *(_column(case, name) for name in columns)]
        lines.append(row_of([*cells, ", ".join(readings), case.cite]))
    lines.append("\n## Notes and prerequisites\n")
    for case in rulebook.test_cases.values():
        notes = filter(None, (case.note, *(row.text for row in case.prerequisites)))
        lines += [f"- {case.id}: {escaped(text)}" for text in notes]
    lines.append("\n## Terms\n\n| Term | Stands for | In words | Reading | Source |\n| --- | --- | --- | --- | --- |")
    lines += [
        row_of([code(term.id), code(str(term.meaning)), escaped(term.says), term.reading, term.cite])
        for term in rulebook.terms.values()
    ]
    return "\n".join(lines) + "\n"


def _column(case: TestCase, column: str) -> str:
    entries = case.columns.get(column, ())
    return "; ".join(f"{e.mark} {code(e.written)}" if e.written else e.mark for e in entries)


def _findings(rulebook: Rulebook) -> str:
    lines = [
        "# The findings\n\nWhat certkit can say of a file. An error must be mended, a warning looked at, a note known. "
        "[The rules of the verdict](verdict.md) are apart.\n\n## Of a PICS, by the edition\n\nWhat `certkit pics "
        f"check` can say of a PICS for {rulebook.info.title}.\n"
    ]
    lines += [_constraint(row) for row in rulebook.constraints.values()]
    lines.append("\n## Of any PICS\n")
    lines += [
        f"\n### {known.code} {known.name}\n\n**{known.title}** ({known.severity}). {known.meaning} "
        f"*{sentence(known.hint)}*\n"
        for known in codes_of("pics").values()
    ]
    from docs.tools.reference_evidence import write_evidence_findings

    return "\n".join([*lines, *write_evidence_findings(rulebook)])


def _constraint(row: Constraint) -> str:
    when = code(str(row.when)) if row.when is not None else DECIDED_BY[row.decided_by]
    return (
        f"\n### {row.id} {row.name}\n\n**{escaped(row.title)}** ({row.severity.value}). {escaped(row.message)} "
        f"*{escaped(row.hint)}*\n\n- Made if: {when}\n- For: {', '.join(row.asked_of)}\n"
        f"- About: {', '.join(row.items)}\n- Source: {escaped(row.cite)}\n"
    )


def _readings(rulebook: Rulebook) -> str:
    lines = [
        "# The readings\n\nPassages of the procedure that are open to more than one reading, what is taken and why. An "
        "alternative is selected by name: `certkit plan pics.yaml --reading B-02=a`.\n"
    ]
    for reading in rulebook.readings.values():
        rows = [
            f"{column}: {', '.join(cases)}"
            for column in dict.fromkeys(rulebook.info.columns.values())
            if (cases := _depending(reading.id, column, rulebook))
        ]
        lines.append(f"\n## {reading.id} {escaped(reading.title)}\n\n{escaped(reading.question)}\n")
        lines.append(f"- **Taken:** {escaped(reading.taken)} {escaped(reading.why)}")
        for other in reading.alternatives:
            means = "; ".join(f"{code(term)} is {code(str(node))}" for term, node in other.terms.items())
            lines.append(f"- **{reading.id}={other.letter}:** {escaped(other.text)} Then {means}.")
        if reading.others:
            lines.append(f"- Not selectable: {escaped(reading.others)}")
        lines += [f"- Test cases, {row}" for row in rows]
        lines.append(f"- Source: {escaped(reading.cite)}")
    return "\n".join(lines) + "\n"


def _depending(reading: str, column: str, rulebook: Rulebook) -> list[str]:
    return [
        case.id
        for case in rulebook.test_cases.values()
        if any(reading in entry.readings for entry in case.columns.get(column, ()))
    ]


def _coverage(rulebook: Rulebook) -> str:
    lines = ["# What the test cases cover\n\nThe functionalities of A.1 and the test cases of Appendix C.\n"]
    heading = None
    for row in rulebook.coverage.functionalities:
        if row.heading != heading:
            heading = row.heading
            lines.append(f"\n## {escaped(heading)}\n\n| Functionality | Test cases | Note |\n| --- | --- | --- |")
        lines.append(row_of([escaped(row.title), ", ".join(row.test_cases) or "none", escaped(row.note)]))
    lines.append("\n## Gaps\n\n| | What | Test cases | Source |\n| --- | --- | --- | --- |")
    lines += [
        row_of([gap.id, escaped(gap.text), ", ".join(gap.test_cases), escaped(gap.cite)])
        for gap in rulebook.coverage.gaps
    ]
    return "\n".join(lines) + "\n"


def row_of(cells: Iterable[str]) -> str:
    """A row of a table."""
    return f"| {' | '.join(cells)} |"


def code(text: str) -> str:
    """Text as code, also in a table."""
    return f"`{text.replace('`', chr(39)).replace('|', chr(92) + '|')}`"


def escaped(text: str) -> str:
    """Text that stays text in Markdown."""
    for mark in ("\\", "`", "*", "_", "<", ">", "|", "[", "]"):
        text = text.replace(mark, "\\" + mark)
    return text


def link(text: str, page: str) -> str:
    """A link to a page of the reference."""
    return f"[{escaped(text)}]({page})"


def sentence(text: str) -> str:
    """A hint as a sentence of its own; the name of the program stays as it is."""
    first = text[:1] if text.startswith("certkit ") else text[:1].upper()
    return first + text[1:] + ("" if text.endswith(".") else ".")
