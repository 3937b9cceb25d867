"""An explanation for people: what a name means, and with a PICS the reasons for that device."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from certkit.conditions import Value
from certkit.explanation.model import (
    PICS_CHECK,
    AppliedReading,
    Change,
    Clause,
    ExplainedColumn,
    Explanation,
    FindingExplanation,
    ItemAnswer,
    ItemExplanation,
    KeyExplanation,
    KeyRelation,
    LeftOutExplanation,
    MetricExplanation,
    ReadingExplanation,
    RefusalExplanation,
    RequirementExplanation,
    RuleExplanation,
    StatusDifference,
    TermExplanation,
    TestCaseExplanation,
)
from certkit.plan.model import Status
from certkit.text.quote import value as answer_text
from certkit.text.terminal import Ink, safe, wrapped

_HOLDS = {True: ("holds", "green"), False: ("fails", "red"), None: ("open", "yellow")}
_STATUS_COLOURS = {
    Status.REQUIRED: "green",
    Status.OPTIONAL: "cyan",
    Status.NOT_APPLICABLE: "red",
    Status.UNDETERMINED: "yellow",
}
_MET = {True: "met", False: "not met", None: "open"}
_HERE = {True: "yes", False: "no", None: "this depends on unanswered items of the PICS, or on the record"}
_WIDE = 12
"""Width of the labels of what belongs to the evidence."""


def write_explanation_text(
    explanation: Explanation, *, source: str = "", dut: str = "", ink: Ink | None = None, width: int = 100
) -> str:
    """The explanation as text that ends with a line break.

    Args:
        source: the name of the PICS it is about, or empty.
        dut: the kind of device; of a test case only its column is then shown.
    """
    page = _Page(ink or Ink(), width, source, dut)
    return "\n".join(_LINES[type(explanation)](page, explanation)) + "\n"


class _Page:
    """One explanation, line by line."""

    def __init__(self, ink: Ink, width: int, source: str, dut: str) -> None:
        self.ink = ink
        self.width = width
        self.source = source
        self.dut = dut

    def heading(self, name: str, title: str, *facts: str) -> Iterator[str]:
        begin = f"{name}  "
        yield self.ink(begin, "bold") + wrapped(safe(title), self.width, first=begin, indent="  ")[len(begin) :]
        if line := ", ".join(fact for fact in facts if fact):
            yield self.ink(wrapped(safe(line), self.width), "dim")

    def paragraph(self, text: str, indent: str = "") -> Iterator[str]:
        if text:
            yield wrapped(safe(text), self.width, first=indent, indent=indent)

    def label(self, name: str, text: str, indent: str = "", size: int = 10) -> Iterator[str]:
        if text:
            begin = f"{indent}{name + ':':<{size}} "
            body = wrapped(safe(text), self.width, first=begin, indent=" " * len(begin))
            yield self.ink(begin, "dim") + body[len(begin) :]

    def pairs(self, title: str, pairs: Mapping[str, str]) -> Iterator[str]:
        """A block of names, each with its text."""
        lines = (f"  {name}  {text}" if text else f"  {name}" for name, text in pairs.items())
        indents = (" " * (len(name) + 4) for name in pairs)
        yield from self.block(
            title, (wrapped(safe(line), self.width, indent=indent) for line, indent in zip(lines, indents, strict=True))
        )

    def block(self, title: str, lines: Iterable[str]) -> Iterator[str]:
        """A title and its lines; nothing without lines."""
        content = list(lines)
        if content:
            yield ""
            yield self.ink(wrapped(title, self.width, indent="  "), "bold")
            yield from content

    def paragraphs(self, title: str, texts: Iterable[str]) -> Iterator[str]:
        """A block of paragraphs."""
        yield from self.block(title, (line for text in texts for line in self.paragraph(text, "  ")))

    def applied(self, readings: Sequence[AppliedReading]) -> Iterator[str]:
        yield from self.pairs("Readings", {row.id: f"{row.title}. {row.text}" for row in readings})

    def test_case(self, e: TestCaseExplanation) -> Iterator[str]:
        yield from self.heading(e.id, e.title, e.section, e.cite)
        yield from self.paragraph(e.note)
        if e.status is not None:
            status = self.ink(_words(e.status), "bold", _STATUS_COLOURS[e.status])
            yield ""
            yield f"For {safe(self.source)} it is {status}:"
            yield from self.paragraph(e.because, "  ")
            for need in e.prerequisites:
                yield from self.paragraph(f"needs: {need.text} ({_MET[need.met]}, {', '.join(need.items)})", "  ")
        for column in e.columns:
            if not self.dut or self.dut in column.devices:
                yield from self.column(column)
        yield from self.block("What would change this", self.changes(e.changes))
        covered = (f"{title} ({note})" if note else title for title, note in e.functionalities.items())
        yield from self.paragraphs("Covers", covered)
        yield from self.block(
            "Gaps", (line for name, text in e.gaps.items() for line in self.label(name, text, "  ", 5))
        )

    def column(self, column: ExplainedColumn) -> Iterator[str]:
        yield ""
        yield self.ink(", ".join(column.devices), "bold")
        for entry in column.entries:
            if not entry.condition:
                yield f"  {entry.mark}  {'optional' if entry.mark == 'O' else 'mandatory'}, without a condition"
                continue
            yield from self.paragraph(f"{entry.mark}  if {entry.condition}", "  ")
            yield from self.clauses(entry.clauses)
        for reading in column.readings:
            selected = "" if reading.selected == "taken" else f" ({reading.selected} is selected)"
            yield from self.label(reading.id, f"{reading.title}{selected}. {reading.text}", "  ", 5)

    def clauses(self, clauses: Sequence[Clause]) -> Iterator[str]:
        for clause in clauses:
            yield from self.clause(clause)

    def clause(self, clause: Clause) -> Iterator[str]:
        indent = "     "
        result = ""
        if self.source and (clause.holds is not None or clause.answers):
            word, colour = _HOLDS[clause.holds]
            result = self.ink(f"{word:<5}", colour if clause.decisive else "dim") + "  "
        plain = indent + " " * (7 if result else 0)
        if [answer.item for answer in clause.answers] == [clause.text]:  # of an item alone, the answer is enough
            body = "\n".join(self.answer(clause.answers[0], plain))
            yield f"{indent}{result}{body[len(plain) :]}"
            return
        text = f"{clause.meaning}: {clause.says}" if clause.says else clause.text
        body = wrapped(safe(text), self.width, first=plain, indent=plain)
        yield f"{indent}{result}{body[len(plain) :]}"
        if clause.meaning != clause.text and not clause.says:
            yield self.ink(wrapped(safe(f"in full: {clause.meaning}"), self.width, first=plain, indent=plain), "dim")
        for answer in clause.answers:
            yield from self.answer(answer, plain + "  ")

    def answer(self, answer: ItemAnswer, indent: str) -> Iterator[str]:
        if not self.source:
            label = "" if answer.label == answer.item else answer.label
            yield from self.paragraph(f"{answer.item}  {label}".rstrip(), indent)
            return
        yield from self.paragraph(f"{answer.item} is {_placed(answer)}: {answer.label}", indent)

    def changes(self, changes: Sequence[Change]) -> Iterator[str]:
        for change in changes:
            parts = [f"{row.item}: {_answer(row.before)} -> {answer_text(row.after)}" for row in change.answers]
            yield from self.paragraph(f"{' and '.join(parts)}, then {_words(change.outcome)}", "  ")
            for statuses in dict.fromkeys((row.before, row.after) for row in change.also):
                cases = [row.id for row in change.also if (row.before, row.after) == statuses]
                before, after = map(_words, statuses)
                yield wrapped(
                    f"also {before} -> {after}: {', '.join(cases)}", self.width, first="    ", indent="      "
                )

    def item(self, e: ItemExplanation) -> Iterator[str]:
        yield from self.heading(e.id, e.label, e.section, e.cite)
        yield from self.paragraph(e.help)
        yield ""
        yield from self.label("answer", e.expected)
        yield from self.label("asked of", ", ".join(e.asked_of))
        yield from self.label("required", {"always": "always", "never": "no"}.get(e.required, f"if {e.required}"))
        yield from self.label("in YAML", ".".join(e.path))
        yield from self.label("key", e.key)
        if e.answer is not None:
            yield ""
            yield f"In {safe(self.source)} it is {safe(_placed(e.answer))}"
            for status in dict.fromkeys(e.decides.values()):
                names = [name for name, of in e.decides.items() if of is status]
                yield from self.label(_words(status), ", ".join(names), "  ", 15)
        else:
            yield from self.block("Decides", self.decides(e))
        checked_by = (line for code, title in e.findings.items() for line in self.label(code, title, "  ", 6))
        yield from self.block("Checked by", checked_by)
        if e.metric is not None:
            yield ""
            yield from self.metric(e.metric)
        if e.configuration_key is not None:
            yield ""
            yield from self.key(e.configuration_key)

    def decides(self, e: ItemExplanation) -> Iterator[str]:
        for column, cases in e.test_cases.items():
            yield f"  {', '.join(e.devices[column])}"
            yield from self.paragraph(", ".join(cases), "    ")

    def finding(self, e: FindingExplanation) -> Iterator[str]:
        yield from self.heading(e.code, e.name, e.severity, e.cite)
        yield from self.paragraph(f"{e.title}.")
        yield ""
        yield from self.paragraph(e.meaning)
        yield from self.label("help", e.hint)
        yield from self.label("made if", e.condition)
        if e.made is not None:
            made = self.ink("made", "red") if e.made else self.ink("not made", "green")
            yield ""
            yield f"For {safe(self.source)} it is {made}"
            if e.accepted is not None:
                yield from self.label("accepted", str(e.accepted), "  ")
            yield from self.clauses(e.clauses)
        else:
            yield from self.block("It looks at", self.clauses(e.clauses))
        yield from self.block("What would resolve it", self.changes(e.changes))
        if e.made_by != PICS_CHECK:
            yield from self.label("made by", e.made_by)
        yield from self.paragraphs("Keys", (f"{row.key}, compared with {row.item}" for row in e.keys))
        for other in e.also:
            yield ""
            yield from self.finding(other)

    def reading(self, e: ReadingExplanation) -> Iterator[str]:
        yield from self.heading(e.id, e.title, e.cite)
        yield ""
        yield from self.paragraph(e.question)
        yield from self.label("taken", e.taken)
        yield from self.label("because", e.why)
        for letter, text in e.alternatives.items():
            yield from self.label(f"{e.id}={letter}{' (selected)' if letter == e.selected else ''}", text)
        yield from self.label("others", e.others)
        for term in e.terms:
            meanings = (line for name, text in term.meanings.items() for line in self.label(name, text, "  ", 6))
            yield from self.block(safe(f"{term.id}: {term.says}"), meanings)
        for column, cases in e.test_cases.items():
            yield from self.paragraphs(f"Test cases, column {column}", [", ".join(cases)])
        for letter, rows in (e.differs or {}).items():
            yield from self.block(f"{e.id}={letter} for {safe(self.source)}", _differing(rows))
        yield from self.pairs("Applied to", e.applied)

    def term(self, e: TermExplanation) -> Iterator[str]:
        yield from self.heading(e.id, e.says, e.cite, e.reading)
        yield from self.label("means", e.meaning)
        if e.clause is not None:
            yield from self.block(f"For {safe(self.source)}", self.clause(e.clause))
        yield from self.paragraphs("Used by", [", ".join(e.test_cases)])

    def rule(self, e: RuleExplanation) -> Iterator[str]:
        yield from self.heading(e.code, e.name, f"a reason of the verdict: {e.part}", e.cite)
        yield from self.paragraph(f"{e.title}.")
        yield ""
        yield from self.paragraph(e.meaning)
        yield from self.label("help", e.hint)
        yield from self.pairs("Requirements", {f"{number:>3}": title for number, title in e.requirements.items()})
        yield from self.applied(e.readings)

    def requirement(self, e: RequirementExplanation) -> Iterator[str]:
        words = e.in_words
        if words is None:
            yield from self.heading(str(e.number), "a requirement that no record shows")
            yield ""
            yield from self.label("shown by", e.elsewhere, size=_WIDE)
        else:
            yield from self.heading(str(e.number), e.title, f"a requirement of the procedure, {words.nature}", e.cite)
            yield ""
            yield from self.label("applies", words.applies, size=_WIDE)
            if self.source:
                yield from self.label("here", _HERE[e.here], size=_WIDE)
            yield from self.label("met", words.met, size=_WIDE)
            yield from self.label("if not met", words.not_met, size=_WIDE)
            yield from self.label("not shown", words.not_shown, size=_WIDE)
        yield from self.pairs("In the record", e.shown_by)
        yield from self.pairs("Rules of the verdict", e.rules)

    def key(self, e: KeyExplanation) -> Iterator[str]:
        yield from self.heading(e.key, "configuration key", f"feature profile {e.profile}", e.cite)
        yield from self.paragraph(e.description)
        yield from self.paragraph(e.note)
        yield ""
        yield from self.label("value", e.in_words.value, size=_WIDE)
        yield from self.label("access", e.in_words.access, size=_WIDE)
        yield from self.label("required", e.in_words.required, size=_WIDE)
        yield from self.label("of", ", ".join(e.asked_of), size=_WIDE)
        if self.source and e.here is not None:
            yield from self.label("here", "required" if e.here else "not required", size=_WIDE)
        yield from self.pairs("Items", e.items)
        yield from self.block("Compared with the PICS", (line for row in e.relations for line in self.relation(row)))

    def relation(self, row: KeyRelation) -> Iterator[str]:
        answer = f"{row.item} is {row.answer}: " if row.answer else ""
        yield from self.paragraph(f"{answer}the key {row.expected} (else {row.finding})", "  ")
        if row.given is not None:
            yield from self.answer(row.given, "    ")

    def metric(self, e: MetricExplanation) -> Iterator[str]:
        yield from self.heading(e.id, e.title, "performance parameter", e.cite)
        yield from self.paragraph(e.definition)
        yield ""
        yield from self.label("measured of", ", ".join(e.asked_of), size=_WIDE)
        yield from self.label("time", f"{e.formula}, in {e.unit}", size=_WIDE)
        yield from self.label("pairs", e.pairing, size=_WIDE)
        for text in e.pairs:
            yield from self.paragraph(text, "  ")
        yield from self.paragraphs("Left out", e.exclusions)
        yield from self.applied(e.readings)

    def left_out(self, e: LeftOutExplanation) -> Iterator[str]:
        yield from self.heading(e.reason, "left out of the measurement", "certkit measure")
        yield from self.paragraph(f"{e.text[:1].upper()}{e.text[1:]}.")

    def refusal(self, e: RefusalExplanation) -> Iterator[str]:
        yield from self.heading(e.code, "a reason not to sign", "certkit declare, report and certify", e.cite)
        yield from self.paragraphs("It says", e.messages)


_LINES: Mapping[type, Callable[[_Page, Any], Iterator[str]]] = {
    TestCaseExplanation: _Page.test_case,
    ItemExplanation: _Page.item,
    FindingExplanation: _Page.finding,
    ReadingExplanation: _Page.reading,
    TermExplanation: _Page.term,
    RuleExplanation: _Page.rule,
    RequirementExplanation: _Page.requirement,
    KeyExplanation: _Page.key,
    LeftOutExplanation: _Page.left_out,
    RefusalExplanation: _Page.refusal,
}


def _differing(rows: Sequence[StatusDifference]) -> Iterator[str]:
    if not rows:
        yield "  no test case differs"
    for row in rows:
        yield f"  {row.id}: {_words(row.before)} -> {_words(row.after)}"


def _words(status: str) -> str:
    return status.replace("-", " ")


def _answer(value: Value | None) -> str:
    return "not answered" if value is None else answer_text(value)


def _placed(answer: ItemAnswer) -> str:
    """The answer and its place."""
    place = str(answer.where)
    return f"{_answer(answer.answer)} ({place})" if place else _answer(answer.answer)
