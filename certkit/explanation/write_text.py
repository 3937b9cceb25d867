"""An explanation for people: what a name means, and with a PICS the proof of what it comes to for that device."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from certkit.conditions import Value
from certkit.explanation.model import (
    PICS_CHECK,
    Change,
    Clause,
    ClauseAnswer,
    ColumnExplanation,
    Explanation,
    FindingExplanation,
    ItemExplanation,
    ReadingExplanation,
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


def write_explanation_text(
    explanation: Explanation, *, source: str = "", dut: str = "", ink: Ink | None = None, width: int = 100
) -> str:
    """The explanation as text that ends with a line break.

    Args:
        source: the name of the PICS it is about, or empty.
        dut: the kind of device; of a test case only its column is then shown.
    """
    page = Page(ink or Ink(), width, source, dut)
    if isinstance(explanation, TestCaseExplanation):
        lines = page.test_case(explanation)
    elif isinstance(explanation, ItemExplanation):
        lines = page.item(explanation)
    elif isinstance(explanation, FindingExplanation):
        lines = page.finding(explanation)
    elif isinstance(explanation, ReadingExplanation):
        lines = page.reading(explanation)
    elif isinstance(explanation, TermExplanation):
        lines = page.term(explanation)
    else:
        from certkit.explanation.write_text_evidence import evidence_lines

        lines = evidence_lines(explanation, page)
    return "\n".join(lines) + "\n"


class Page:
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

    def pair(self, name: str, text: str, indent: str = "  ") -> Iterator[str]:
        """A name and what it is, on lines of their own."""
        begin = f"{indent}{name}  "
        yield wrapped(safe(f"{begin}{text}" if text else f"{indent}{name}"), self.width, indent=" " * len(begin))

    def block(self, title: str, lines: Callable[[], Iterator[str]] | Iterator[str]) -> Iterator[str]:
        content = list(lines() if callable(lines) else lines)
        if content:
            yield ""
            yield self.ink(wrapped(title, self.width, indent="  "), "bold")
            yield from content

    def test_case(self, e: TestCaseExplanation) -> Iterator[str]:
        case = e.test_case
        yield from self.heading(case.id, case.title, case.section, case.cite)
        yield from self.paragraph(case.note)
        if e.row is not None:
            colour = _STATUS_COLOURS[e.row.status]
            status = self.ink(e.row.status.replace("-", " "), "bold", colour)
            yield ""
            yield f"For {safe(self.source)} it is {status}:"
            yield from self.paragraph(e.row.because, "  ")
            for need in e.row.prerequisites:
                met = {True: "met", False: "not met", None: "open"}[need.met]
                yield from self.paragraph(f"needs: {need.text} ({met}, {', '.join(need.items)})", "  ")
        for column in e.columns:
            if not self.dut or self.dut in column.kinds:
                yield from self.column(column)
        yield from self.block("What would change this", self.changes(e.changes))
        covered = [f"{f.title}{f' ({f.note})' if f.note else ''}" for f in e.functionalities]
        yield from self.block("Covers", (line for text in covered for line in self.paragraph(text, "  ")))
        yield from self.block("Gaps", (line for gap in e.gaps for line in self.label(gap.id, gap.text, "  ", 5)))

    def column(self, column: ColumnExplanation) -> Iterator[str]:
        yield ""
        yield self.ink(", ".join(column.kinds), "bold")
        for mark, written, clauses in column.entries:
            if not written:
                yield f"  {mark}  {'optional' if mark == 'O' else 'mandatory'}, without a condition"
                continue
            yield from self.paragraph(f"{mark}  if {written}", "  ")
            yield from self.clauses(clauses)
        for reading in column.readings:
            chosen = "" if reading.selected == "taken" else f" ({reading.selected} is selected)"
            yield from self.label(reading.id, f"{reading.title}{chosen}. {reading.in_force}", "  ", 5)

    def clauses(self, clauses: Sequence[Clause]) -> Iterator[str]:
        for clause in clauses:
            yield from self.clause(clause)

    def clause(self, clause: Clause) -> Iterator[str]:
        indent = "     "
        judged = ""
        if self.source and (clause.holds is not None or clause.answers):
            word, colour = _HOLDS[clause.holds]
            judged = self.ink(f"{word:<5}", colour if clause.decisive else "dim") + "  "
        plain = indent + " " * (7 if judged else 0)
        if [answer.item for answer in clause.answers] == [clause.text]:  # an item alone: its answer says it all
            body = "\n".join(self.answer(clause.answers[0], plain))
            yield f"{indent}{judged}{body[len(plain) :]}"
            return
        text = f"{clause.meaning}: {clause.says}" if clause.says else clause.text
        body = wrapped(safe(text), self.width, first=plain, indent=plain)
        yield f"{indent}{judged}{body[len(plain) :]}"
        if clause.meaning != clause.text and not clause.says:
            yield self.ink(wrapped(safe(f"that is, {clause.meaning}"), self.width, first=plain, indent=plain), "dim")
        for answer in clause.answers:
            yield from self.answer(answer, plain + "  ")

    def answer(self, answer: ClauseAnswer, indent: str) -> Iterator[str]:
        if not self.source:
            label = "" if answer.label == answer.item else answer.label
            yield from self.paragraph(f"{answer.item}  {label}".rstrip(), indent)
            return
        place = f" ({answer.where})" if answer.where is not None and str(answer.where) else ""
        yield from self.paragraph(f"{answer.item} is {_given(answer.answer)}{place}: {answer.label}", indent)

    def changes(self, changes: Sequence[Change]) -> Iterator[str]:
        for change in changes:
            parts = [f"{item}: {_given(before)} -> {answer_text(after)}" for item, before, after in change.answers]
            yield from self.paragraph(f"{' and '.join(parts)}, then {change.outcome.replace('-', ' ')}", "  ")

    def item(self, e: ItemExplanation) -> Iterator[str]:
        item = e.item
        yield from self.heading(item.id, item.label, e.section, item.cite)
        yield from self.paragraph(item.help)
        yield ""
        yield from self.label("answer", item.domain.expected)
        yield from self.label("asked of", ", ".join(item.asked_of))
        yield from self.label("required", {"always": "always", "never": "no"}.get(e.required, f"if {e.required}"))
        yield from self.label("in YAML", ".".join(item.path))
        yield from self.label("key", item.key)
        if e.answer is not None:
            place = f" ({e.answer.where})" if e.answer.where is not None and str(e.answer.where) else ""
            yield ""
            yield f"In {safe(self.source)} it is {safe(_given(e.answer.answer))}{safe(place)}"
            by_status: dict[Status, list[str]] = {}
            for name, status in e.decides:
                by_status.setdefault(status, []).append(name)
            for status, names in by_status.items():
                yield from self.label(status.replace("-", " "), ", ".join(names), "  ", 15)
        else:
            yield from self.block("Decides", self.decides(e))
        yield from self.block(
            "Checked by", (x for row in e.constraints for x in self.label(row.id, row.title, "  ", 6))
        )
        if e.metric is not None or e.configuration_key is not None:
            from certkit.explanation.write_text_evidence import evidence_lines

            for other in (e.metric, e.configuration_key):
                if other is not None:
                    yield ""
                    yield from evidence_lines(other, self)

    def decides(self, e: ItemExplanation) -> Iterator[str]:
        for _, kinds, cases in e.test_cases:
            yield f"  {kinds}"
            yield from self.paragraph(", ".join(cases), "    ")

    def finding(self, e: FindingExplanation) -> Iterator[str]:
        yield from self.heading(e.code, e.name, e.severity, e.cite)
        yield from self.paragraph(f"{e.title}.")
        yield ""
        yield from self.paragraph(e.meaning)
        yield from self.label("help", e.hint)
        if e.condition:
            yield from self.label("made if", e.condition)
        if e.made is not None:
            made = self.ink("made", "red") if e.made else self.ink("not made", "green")
            yield ""
            yield f"For {safe(self.source)} it is {made}"
            yield from self.clauses(e.clauses)
        elif e.clauses:
            yield from self.block("It looks at", self.clauses(e.clauses))
        yield from self.block("What would resolve it", self.changes(e.changes))
        if e.made_by != PICS_CHECK:
            yield from self.label("made by", e.made_by)
        yield from self.block(
            "Keys", (x for key, item in e.keys for x in self.paragraph(f"{key}, beside {item}", "  "))
        )
        for other in e.also:
            yield ""
            yield from self.finding(other)

    def reading(self, e: ReadingExplanation) -> Iterator[str]:
        reading = e.reading
        yield from self.heading(reading.id, reading.title, reading.cite)
        yield ""
        yield from self.paragraph(reading.question)
        yield from self.label("taken", reading.taken)
        yield from self.label("because", reading.why)
        for other in reading.alternatives:
            selected = " (selected)" if other.letter == reading.selected else ""
            yield from self.label(f"{reading.id}={other.letter}{selected}", other.text)
        yield from self.label("others", reading.others)
        for term, meanings in e.terms:
            yield from self.block(safe(f"{term.id}: {term.says}"), self.meanings(meanings))
        for column, cases in e.rows:
            yield from self.block(f"Test cases, column {column}", self.paragraph(", ".join(cases), "  "))
        for letter, rows in e.differs or ():
            yield from self.block(f"{reading.id}={letter} for {safe(self.source)}", self.differing(rows))
        yield from self.block("Applied to", (x for name, what in e.applied for x in self.pair(name, what)))

    def meanings(self, meanings: Sequence[tuple[str, str]]) -> Iterator[str]:
        for name, meaning in meanings:
            yield from self.label(name, meaning, "  ", 6)

    def differing(self, rows: Sequence[tuple[str, Status, Status]]) -> Iterator[str]:
        if not rows:
            yield "  no test case differs"
        for name, now, then in rows:
            yield f"  {name}: {now.replace('-', ' ')} -> {then.replace('-', ' ')}"

    def term(self, e: TermExplanation) -> Iterator[str]:
        yield from self.heading(e.term.id, e.term.says, e.term.cite, e.term.reading)
        yield from self.label("means", e.meaning)
        if e.clause is not None:
            yield from self.block(f"For {safe(self.source)}", self.clause(e.clause))
        yield from self.block("Used by", self.paragraph(", ".join(e.test_cases), "  "))


def _given(value: Value | None) -> str:
    return "not answered" if value is None else answer_text(value)
