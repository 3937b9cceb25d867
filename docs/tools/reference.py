"""Write the reference of an edition as Markdown pages: questions, test cases, findings, readings, evidence, verdict.

    python docs/tools/reference.py [-o FOLDER] [--edition EDITION]

The pages are generated, so that what people read is what the program applies.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from certkit.conditions import Constant, Node, items_of
from certkit.configuration.model import ConfigurationKey, Relation
from certkit.configuration.read_keys import key_table
from certkit.edition.model import Citation, Constraint, Item, TestCase
from certkit.edition.rulebook import DEFAULT_EDITION, Rulebook, load_edition
from certkit.explanation.wording import (
    access_words,
    applies_words,
    compared_words,
    expected_words,
    met_words,
    pair_words,
    required_words,
    value_words,
)
from certkit.measurement.model import Metric, reasons
from certkit.measurement.read_metrics import metrics_of
from certkit.messages import Code, codes_of
from certkit.record.fields import FieldSpec, Group
from certkit.record.kinds import DIGEST
from certkit.record.model import RecordFields
from certkit.record.read_requirements import requirements_of
from certkit.record.requirements import Effect, FieldRule, Requirement
from certkit.record.write_form import FILLED_IN
from certkit.verdict.model import Part

NOTICE = "<!-- Written by `docs/tools/reference.py`; change the edition's files instead. -->\n\n"
DECIDED_BY = {
    "missing": "the item must be answered and is not",
    "unasked": "the item is answered, but not asked of this kind of device",
    "others": "the item has a name that the form does not know",
    "incomplete-member": "a member of the family lacks a field",
    "unlisted-representative": "the representative product is not in the list of members",
}


def write_reference(rulebook: Rulebook) -> Mapping[str, str]:
    """File name -> page; for what the edition has."""
    pages: dict[str, Callable[[Rulebook], str]] = {
        "items.md": _items,
        "test-cases.md": _test_cases,
        "findings.md": _findings,
        "readings.md": _readings,
        "coverage.md": _coverage,
        "verdict.md": write_verdict_rules,
    }
    if rulebook.has("configuration_keys"):
        pages["configuration-keys.md"] = write_configuration_keys
    if rulebook.has("metrics"):
        pages["metrics.md"] = write_metrics
    if rulebook.has("requirements"):
        pages |= {"record.md": write_record_reference, "requirements.md": write_requirements}
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


# Evidence

_READING = re.compile(r"\b[A-Z]-[0-9]{2}\b")
_KINDS = {
    "check": "checked",
    "record": "noted",
    "print": "stated",
    "process": "a duty",
}


def write_evidence_findings(rulebook: Rulebook) -> Iterator[str]:
    """The sections of the findings in evidence and in a record, for the page of all findings."""
    yield (
        "\n## Of a station's configuration\n\nWhat `certkit configuration check` can say beside the constraints above; "
        "[the keys](configuration-keys.md) have what is expected of each.\n"
    )
    yield from (_finding(known, rulebook) for known in codes_of("configuration").values())
    if rulebook.has("configuration_keys"):
        yield from (_finding_of_a_key(row, rulebook) for row in key_table(rulebook).findings.values())
    yield "\n## Of results\n\nWhat `certkit results check` can say.\n"
    yield from (_finding(known, rulebook) for known in codes_of("results").values())
    yield "\n## Of a firmware image\n\nWhat `certkit firmware hash` and `certkit firmware verify` can say.\n"
    yield from (_finding(known, rulebook) for known in codes_of("firmware").values())
    yield "\n## Of a test record\n\nWhat `certkit record check` can say.\n"
    yield from (_finding(known, rulebook) for known in codes_of("record").values())
    yield "\n## Of a changed device\n\nWhat `certkit recertify` can say.\n"
    yield from (_finding(known, rulebook) for known in codes_of("recertification").values())


def _finding(known: Code, rulebook: Rulebook) -> str:
    cited = rulebook.citations.get(known.code)
    cite = cited.cite if cited else ""
    source = f"\n- Source: {escaped(cite)}\n" if cite else ""
    return (
        f"\n### {known.code} {known.name}\n\n**{escaped(known.title)}** ({known.severity}). "
        f"{escaped(known.meaning)} *{escaped(sentence(known.hint))}*\n{source}"
    )


def _finding_of_a_key(row: Constraint, rulebook: Rulebook) -> str:
    keys = [
        key.key
        for key in key_table(rulebook).keys.values()
        if any(relation.finding == row.id for relation in key.relations)
    ]
    lines = [f"- Keys: {', '.join(map(code, keys))}"] if keys else []
    lines += [f"- About: {', '.join(row.items)}"] if row.items else []
    body = "\n".join([*lines, f"- Source: {escaped(row.cite)}"])
    return (
        f"\n### {row.id} {row.name}\n\n**{escaped(row.title)}** ({row.severity.value}). {escaped(row.message)} "
        f"*{escaped(sentence(row.hint))}*\n\n{body}\n"
    )


def write_configuration_keys(rulebook: Rulebook) -> str:
    """The page of the configuration keys."""
    table = key_table(rulebook)
    lines = [
        "# The configuration keys\n\nWhat the standard says of the keys that a station reports in GetConfiguration, "
        "and how they have to agree with its PICS. `certkit configuration check` holds a station against it, and "
        "`certkit configuration extract` shows what a certificate says of the keys (7.1.4).\n\nAsked of: "
        f"{', '.join(table.asked_of)}. A boolean that is fixed as read-only false counts as not reported. Where an "
        "answer is open, nothing is expected.\n"
    ]
    for profile, condition in table.profiles.items():
        keys = [key for key in table.keys.values() if key.profile == profile]
        has = "every station has it" if str(condition) == "always" else f"a station has it if {code(str(condition))}"
        lines.append(f"\n## {profile}\n\nFeature profile; {has}.\n")
        lines += [_key(key, str(condition)) for key in keys]
    return "\n".join(lines)


def _key(key: ConfigurationKey, has_profile: str) -> str:
    rows = [
        ("Value", value_words(key)),
        ("Access", access_words(key)),
        ("Required", required_words(key, has_profile)),
        *(("Compared with the PICS", text) for relation in key.relations for text in _relation(relation)),
        ("Note", key.note),
        ("Source", key.cite),
    ]
    body = "\n".join(f"- {name}: {escaped(text)}" for name, text in rows if text)
    return f"\n### {key.key}\n\n{escaped(key.description)}\n\n{body}\n"


def _relation(relation: Relation) -> Iterator[str]:
    if relation.compare:
        yield f"the key {compared_words(relation)}, else {relation.finding}"
    for answer, expectation in relation.answers.items():
        yield f"{relation.item} is {answer}, then the key {expected_words(expectation)}, else {relation.finding}"


def write_metrics(rulebook: Rulebook) -> str:
    """The page of the performance parameters."""
    lines = [
        "# The performance parameters\n\nWhat `certkit measure` reads from message logs (9.2.1). No value is too high "
        "or too low; every parameter in scope of the device has to be measured (9.1.3).\n"
    ]
    lines += [_metric(metric) for metric in metrics_of(rulebook).parameters.values()]
    lines.append(
        "\n## Why a pair of messages is left out\n\nEvery pair that is not measured is counted with its reason.\n\n"
        "| Reason | What it says |\n| --- | --- |"
    )
    lines += [row_of([code(reason), escaped(text)]) for reason, text in reasons().items()]
    return "\n".join(lines) + "\n"


def _metric(metric: Metric) -> str:
    rows = [
        ("Measured of", ", ".join(metric.asked_of)),
        ("Time", f"{metric.formula}, in {metric.unit}"),
        ("Pairs", metric.pairing),
        *(("Pair", pair_words(pair)) for pair in metric.pairs),
        *(("Left out", text) for text in metric.exclusions),
    ]
    body = "\n".join(f"- {name}: {escaped(text)}" for name, text in rows)
    readings = ", ".join(link(name, "readings.md") for name in metric.readings)
    source = f"- Readings: {readings}\n- Source: {escaped(metric.cite)}"
    return f"\n## {escaped(metric.title)}\n\n{code(metric.id)}: {escaped(metric.definition)}\n\n{body}\n{source}\n"


def write_requirements(rulebook: Rulebook) -> str:
    """The page of the procedure's requirements."""
    procedure = requirements_of(rulebook)
    rules: dict[int, list[str]] = {}
    for rule in codes_of("verdict"):
        for number in rulebook.citations[rule].requirements if rule in rulebook.citations else ():
            rules.setdefault(number, []).append(rule)
    lines = [
        "# The requirements\n\nWhat the procedure requires of a test, by number, as `certkit record check` and "
        "`certkit assess` show it. [The record](record.md) has the fields by which a requirement is shown. What is not "
        "shown leaves the verdict incomplete, unless the effect is a note.\n\n## In the record\n\n"
        + _header("No", "Requirement", "Kind", "Applies", "Met", "If not met", "Rules", "Source")
    ]
    lines += [_requirement(row, rules.get(row.number, [])) for row in sorted(procedure.rows)]
    lines.append(f"\n## Elsewhere\n\nWhat no record shows.\n\n{_header('Shown by', 'Requirements')}")
    by: dict[str, list[int]] = {}
    for number, shown_by in procedure.elsewhere:
        by.setdefault(shown_by, []).append(number)
    lines += [row_of([escaped(what), ", ".join(map(str, sorted(numbers)))]) for what, numbers in by.items()]
    limits = procedure.limits._asdict().items()
    lines.append(f"\n## Figures\n\n{_header('Limit', 'Value')}")
    lines += [row_of([escaped(name.replace("_", " ")), f"{value:g} {_UNITS[name]}"]) for name, value in limits]
    return "\n".join(lines) + "\n"


