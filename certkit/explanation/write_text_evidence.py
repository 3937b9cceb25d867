"""An explanation for people, of what belongs to the stages after the plan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from certkit.explanation.model import (
    KeyExplanation,
    KeyRelation,
    LeftOutExplanation,
    MetricExplanation,
    RequirementExplanation,
    RuleExplanation,
)
from certkit.explanation.wording import (
    EFFECTS,
    KINDS,
    access_words,
    applies_words,
    met_words,
    not_shown_words,
    required_words,
    value_words,
)
from certkit.record.requirements import Requirement

if TYPE_CHECKING:
    from certkit.explanation.write_text import Page

OfTheEvidence: TypeAlias = (
    RuleExplanation | RequirementExplanation | KeyExplanation | MetricExplanation | LeftOutExplanation
)

_SIZE = 12


def evidence_lines(e: OfTheEvidence, page: Page) -> Iterator[str]:
    """The lines of an explanation."""
    if isinstance(e, RuleExplanation):
        return _rule(e, page)
    if isinstance(e, RequirementExplanation):
        return _requirement(e, page)
    if isinstance(e, KeyExplanation):
        return _key(e, page)
    if isinstance(e, MetricExplanation):
        return _metric(e, page)
    return _left_out(e, page)


def _rule(e: RuleExplanation, page: Page) -> Iterator[str]:
    rule = e.rule
    yield from page.heading(rule.code, rule.name, f"a reason of the verdict: {rule.part}", e.cite)
    yield from page.paragraph(f"{rule.title}.")
    yield ""
    yield from page.paragraph(rule.meaning)
    yield from page.label("help", rule.hint)
    yield from page.block(
        "Requirements", (x for number, title in e.requirements for x in page.pair(f"{number:>3}", title))
    )
    yield from page.block(
        "Readings", (x for row in e.readings for x in page.pair(row.id, f"{row.title}. {row.in_force}"))
    )


def _requirement(e: RequirementExplanation, page: Page) -> Iterator[str]:
    if e.requirement is None:
        yield from page.heading(str(e.number), "a requirement that no record shows")
        yield ""
        yield from page.label("shown by", e.shown_by[0][0], size=_SIZE)
    else:
        yield from _shown(e, e.requirement, page)
    yield from page.block("Rules of the verdict", (x for code, title in e.rules for x in page.pair(code, title)))


def _shown(e: RequirementExplanation, row: Requirement, page: Page) -> Iterator[str]:
    yield from page.heading(str(e.number), row.title, f"a requirement of the procedure, {KINDS[row.kind]}", row.cite)
    yield ""
    yield from page.label("applies", applies_words(row), size=_SIZE)
    if page.source:
        here = {True: "yes", False: "no", None: "that depends on what is open in the PICS, or on the record"}
        yield from page.label("here", here[e.applies], size=_SIZE)
    yield from page.label("met", met_words(row), size=_SIZE)
    yield from page.label("if not met", EFFECTS[row.effect], size=_SIZE)
    yield from page.label("not shown", not_shown_words(row), size=_SIZE)
    yield from page.block("In the record", (x for name, help_ in e.shown_by for x in page.pair(name, help_)))


def _key(e: KeyExplanation, page: Page) -> Iterator[str]:
    key = e.key
    yield from page.heading(key.key, "configuration key", f"feature profile {key.profile}", key.cite)
    yield from page.paragraph(key.description)
    yield from page.paragraph(key.note)
    yield ""
    yield from page.label("value", value_words(key), size=_SIZE)
    yield from page.label("access", access_words(key), size=_SIZE)
    yield from page.label("required", required_words(key, e.has_profile), size=_SIZE)
    yield from page.label("of", ", ".join(e.asked_of), size=_SIZE)
    if page.source and e.required is not None:
        yield from page.label("here", "required" if e.required else "not required", size=_SIZE)
    yield from page.block("Items", (x for name, label in e.items for x in page.pair(name, label)))
    yield from page.block("Beside the PICS", (x for row in e.relations for x in _relation(row, page)))


def _relation(row: KeyRelation, page: Page) -> Iterator[str]:
    asked = f"{row.item} is {row.answer}: " if row.answer else ""
    yield from page.paragraph(f"{asked}the key {row.expected} (else {row.finding})", "  ")
    if row.given is not None:
        yield from page.answer(row.given, "    ")


def _metric(e: MetricExplanation, page: Page) -> Iterator[str]:
    metric = e.metric
    yield from page.heading(metric.id, metric.title, "performance parameter", metric.cite)
    yield from page.paragraph(metric.definition)
    yield ""
    yield from page.label("measured of", ", ".join(metric.asked_of), size=_SIZE)
    yield from page.label("time", f"{metric.formula}, in {metric.unit}", size=_SIZE)
    yield from page.label("pairs", metric.pairing, size=_SIZE)
    for text in e.pairs:
        yield from page.paragraph(text, "  ")
    yield from page.block("Left out", (x for text in metric.exclusions for x in page.paragraph(text, "  ")))
    yield from page.block(
        "Readings", (x for row in e.readings for x in page.pair(row.id, f"{row.title}. {row.in_force}"))
    )


def _left_out(e: LeftOutExplanation, page: Page) -> Iterator[str]:
    yield from page.heading(e.reason, "left out of the measurement", "certkit measure")
    yield from page.paragraph(f"{e.text[:1].upper()}{e.text[1:]}.")
