"""What is explained of the stages after the plan: their findings, rules, requirements, keys and parameters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from certkit.conditions import items_of
from certkit.configuration.model import ConfigurationKey, KeyTable, Relation
from certkit.configuration.read_keys import key_table
from certkit.edition.model import Citation, Reading
from certkit.edition.rulebook import Rulebook
from certkit.explanation.model import (
    Explanation,
    FindingExplanation,
    KeyExplanation,
    KeyRelation,
    LeftOutExplanation,
    MetricExplanation,
    RequirementExplanation,
    RuleExplanation,
)
from certkit.explanation.names import Kind
from certkit.explanation.statement import answer_to
from certkit.explanation.wording import compared_words, expected_words, pair_words
from certkit.finding import Severity
from certkit.measurement.model import reasons
from certkit.measurement.read_metrics import metrics_of
from certkit.messages import codes, codes_of
from certkit.pics.model import Pics
from certkit.record.fields import specs_in
from certkit.record.model import RecordFields
from certkit.record.read_requirements import requirements_of
from certkit.record.requirements import Requirement

CONFIGURATION_CHECK = "certkit configuration check"
MADE_BY = {
    "CK": CONFIGURATION_CHECK,
    "RS": "certkit results check",
    "FW": "certkit firmware",
    "RC": "certkit record check",
}
"""What a code begins with -> the command that makes the finding; ``certkit assess`` makes them all."""


def explain_evidence(name: str, kind: Kind, rulebook: Rulebook, pics: Pics | None) -> Explanation:
    """What a name of the evidence means."""
    if kind is Kind.CODE:
        return explain_code(name, rulebook)
    if kind is Kind.RULE:
        return explain_rule(name, rulebook)
    if kind is Kind.LEFT_OUT:
        return LeftOutExplanation(name, reasons()[name])
    if kind is Kind.KEY_FINDING:
        return explain_key_finding(name, rulebook)
    if kind is Kind.KEY:
        return explain_key(name, rulebook, pics)
    return explain_requirement(int(name), rulebook, pics)


def explain_code(name: str, rulebook: Rulebook) -> FindingExplanation:
    """A finding in evidence or in a record, of whichever edition."""
    code = codes()[name]
    cited = rulebook.citations.get(name)
    return FindingExplanation(
        code=code.code,
        name=code.name,
        severity=code.severity or Severity.ERROR,
        title=code.title,
        meaning=code.meaning,
        hint=code.hint,
        cite=cited.cite if cited else "",
        condition="",
        items=(),
        made_by=MADE_BY[name.split("-", 1)[0]],
    )


def explain_key_finding(name: str, rulebook: Rulebook) -> FindingExplanation:
    """What the station's configuration can show, by the edition's table; or a constraint that it shows too."""
    table = key_table(rulebook)
    row = table.findings.get(name) or rulebook.constraints[name]
    keys = tuple(
        (key.key, relation.item)
        for key in table.keys.values()
        for relation in key.relations
        if relation.finding == name
    )
    return FindingExplanation(
        code=row.id,
        name=row.name,
        severity=row.severity,
        title=row.title,
        meaning=row.message,
        hint=row.hint,
        cite=row.cite,
        condition="",
        items=tuple(dict.fromkeys((*row.items, *(item for _, item in keys)))),
        made_by=CONFIGURATION_CHECK,
        keys=keys,
    )


def explain_rule(name: str, rulebook: Rulebook) -> RuleExplanation:
    """A rule of the verdict, with the requirements behind it and the readings that it applies."""
    cited = rulebook.citations.get(name, Citation("", (), ()))
    titles = {row.number: row.title for row in _rows(rulebook)}
    if rulebook.has("requirements"):
        titles |= {number: f"(shown by {by})" for number, by in requirements_of(rulebook).elsewhere}
    return RuleExplanation(
        rule=codes()[name],
        cite=cited.cite,
        requirements=tuple((number, titles.get(number, "")) for number in cited.requirements),
        readings=_readings(cited.readings, rulebook),
    )


def explain_requirement(number: int, rulebook: Rulebook, pics: Pics | None) -> RequirementExplanation:
    """A requirement of the procedure, and by what it is shown."""
    rules = tuple(_rules(rulebook, lambda cited: number in cited.requirements))
    row = next((row for row in _rows(rulebook) if row.number == number), None)
    if row is None:
        return RequirementExplanation(number, None, ((dict(requirements_of(rulebook).elsewhere)[number], ""),), rules)
    asked = (name for name in items_of(row.met) if name.startswith("record.")) if row.met is not None else ()
    return RequirementExplanation(
        number=number,
        requirement=row,
        shown_by=tuple((name, _question(name)) for name in dict.fromkeys((*row.shown_by, *asked))),
        rules=rules,
        applies=row.applies.evaluate(pics.values) if pics else None,
    )


def _question(field: str) -> str:
    """What is asked in a field of the record, ``record.laboratory.name``."""
    return dict(specs_in(RecordFields, "record"))[field].help


def _rows(rulebook: Rulebook) -> Iterable[Requirement]:
    return requirements_of(rulebook).rows if rulebook.has("requirements") else ()


def _readings(names: Iterable[str], rulebook: Rulebook) -> tuple[Reading, ...]:
    return tuple(rulebook.readings[name] for name in dict.fromkeys(names) if name in rulebook.readings)


def applying(reading: str, rulebook: Rulebook) -> tuple[tuple[str, str], ...]:
    """The performance parameters and the rules of the verdict that apply a reading."""
    metrics = [(row.id, row.title) for row in metrics_of(rulebook).parameters.values() if reading in row.readings]
    return (*metrics, *_rules(rulebook, lambda cited: reading in cited.readings))


def _rules(rulebook: Rulebook, is_cited: Callable[[Citation], bool]) -> Iterator[tuple[str, str]]:
    """Code and title of the rules of the verdict with such a citation in the edition."""
    for rule in codes_of("verdict").values():
        citation = rulebook.citations.get(rule.code)
        if citation is not None and is_cited(citation):
            yield rule.code, rule.title


def explain_key(name: str, rulebook: Rulebook, pics: Pics | None) -> KeyExplanation:
    """A configuration key of the standard, and how it has to agree with the PICS."""
    table = key_table(rulebook)
    key = table.keys[name]
    return KeyExplanation(
        key=key,
        has_profile=str(table.profiles[key.profile]),
        asked_of=table.asked_of,
        relations=tuple(row for relation in key.relations for row in _relations(relation, rulebook, pics)),
        items=tuple((item.id, item.label) for item in rulebook.items.values() if item.key == name),
        required=_required(key, table, pics) if pics and pics.dut in table.asked_of else None,
    )


def _required(key: ConfigurationKey, table: KeyTable, pics: Pics) -> bool | None:
    """Whether a station that answers so must have the key."""
    has = table.profiles[key.profile].evaluate(pics.values)
    by_profile = has if key.required else False
    by_answer = key.needed.evaluate(pics.values) if key.needed is not None else False
    if by_profile or by_answer:
        return True
    return None if by_profile is None or by_answer is None else False


def _relations(relation: Relation, rulebook: Rulebook, pics: Pics | None) -> Iterator[KeyRelation]:
    given = answer_to(rulebook.items[relation.item], pics) if pics else None
    if relation.compare:
        yield KeyRelation(relation.item, "", compared_words(relation), relation.finding, given)
    for answer, expectation in relation.answers.items():
        yield KeyRelation(relation.item, answer, expected_words(expectation), relation.finding, given)


def explain_metric(name: str, rulebook: Rulebook) -> MetricExplanation:
    """A performance parameter."""
    metric = metrics_of(rulebook).parameters[name]
    return MetricExplanation(
        metric, tuple(pair_words(pair) for pair in metric.pairs), _readings(metric.readings, rulebook)
    )
