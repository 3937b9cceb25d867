"""Rows of an edition in words: requirements, configuration keys, and pairs of messages."""

from __future__ import annotations

from certkit.configuration.model import Access, ConfigurationKey, Expectation, Relation
from certkit.measurement.model import Expectation as Expected
from certkit.measurement.model import Pair
from certkit.record.requirements import Effect, Requirement
from certkit.text.quote import join

NATURES = {
    "check": "a rule that is checked",
    "record": "to be noted in the record",
    "print": "to be stated",
    "process": "a duty",
}
"""Kind of a requirement -> in words."""
EFFECTS = {
    Effect.FAIL: "the verdict is fail",
    Effect.INCOMPLETE: "the verdict is incomplete",
    Effect.NOTE: "it is only reported",
}
"""Effect on a verdict -> in words."""


def compared_words(relation: Relation) -> str:
    """How the value of a key must compare with the answer to an item."""
    words = {
        "equals": "is",
        "at_least": "is at least",
        "at_most": "is at most",
        "same_names": "has the same names as",
    }[relation.compare]
    off = f", or {relation.off}, which switches it off" if relation.off is not None else ""
    return f"{words} {relation.item}{off}"


def expected_words(expectation: Expectation) -> str:
    """What is expected of a key."""
    words = []
    if expectation.present is not None:
        words.append("is reported" if expectation.present else "is not reported")
    if expectation.access is not None and expectation.access is not Access.EITHER:
        words.append(f"is {expectation.access.words}")
    elif expectation.access is not None:
        words.append(f"may be {expectation.access.words}")
    if expectation.value:
        words.append(f"is {expectation.value}")
    if expectation.includes:
        words.append(f"has {join(expectation.includes, 'and')}")
    if expectation.excludes:
        words.append(f"does not have {join(expectation.excludes, 'or')}")
    if expectation.at_least is not None:
        words.append(f"is at least {expectation.at_least}")
    return join(tuple(words), "and")


def pair_words(pair: Pair) -> str:
    """A pair of messages: the request of the CSMS, and the request of the station that it triggers."""
    then = pair.then or f"the message that {pair.named_by} names"
    if pair.excepted:
        then += f" (not {join(pair.excepted, 'or')})"
    expects = "; ".join(_expected(one) for one in pair.expects)
    return f"{pair.request}, then {then}{': ' if expects else ''}{expects}"


def _expected(expected: Expected) -> str:
    """What the triggered request must contain."""
    text = f"{expected.field} {join(expected.values, 'or')}"
    if expected.absent:
        text += " or absent"
    if expected.if_field:
        text += f" if {expected.if_field} is {expected.is_value}"
    return f"{text} after {join(expected.before, 'or')}" if expected.before else text


def applies_words(row: Requirement) -> str:
    """When a requirement applies."""
    return {"always": "always", "never": "never"}.get(str(row.applies), f"if {row.applies}")


def met_words(row: Requirement) -> str:
    """When a requirement is met."""
    if row.met is not None:
        return f"if {row.met}"
    if row.check:
        return f"if the check {row.check} of certkit confirms it"
    return "if the fields of the record are answered"


def not_shown_words(row: Requirement) -> str:
    """What follows for a verdict if a requirement is not shown."""
    return EFFECTS[Effect.NOTE if row.effect is Effect.NOTE else Effect.INCOMPLETE]


def value_words(key: ConfigurationKey) -> str:
    """What a key's value can be."""
    words = key.type.words + (f" ({key.unit})" if key.unit else "")
    if key.minimum is not None:
        words += f", at least {key.minimum}"
    if key.maximum is not None:
        words += f", at most {key.maximum}"
    if key.names:
        words += f", of {', '.join(key.names)}"
    if key.phases:
        words += "; each may end with the name of a phase"
    if key.length:
        words += f"; {key.length} limits its length"
    return words


def access_words(key: ConfigurationKey) -> str:
    """How a key can be accessed, now and before the errata."""
    words = key.access.words
    if key.access_before not in (None, key.access):
        words += f" (before the errata {key.access_before.words})"
    return words + (f"; read-only if {key.read_only}" if key.read_only is not None else "")


def required_words(key: ConfigurationKey, has_profile: str) -> str:
    """When a station must have a key."""
    profile = "of every station" if has_profile == "always" else f"if {has_profile}"
    words = profile if key.required else "no"
    if key.needed is not None:
        words = f"{words + ', and ' if key.required else ''}if {key.needed}"
    if key.required_before is None:
        return f"{words} (new with the errata)"
    if key.required_before is not key.required:
        words += f" (before the errata {'yes' if key.required_before else 'no'})"
    return words