_UNITS = {
    "bandwidth": "kB per second, at least (9.2.2)",
    "latency": "ms, at most (9.2.2)",
    "signal": "dBm, at least (9.2.2)",
    "declaration_time": "s, at most (8.3)",
    "declaration_gap": "s; a longer pause is taken for an interruption (8.3; the figure is certkit's own)",
    "before_run": "s; how long before the tests a device may be examined (4.2, 8.1.2; the figure is certkit's own)",
    "after_run": "s; how long after the tests a log or a measurement may end (8.2, 9.2.2; the figure is certkit's own)",
}


def _header(*names: str) -> str:
    return f"{row_of(names)}\n{row_of(['---'] * len(names))}"


def _requirement(row: Requirement, rules: Sequence[str]) -> str:
    met = f"if {code(str(row.met))}" if row.met is not None else met_words(row)
    applies = applies_words(row)
    condition = f"if {code(str(row.applies))}" if applies.startswith("if ") else applies
    return row_of(
        [
            str(row.number),
            escaped(row.title),
            _KINDS[row.kind],
            condition,
            met,
            row.effect.value,
            _codes(rules),
            row.cite,
        ]
    )


def _codes(rules: Iterable[str]) -> str:
    return ", ".join(link(name, "verdict.md") for name in rules)


