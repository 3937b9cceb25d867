"""What the names of the later stages mean: their findings, rules, requirements, keys and parameters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from certkit.conditions import items_of
from certkit.configuration.model import ConfigurationKey, KeyTable, Relation
from certkit.configuration.read_keys import key_table
from certkit.edition.model import Citation
from certkit.edition.rulebook import Rulebook
from certkit.explanation.model import (
    AppliedReading,
    ComparedKey,
    Explanation,
    FindingExplanation,
    ItemAnswer,
    KeyExplanation,
    KeyRelation,
    KeyWords,
    LeftOutExplanation,
    MetricExplanation,
    RefusalExplanation,
    RequirementExplanation,
    RequirementWords,
    RuleExplanation,
)
from certkit.explanation.names import Kind
from certkit.explanation.wording import (
    EFFECTS,
    NATURES,
    access_words,
    applies_words,
    compared_words,
    expected_words,
    met_words,
    not_shown_words,
    pair_words,
    required_words,
    value_words,
)
from certkit.measurement.model import reasons
from certkit.measurement.read_metrics import metrics_of
from certkit.messages import codes, codes_of, refusal_texts
from certkit.pics.model import Pics
from certkit.record.fields import specs_in
from certkit.record.model import RecordFields
from certkit.record.read_requirements import requirements_of
from certkit.record.requirements import FieldRule, Requirement

CONFIGURATION_CHECK = "certkit configuration check"
MADE_BY = {
    "CK": CONFIGURATION_CHECK,
    "RS": "certkit results check",
    "FW": "certkit firmware",
    "RC": "certkit record check",
    "IM": "certkit recertify",
}
"""First letters of a code -> the command that makes the finding; ``certkit assess`` makes all but the last."""


def explain_evidence(name: str, kind: Kind, rulebook: Rulebook, pics: Pics | None) -> Explanation:
    """What a name of the evidence means."""
    if kind is Kind.CODE:
        return explain_code(name, rulebook)
    if kind is Kind.RULE:
        return explain_rule(name, rulebook)
    if kind is Kind.LEFT_OUT:
        return LeftOutExplanation(reason=name, text=reasons()[name])
    if kind is Kind.REFUSAL:
        return explain_refusal(name, rulebook)
    if kind is Kind.KEY_FINDING:
        return explain_key_finding(name, rulebook)
    if kind is Kind.KEY:
        return explain_key(name, rulebook, pics)
    return explain_requirement(int(name), rulebook, pics)


def explain_code(name: str, rulebook: Rulebook) -> FindingExplanation:
    """A finding in evidence or in a record, in any edition."""
    citation = rulebook.citations.get(name)
    made_by = MADE_BY[name.split("-", 1)[0]]
    return FindingExplanation.of_code(codes()[name], made_by, citation.cite if citation else "")


def explain_key_finding(name: str, rulebook: Rulebook) -> FindingExplanation:
    """A finding about the station's configuration, from the edition's table or a constraint."""
    table = key_table(rulebook)
    row = table.findings.get(name) or rulebook.constraints[name]
    keys = tuple(
        ComparedKey(key.key, relation.item)
        for key in table.keys.values()
        for relation in key.relations
        if relation.finding == name
    )
    items = tuple(dict.fromkeys((*row.items, *(key.item for key in keys))))
    return replace(FindingExplanation.of_row(row, CONFIGURATION_CHECK), items=items, keys=keys)


def explain_rule(name: str, rulebook: Rulebook) -> RuleExplanation:
    """A rule of the verdict, with the requirements behind it and the readings that it applies."""
    rule = codes()[name]
    citation = rulebook.citations.get(name, Citation("", (), ()))
    titles: dict[int, str] = {}
    if rulebook.has("requirements"):
        procedure = requirements_of(rulebook)
        titles = {row.number: row.title for row in procedure.rows}
        titles |= {number: f"(shown by {by})" for number, by in procedure.elsewhere}
    return RuleExplanation(
        code=rule.code,
        name=rule.name,
        part=rule.part,
        title=rule.title,
        meaning=rule.meaning,
        hint=rule.hint,
        cite=citation.cite,
        requirements={str(number): titles.get(number, "") for number in citation.requirements},
        readings=_readings(citation.readings, rulebook),
    )


def explain_refusal(name: str, rulebook: Rulebook) -> RefusalExplanation:
    """A reason why something may not be attested."""
    citation = rulebook.citations.get(name)
    return RefusalExplanation(code=name, messages=refusal_texts(name), cite=citation.cite if citation else "")


def explain_requirement(number: int, rulebook: Rulebook, pics: Pics | None) -> RequirementExplanation:
    """A requirement of the procedure, and what shows that it is met."""
    procedure = requirements_of(rulebook)
    rules = dict(_rules(rulebook, lambda citation: number in citation.requirements))
    row = next((row for row in procedure.rows if row.number == number), None)
    if row is None:
        elsewhere = dict(procedure.elsewhere)[number]
        return RequirementExplanation(number=number, shown_by={}, elsewhere=elsewhere, rules=rules)
    return RequirementExplanation(
        number=number,
        title=row.title,
        nature=row.kind,  # type: ignore[arg-type]  # the reader of requirements refuses others
        cite=row.cite,
        applies=str(row.applies),
        met=str(row.met) if row.met is not None else "",
        check=row.check,
        effect=row.effect.value,
        in_words=RequirementWords(
            nature=NATURES[row.kind],
            applies=applies_words(row),
            met=met_words(row),
            not_met=EFFECTS[row.effect],
            not_shown=not_shown_words(row),
        ),
        shown_by=_questions(row, procedure.fields),
        rules=rules,
        here=row.applies.evaluate(pics.values) if pics else None,
    )


def _questions(row: Requirement, rules: Mapping[str, FieldRule]) -> dict[str, str]:
    """Field of the record, ``record.laboratory.name`` -> what it asks for, with what the procedure names for it."""
    specs = dict(specs_in(RecordFields, "record"))
    in_condition = (name for name in items_of(row.met) if name.startswith("record.")) if row.met is not None else ()
    return {name: _question(specs[name].help, rules.get(name)) for name in (*row.shown_by, *in_condition)}


def _question(help: str, rule: FieldRule | None) -> str:
    names = [name for one in rule.examples for name in one.names] if rule else []
    return f"{help} For example {', '.join(names)}." if names else help


def _readings(names: Iterable[str], rulebook: Rulebook) -> tuple[AppliedReading, ...]:
    return tuple(
        AppliedReading.of(rulebook.readings[name]) for name in dict.fromkeys(names) if name in rulebook.readings
    )


def applying(reading: str, rulebook: Rulebook) -> dict[str, str]:
    """The performance parameters and the rules of the verdict that apply a reading, each with its title."""
    metrics = {row.id: row.title for row in metrics_of(rulebook).parameters.values() if reading in row.readings}
    return metrics | dict(_rules(rulebook, lambda citation: reading in citation.readings))


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
    has_profile = str(table.profiles[key.profile])
    return KeyExplanation(
        key=name,
        description=key.description,
        note=key.note,
        cite=key.cite,
        profile=key.profile,
        has_profile=has_profile,
        asked_of=table.asked_of,
        type=key.type.value,
        unit=key.unit,
        minimum=key.minimum,
        maximum=key.maximum,
        names=key.names,
        access=key.access.value,
        access_before=key.access_before.value if key.access_before else None,
        read_only=str(key.read_only) if key.read_only is not None else "",
        required=key.required,
        required_before=key.required_before,
        needed=str(key.needed) if key.needed is not None else "",
        in_words=KeyWords(value_words(key), access_words(key), required_words(key, has_profile)),
        here=_is_required(key, table, pics) if pics and pics.dut in table.asked_of else None,
        items={item.id: item.label for item in rulebook.items.values() if item.key == name},
        relations=tuple(row for relation in key.relations for row in _relations(relation, rulebook, pics)),
    )


def _is_required(key: ConfigurationKey, table: KeyTable, pics: Pics) -> bool | None:
    """Whether the station of this PICS must have the key."""
    by_profile = table.profiles[key.profile].evaluate(pics.values) if key.required else False
    by_answer = key.needed.evaluate(pics.values) if key.needed is not None else False
    if by_profile or by_answer:
        return True
    return None if by_profile is None or by_answer is None else False


def _relations(relation: Relation, rulebook: Rulebook, pics: Pics | None) -> Iterator[KeyRelation]:
    given = ItemAnswer.of(rulebook.items[relation.item], pics) if pics else None
    if relation.compare:
        yield KeyRelation(relation.item, "", compared_words(relation), relation.finding, given)
    for answer, expectation in relation.answers.items():
        yield KeyRelation(relation.item, answer, expected_words(expectation), relation.finding, given)


def explain_metric(name: str, rulebook: Rulebook) -> MetricExplanation:
    """A performance parameter."""
    metric = metrics_of(rulebook).parameters[name]
    return MetricExplanation(
        id=name,
        title=metric.title,
        definition=metric.definition,
        formula=metric.formula,
        unit=metric.unit,
        pairing=metric.pairing,
        pairs=tuple(map(pair_words, metric.pairs)),
        exclusions=metric.exclusions,
        asked_of=metric.asked_of,
        readings=_readings(metric.readings, rulebook),
        cite=metric.cite,
    )
