"""What the keys of a station tell about its PICS (4.2): the relations of keys and answers, read backwards.

Keys tell the answer to a question with a choice if they contradict every answer but one, and a number or a list if they
state it. A key that is not reported tells nothing, and neither does one that was reported in two ways. Whatever is told
is a proposal: a person has to confirm it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from certkit.conditions import Value
from certkit.configuration.check import KeyChecks
from certkit.configuration.model import Configuration, ConfigurationKey, Entry, Expectation, Relation
from certkit.configuration.read_keys import key_table
from certkit.edition.domains import Choice, NotInDomain
from certkit.edition.model import Item
from certkit.edition.rulebook import Rulebook
from certkit.finding import Place
from certkit.pics.model import Answer, Pics

_STATED = ("equals", "same_names")
"""Relations in which the key states the answer itself."""


class ToldAnswer(NamedTuple):
    """An answer that evidence tells.

    Attributes:
        told_by: the keys or the message that tell it.
        place: of the first of them.
    """

    item: str
    value: Value
    told_by: str
    place: Place


def answers_told_by(configuration: Configuration, dut: str, rulebook: Rulebook) -> Iterator[ToldAnswer]:
    """The answers that the keys tell, in the order of the form; none for a device that has no keys."""
    table = key_table(rulebook)
    if dut not in table.asked_of:
        return
    related: dict[str, list[tuple[ConfigurationKey, Relation]]] = {}
    for key in table.keys.values():
        for relation in key.relations:
            related.setdefault(relation.item, []).append((key, relation))
    for item in rulebook.items.values():
        pairs = related.get(item.id, []) if dut in item.asked_of else []
        reports = {key.key: configuration.of(key.key) for key, _ in pairs}
        reported = [entries[0] for entries in reports.values() if entries]
        if not reported or any(len(entries) > 1 for entries in reports.values()):
            continue
        value = _told(configuration, item, pairs, rulebook)
        if value is not None:
            yield ToldAnswer(item.id, value, ", ".join(entry.key for entry in reported), reported[0].place)


def _told(
    configuration: Configuration, item: Item, pairs: list[tuple[ConfigurationKey, Relation]], rulebook: Rulebook
) -> Value | None:
    if isinstance(item.domain, Choice):
        possible = [value for value in item.domain.values if not _is_contradicted(configuration, item, value, rulebook)]
        return possible[0] if len(possible) == 1 and _is_shown(configuration, item, possible[0], rulebook) else None
    checks = _checks(configuration, item, None, rulebook)
    values = {
        _parsed(item, checks, entry)
        for key, relation in pairs
        if relation.compare in _STATED
        for entry in configuration.of(key.key)
    }
    return values.pop() if len(values) == 1 else None


def _is_shown(configuration: Configuration, item: Item, value: Value, rulebook: Rulebook) -> bool:
    """Whether what is reported is understood, and what the answer expects. An answer that only remains is not shown."""
    checks = _checks(configuration, item, value, rulebook)
    is_expected = False
    for key in checks.table.keys.values():
        for relation in (relation for relation in key.relations if relation.item == item.id):
            expected = relation.answers.get(str(value))
            for entry in configuration.of(key.key):
                parsed = checks.values.get(entry)
                if parsed is None or parsed.value is None or parsed.value == ():
                    return False
                if parsed.unknown and expected is not None and expected.excludes:
                    return False  # the unknown entry may be the excluded one, misspelt
                is_expected = is_expected or (expected is not None and _lasts(expected, entry))
    return is_expected


def _lasts(expected: Expectation, entry: Entry) -> bool:
    """Whether what is expected is more than the present value of a key that may be writable, as of SecurityProfile."""
    of_value = bool(expected.value) or expected.at_least is not None
    return not of_value or expected.access is not None or entry.readonly is True


def _is_contradicted(configuration: Configuration, item: Item, value: Value, rulebook: Rulebook) -> bool:
    checks = _checks(configuration, item, value, rulebook)
    return any(
        any(True for _ in checks.differing(key, relation, configuration.of(key.key)))
        for key in checks.table.keys.values()
        for relation in key.relations
        if relation.item == item.id and configuration.of(key.key)
    )


def _checks(configuration: Configuration, item: Item, value: Value | None, rulebook: Rulebook) -> KeyChecks:
    """The checks of the configuration against a statement with this one answer."""
    answers = {} if value is None else {item.id: Answer(value, Place())}
    return KeyChecks(configuration, Pics(rulebook.info.id, "", answers), rulebook, key_table(rulebook))


def _parsed(item: Item, checks: KeyChecks, entry: Entry) -> Value | None:
    """The value of a key as an answer to the item; None if it is not one."""
    parsed = checks.values.get(entry)
    value = parsed.value if parsed is not None else None
    if value is None:
        return None
    try:
        return item.domain.parse(list(value) if isinstance(value, tuple) else value)
    except NotInDomain:
        return None