def write_verdict_rules(rulebook: Rulebook) -> str:
    """The page of the rules of a verdict."""
    lines = [
        "# The rules of the verdict\n\nThe reasons that `certkit assess` gives, by the part of the verdict they are "
        f"of. A reason {_EFFECTS}. A part, and the whole, is fail if one of its reasons is fail; else incomplete if "
        "one is incomplete; else pass.\n"
    ]
    for part in Part:
        rules = [rule for rule in codes_of("verdict").values() if rule.part == part]
        if rules:
            lines.append(f"\n## {part.value[:1].upper()}{part.value[1:]}\n")
            lines += [_rule(rule, rulebook) for rule in rules]
    return "\n".join(lines)


_EFFECTS = (
    f"is of one of three effects: *{Effect.FAIL}* is what the procedure calls so, and what only new tests can change; "
    f"*{Effect.INCOMPLETE}* is what is missing, open, or was not understood; a *{Effect.NOTE}* blocks nothing"
)


def _rule(rule: Code, rulebook: Rulebook) -> str:
    hint = f" *{escaped(sentence(rule.hint))}*" if rule.hint else ""
    cited = rulebook.citations.get(rule.code, Citation("", (), ()))
    numbers = ", ".join(map(str, cited.requirements))
    requirements = f"- Requirements: {link(numbers, 'requirements.md')}\n" if numbers else ""
    links = ", ".join(_linked(name, rulebook) for name in cited.readings)
    readings = f"- Readings: {links}\n" if links else ""
    source = f"- Source: {escaped(cited.cite)}\n" if cited.cite else ""
    return (
        f"\n### {rule.code} {rule.name}\n\n**{escaped(rule.title)}.** {escaped(rule.meaning)}{hint}\n\n{requirements}"
        f"{readings}{source}"
    )


