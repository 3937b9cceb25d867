"""The reference of what follows the plan as Markdown pages: evidence, keys, performance, requirements, verdict."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from certkit.configuration.model import ConfigurationKey, Relation
from certkit.configuration.read_keys import key_table
from certkit.edition.model import Constraint
from certkit.edition.rulebook import Rulebook
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
from certkit.measurement.metrics import Metric
from certkit.measurement.model import REASONS
from certkit.measurement.read_metrics import metrics_of
from certkit.messages import Code, codes_of
from certkit.record.read_requirements import requirements_of
from certkit.record.requirements import Effect, Requirement
from certkit.verdict.codes import RULES
from certkit.verdict.model import Part, Rule
from docs.tools.reference_markdown import code, escaped, link, row_of, sentence

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
        yield from (_constraint(row, rulebook) for row in key_table(rulebook).findings.values())
    yield "\n## Of results\n\nWhat `certkit results check` can say.\n"
    yield from (_finding(known, rulebook) for known in codes_of("results").values())
    yield "\n## Of a firmware image\n\nWhat `certkit firmware hash` and `certkit firmware verify` can say.\n"
    yield from (_finding(known, rulebook) for known in codes_of("firmware").values())
    yield "\n## Of a test record\n\nWhat `certkit record check` can say.\n"
    yield from (_finding(known, rulebook) for known in codes_of("record").values())


def _finding(known: Code, rulebook: Rulebook) -> str:
    cited = rulebook.citations.get(known.code)
    cite = cited.cite if cited else ""
    source = f"\n- Source: {escaped(cite)}\n" if cite else ""
    return (
        f"\n### {known.code} {known.name}\n\n**{escaped(known.title)}** ({known.severity}). "
        f"{escaped(known.meaning)} *{escaped(sentence(known.hint))}*\n{source}"
    )


def _constraint(row: Constraint, rulebook: Rulebook) -> str:
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
        *(("Beside the PICS", text) for relation in key.relations for text in _relation(relation)),
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
    lines += [row_of([code(reason), escaped(text)]) for reason, text in REASONS.items()]
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
    for rule in RULES.values():
        for number in rule.requirements:
            rules.setdefault(number, []).append(rule.code)
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
        rules = [rule for rule in RULES.values() if rule.part is part]
        if rules:
            lines.append(f"\n## {part.value[:1].upper()}{part.value[1:]}\n")
            lines += [_rule(rule, rulebook) for rule in rules]
    return "\n".join(lines)


_EFFECTS = (
    f"is of one of three effects: *{Effect.FAIL}* is what the procedure calls so, and what only new tests can mend; "
    f"*{Effect.INCOMPLETE}* is what is missing, open, or was not understood; a *{Effect.NOTE}* stands in nothing's way"
)


def _rule(rule: Rule, rulebook: Rulebook) -> str:
    hint = f" *{escaped(sentence(rule.hint))}*" if rule.hint else ""
    numbers = ", ".join(map(str, rule.requirements))
    requirements = f"- Requirements: {link(numbers, 'requirements.md')}\n" if numbers else ""
    meaning = _READING.sub(lambda found: _linked(found.group(), rulebook), escaped(rule.meaning))
    return (
        f"\n### {rule.code} {rule.name}\n\n**{escaped(rule.title)}.** {meaning}{hint}\n\n{requirements}"
        f"- Source: {escaped(rule.cite)}\n"
    )


def _linked(name: str, rulebook: Rulebook) -> str:
    """A reading's name as a link."""
    return link(name, "readings.md") if name in rulebook.readings else name