def _linked(name: str, rulebook: Rulebook) -> str:
    """A reading's name as a link."""
    return link(name, "readings.md") if name in rulebook.readings else name


# The record

_BY_NEW, _BY_FREEZE, _BY_TESTER = "`record new`", "`record freeze`", "the tester"
_RECORD_HEAD = """# The test record

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
    requirements = requirements_of(rulebook)
    page = _RecordPage(requirements.fields, _shows(requirements.rows))
    lines = [_RECORD_HEAD, *page.table("The first level", "", RecordFields, "")]
    for key, spec in RecordFields.specs.items():
        lines += page.group(key, spec, "")
    return "\n".join(lines) + "\n"


def _shows(rows: tuple[Requirement, ...]) -> Mapping[str, list[Requirement]]:
    """Path -> the requirements that are shown by the field, or whose condition asks for it."""
    found: dict[str, list[Requirement]] = {}
    for row in rows:
        asked = items_of(row.met) if row.met is not None else ()
        for path in dict.fromkeys([*row.shown_by, *asked]):
            found.setdefault(path, []).append(row)
    return found


class _RecordPage(NamedTuple):
    rules: Mapping[str, FieldRule]
    shows: Mapping[str, list[Requirement]]

    def rule(self, path: str) -> FieldRule:
        return self.rules.get(f"record.{path}", FieldRule())

    def when(self, path: str) -> str:
        when = self.rule(path).when
        return "" if isinstance(when, Constant) else str(when)

    def help(self, path: str, spec: FieldSpec[Any]) -> str:
        return escaped(f"{spec.help} {self.rule(path).note}".strip())

    def group(self, path: str, spec: FieldSpec[Any], when: str) -> Iterator[str]:
        if spec.group is None:
            return
        own = " and ".join(filter(None, (when, self.when(path))))
        intro = self.help(path, spec)
        if cite := self.rule(path).cite:
            intro += f" ({escaped(cite)})"
        intro += f" Asked if {code(own)}." if own else ""
        yield from self.table(f"{path}, a list" if spec.is_list else path, intro, spec.group, path)
        for key, below in spec.group.specs.items():
            yield from self.group(f"{path}.{key}", below, own)

    def table(self, heading: str, intro: str, type_: type[Group], path: str) -> Iterator[str]:
        fields = {key: spec for key, spec in type_.specs.items() if spec.kind is not None}
        if not fields:
            return
        yield f"\n## {escaped(heading)}\n"
        if intro:
            yield f"{intro}\n"
        paths = {key: f"{path}.{key}" if path else key for key in fields}
        conditional = any(self.when(here) for here in paths.values())
        names = ["Key", "Meaning", "Written as", "By", *(["Asked if"] if conditional else []), "Requirements", "Source"]
        yield row_of(names)
        yield row_of(["---"] * len(names))
        for key, spec in fields.items():
            here = paths[key]
            cells = [
                code(key),
                self.help(here, spec),
                escaped(spec.kind.expected if spec.kind else ""),
                _written_by(here, spec),
            ]
            if conditional:
                cells.append(code(self.when(here)) if self.when(here) else "")
            numbers = ", ".join(_requirement_number(row) for row in self.shows.get(f"record.{here}", ()))
            yield row_of([*cells, numbers, escaped(self.rule(here).cite)])


def _written_by(path: str, spec: FieldSpec[Any]) -> str:
    if path in FILLED_IN:
        return _BY_NEW
    return _BY_FREEZE if spec.kind is DIGEST else _BY_TESTER


def _requirement_number(row: Requirement) -> str:
    return str(row.number) if row.effect is Effect.NOTE else f"**{row.number}**"


# Markdown


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


def main(arguments: Sequence[str]) -> None:
    """Write the pages of an edition into a folder."""
    parser = argparse.ArgumentParser(description="Write the reference of an edition as Markdown pages.")
    parser.add_argument("-o", "--output", type=Path, default=Path("docs/reference"), help="the folder of the pages")
    parser.add_argument("--edition", default=DEFAULT_EDITION, help="an id, or an edition's folder")
    options = parser.parse_args(arguments)
    options.output.mkdir(parents=True, exist_ok=True)
    for name, page in write_reference(load_edition(options.edition)).items():
        (options.output / name).write_text(page, encoding="utf-8", newline="")


if __name__ == "__main__":
    main(sys.argv[1:])
