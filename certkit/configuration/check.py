"""A station's configuration keys against the standard and its PICS (4.2): all keys are read and validated.

The edition says what a key must be, and how it must agree with items of the PICS (``configuration_keys.yaml``); this
module applies it. A value that could not be read has a finding of its own and is compared with nothing. An item that
the PICS does not answer is not compared either, and a note says so. Every report of a key must be right: a key that was
reported in two ways agrees with the PICS only if both reports do.
"""

from __future__ import annotations

from collections.abc import Iterator

from certkit.conditions import Value
from certkit.configuration.model import (
    Access,
    Configuration,
    ConfigurationKey,
    Entry,
    Expectation,
    KeyTable,
    KeyType,
    Relation,
)
from certkit.configuration.read_keys import key_table
from certkit.configuration.read_values import ParsedValue, read_value
from certkit.edition.domains import Choice
from certkit.edition.model import ALWAYS, Constraint
from certkit.edition.rulebook import Rulebook
from certkit.errors import CertkitError
from certkit.finding import Finding, Place, Severity
from certkit.messages import EVIDENCE, words_of
from certkit.pics.model import Pics
from certkit.text.misspelling import misspelt
from certkit.text.quote import join
from certkit.text.secrets import Secret
from certkit.text.sentence import Argument, Sentence

_MOST_NAMES = 10
_LONGEST_SHOWN = 60
_AGAINST = ("C", "S")
"""The kinds of constraints that say that answers contradict each other, or look wrong together."""


def check_configuration(configuration: Configuration, pics: Pics, rulebook: Rulebook) -> tuple[Finding, ...]:
    """All findings, in the order of the file; those without a place in it come last.

    Raises:
        CertkitError: the device of the PICS has no configuration keys, or the edition has no table of them.
    """
    table = key_table(rulebook)
    if pics.dut is not None and pics.dut not in table.asked_of:
        raise CertkitError(
            f"the PICS is of a {pics.dut}, which has no configuration keys",
            hint="give the PICS of the charging station whose configuration this is",
            file=pics.source,
        )
    checks = KeyChecks(configuration, pics, rulebook, table)
    findings = [
        *configuration.findings,
        *checks.each_entry(),
        *checks.names(),
        *checks.missing(),
        *checks.whole_answer(),
        *checks.disagreements(),
        *checks.open_items(),
    ]
    return tuple(sorted(rulebook.cited(findings), key=_order))


def _order(finding: Finding) -> tuple[object, ...]:
    severity = list(Severity).index(finding.severity)
    place = finding.where
    if place is None:
        return (1, severity, 0, finding.code)
    return (0, place.line, place.column, severity, finding.code)


class KeyChecks:
    """The checks of one configuration.

    Attributes:
        values: the value of every report of a standard key, where it has one.
    """

    def __init__(self, configuration: Configuration, pics: Pics, rulebook: Rulebook, table: KeyTable) -> None:
        self.configuration = configuration
        self.pics = pics
        self.rulebook = rulebook
        self.table = table
        self.values: dict[Entry, ParsedValue] = {}
        for entry in configuration.entries:
            key = table.find(entry.key)
            text = entry.value
            if key is not None and text is not None and (text or key.type in (KeyType.LIST, KeyType.STRING)):
                self.values[entry] = read_value(key, text)

    def finding(
        self,
        code: str,
        message: str,
        *,
        items: tuple[str, ...] = (),
        where: Place | None = None,
        severity: Severity | None = None,
        **arguments: Argument,
    ) -> Finding:
        """A finding of the edition: a message about the configuration, and what the edition says of it."""
        row = self.row(code)
        return Finding(
            code=row.id,
            name=row.name,
            severity=severity or row.severity,
            message=_say(message, title=row.message, **arguments),
            hint=row.hint,
            items=items,
            cite=row.cite,
            where=where,
        )

    def about(
        self, code: str, message: str, key: str, where: Place | None, severity: Severity | None = None, **rest: Argument
    ) -> Finding:
        """A finding about one key."""
        return self.finding(code, message, items=(key,), where=where, severity=severity, key=key, **rest)

    def row(self, code: str) -> Constraint:
        return self.table.findings.get(code) or self.rulebook.constraints[code]

    # What the standard says of each key.

    def each_entry(self) -> Iterator[Finding]:
        """Value and accessibility of every standard key that is reported."""
        for entry in self.configuration.entries:
            key = self.table.find(entry.key)
            if key is None:
                continue
            yield from self.access(key, entry)
            if entry.secret is not None:
                yield from self.secret(key, entry)
                continue
            value = self.values.get(entry)
            if value is None and key.access is Access.WRITE:
                continue  # it must not be readable, so a report without a value is right
            if value is None:
                kind = "none" if entry.value is None else "empty"
                yield self.about("CK-11", "key.empty", key.key, entry.place, value=kind, type=key.type.words)
            else:
                yield from self.value(key, entry, value)

    def secret(self, key: ConfigurationKey, entry: Entry) -> Iterator[Finding]:
        """A secret that must not be readable, or in a key that does not hold one: such a value was not read at all."""
        if key.access is Access.WRITE:
            if entry.secret is Secret.HELD_BACK:
                yield self.about("CK-20", "key.readable", key.key, entry.place)
        elif key.type is not KeyType.STRING:
            yield self.about("CK-13", "key.secret", key.key, entry.place, type=key.type.words)

    def access(self, key: ConfigurationKey, entry: Entry) -> Iterator[Finding]:
        if entry.readonly is None or key.access.allows(entry.readonly):
            return
        if key.read_only is not None and entry.readonly and key.read_only.evaluate(self.pics.values) is not False:
            return
        yield self.about(
            "CK-12",
            "key.access",
            key.key,
            entry.place,
            Severity.WARNING if self.pics_allows_access(key, entry) else None,
            reported="read-only" if entry.readonly else "writable",
            access=key.access.words,
            cite=key.cite,
        )

    def pics_allows_access(self, key: ConfigurationKey, entry: Entry) -> bool:
        """Whether the form of the PICS allows the accessibility that the standard does not, and the PICS states it."""
        for relation in key.relations:
            expected = relation.answers.get(str(self.pics.values.get(relation.item)))
            if expected and expected.access and entry.readonly is not None and expected.access.allows(entry.readonly):
                return True
        return False

    def value(self, key: ConfigurationKey, entry: Entry, parsed: ParsedValue) -> Iterator[Finding]:
        name, place, value = key.key, entry.place, parsed.value
        if parsed.wrong is not None:
            yield self.about("CK-13", "key.wrong-type", name, place, wrong=parsed.wrong)
            return
        if parsed.differences:
            yield self.about("CK-14", "key.other-form", name, place, differences="; ".join(parsed.differences))
        if isinstance(value, int) and not isinstance(value, bool):
            if key.minimum is not None and value < key.minimum:
                yield self.about("CK-15", "key.too-small", name, place, value=str(value), minimum=str(key.minimum))
            if key.maximum is not None and value > key.maximum:
                yield self.about("CK-15", "key.too-large", name, place, value=str(value), maximum=str(key.maximum))
        if parsed.unknown:
            entries = tuple(map(str, parsed.unknown[:_MOST_NAMES]))
            yield self.about("CK-16", "key.unknown-entries", name, place, entries=entries)
        longest = self.number(key.length) if key.length else None
        if longest is not None and isinstance(value, tuple) and len(value) > longest:
            count, most = len(value), str(longest)
            yield self.about("CK-17", "key.too-long", name, place, entries=count, length=key.length, longest=most)

    def number(self, key: str) -> int | None:
        """The smallest number that is reported for a key."""
        numbers = [self.values[entry].value for entry in self.configuration.of(key) if entry in self.values]
        return min((value for value in numbers if isinstance(value, int) and not isinstance(value, bool)), default=None)

    def names(self) -> Iterator[Finding]:
        """Keys that the standard spells in another way."""
        for name in self.configuration.names:
            place = self.configuration.of(name)[0].place
            key = self.table.find(name)
            if key is not None and key.key != name:
                yield self.about("CK-19", "key.other-case", key.key, place, name=name)
            elif key is None and (meant := misspelt(name, self.table.keys)):
                also = "yes" if self.configuration.of(meant) else "no"
                yield self.about("CK-18", "key.misspelt", meant, place, name=name, also=also)

    def missing(self) -> Iterator[Finding]:
        """Keys that the station must have and does not report."""
        claimed = self.claimed_profiles()
        unknown = {name.casefold() for name in self.configuration.unknown_keys}
        slips = {
            misspelt(name, self.table.keys): name for name in self.configuration.names if not self.table.find(name)
        }
        for key in self.table.keys.values():
            if self.configuration.of(key.key):
                continue
            profile = self.table.profiles[key.profile]
            has_profile = profile.evaluate(self.pics.values) is True or key.profile in claimed
            is_needed = key.needed is not None and key.needed.evaluate(self.pics.values) is True
            if not (is_needed or (key.required and has_profile)):
                continue
            if not is_needed:
                why = _say("why.profile", profile=key.profile)
            else:
                why = _say("why.always") if key.needed == ALWAYS else _say("why.condition", condition=str(key.needed))
            is_unknown = "yes" if key.key.casefold() in unknown else "no"
            detail = _say("missing.key", key=key.key, why=why, cite=key.cite, unknown=is_unknown)
            if key.key in slips:
                detail = _say("missing.misspelt", detail=detail, meant=slips[key.key])
            yield self.finding("CK-10", "key.missing", items=(key.key,), detail=detail)

    def claimed_profiles(self) -> set[str]:
        """The feature profiles that the station itself reports."""
        entries = self.configuration.of(self.rulebook.evidence.profiles_key)
        values = [self.values[entry].value for entry in entries if entry in self.values]
        return {name for value in values if isinstance(value, tuple) for name in value}

    def whole_answer(self) -> Iterator[Finding]:
        """Findings about the answer as a whole."""
        if self.configuration.whole is False:
            yield self.finding("CK-22", "configuration.partial")
        held_back = [entry.key for entry in self.configuration.entries if entry.secret is Secret.HELD_BACK]
        if held_back:
            yield self.finding("CK-21", "configuration.secrets", keys=tuple(dict.fromkeys(held_back)))
        name = self.rulebook.evidence.maximum_key
        most = self.number(name)
        count = len(self.configuration.names)
        if most is not None and count > most:
            place = self.configuration.of(name)[0].place
            yield self.about("P-67", "key.fewer-than-reported", name, place, value=str(most), count=count)

    # How the keys agree with the PICS.

    def disagreements(self) -> Iterator[Finding]:
        """Where a key and the PICS differ."""
        for key in self.table.keys.values():
            entries = self.configuration.of(key.key)
            relations = [relation for relation in key.relations if self.can_be_compared(relation)]
            findings = [
                self.disagreement(relation.finding, key, relation, detail, entry.place if entry else None)
                for relation in relations
                for entry, detail in self.differing(key, relation, entries)
            ]
            if not entries and not findings and not key.required:
                detail = _say("relation.not-reported", key=key.key)
                stated = (relation for relation in relations if relation.compare in ("equals", "same_names"))
                findings = [self.disagreement("CK-28", key, relation, detail, None) for relation in stated]
            yield from findings

    def open_items(self) -> Iterator[Finding]:
        """One note on the items that the PICS does not answer and that the station's keys concern."""
        open_items: dict[str, str] = {}
        for key in self.table.keys.values():
            for relation in key.relations:
                entries = self.configuration.of(key.key)
                is_open = relation.item not in self.pics.answers and self.is_asked(relation)
                if entries and is_open and not self.must_stay_empty(relation):
                    detail = _say("relation.open", item=relation.item, key=key.key, value=_reported_text(entries[0]))
                    open_items[relation.item] = str(detail)
        if open_items:
            details = "; ".join(open_items.values())
            yield self.finding("CK-23", "configuration.not-compared", items=tuple(open_items), details=details)

    def is_asked(self, relation: Relation) -> bool:
        return self.pics.dut is None or self.pics.dut in self.rulebook.items[relation.item].asked_of

    def must_stay_empty(self, relation: Relation) -> bool:
        """Whether every answer to the item would contradict the others, as for SC-1 without Smart Charging."""
        domain = self.rulebook.items[relation.item].domain
        if not isinstance(domain, Choice):
            return False
        conditions = [
            constraint.when
            for constraint in self.rulebook.constraints.values()
            if constraint.when is not None and constraint.kind in _AGAINST and relation.item in constraint.items
        ]
        return all(
            any(condition.evaluate({**self.pics.values, relation.item: value}) is True for condition in conditions)
            for value in domain.values
        )

    def can_be_compared(self, relation: Relation) -> bool:
        return relation.item in self.pics.values and self.is_asked(relation)

    def disagreement(
        self, code: str, key: ConfigurationKey, relation: Relation, detail: Sentence, where: Place | None
    ) -> Finding:
        place, answer = self.pics.place_of(relation.item), _answer_text(self.pics.values[relation.item])
        if relation.item == key.key:
            statement = _say("pics.limit", answer=answer)
        else:
            statement = _say("pics.item", item=relation.item, answer=answer)
        return self.finding(
            code,
            "relation.differs",
            items=tuple(dict.fromkeys((relation.item, key.key))),
            where=where,
            detail=detail,
            statement=statement,
            place=(f"{place.file}, {place}",) if place is not None and place.file and str(place) else (),
        )

    def differing(
        self, key: ConfigurationKey, relation: Relation, entries: tuple[Entry, ...]
    ) -> Iterator[tuple[Entry | None, Sentence]]:
        """Each report that does not agree, or None for a key that is not reported, and what differs."""
        answer = self.pics.values[relation.item]
        expected = None if relation.compare else relation.answers.get(str(answer))
        if expected is not None and expected.present is not None:
            present = [entry for entry in entries if not self.is_off(key, entry)]
            if expected.present and not present:
                message = "relation.read-only-false" if entries else "relation.not-reported"
                yield entries[0] if entries else None, _say(message, key=key.key)
                return
            if not expected.present:
                if present:
                    yield present[0], _say("relation.reported", key=key.key)
                return
        for entry in entries:
            parsed = self.values.get(entry)
            value = parsed.value if parsed is not None else None
            if relation.compare:
                if _differs(relation, answer, value):
                    yield entry, _say("relation.value", key=key.key, value=_value_text(value))
            elif expected is not None and (detail := _unexpected(key, expected, entry, value)) is not None:
                yield entry, detail

    def is_off(self, key: ConfigurationKey, entry: Entry) -> bool:
        """Whether a boolean is fixed as false: the station then says that it does not have the function."""
        parsed = self.values.get(entry)
        return key.type is KeyType.BOOLEAN and entry.readonly is True and parsed is not None and parsed.value is False


def _differs(relation: Relation, answer: Value, value: object) -> bool:
    """Whether a value does not relate to the answer as it must. What cannot be compared does not differ."""
    if relation.compare == "same_names":
        if not isinstance(value, tuple) or not isinstance(answer, tuple):
            return False
        return {name.casefold() for name in value} != {str(name).casefold() for name in answer}
    if not isinstance(value, int) or isinstance(value, bool) or not isinstance(answer, int | float):
        return False
    if value == relation.off:
        return False
    return not {"equals": value == answer, "at_least": value >= answer, "at_most": value <= answer}[relation.compare]


def _unexpected(key: ConfigurationKey, expected: Expectation, entry: Entry, value: object) -> Sentence | None:
    """What is reported, if it is not what is expected."""
    wrong = False
    if expected.access is not None and entry.readonly is not None:
        wrong = not expected.access.allows(entry.readonly)
    if value is not None:
        if expected.value:
            wrong = wrong or value != read_value(key, expected.value).value
        if isinstance(value, tuple):
            wrong = wrong or not set(expected.includes) <= set(value) or bool(set(expected.excludes) & set(value))
        elif expected.at_least is not None and isinstance(value, int):
            wrong = wrong or value < expected.at_least
    if not wrong:
        return None
    text = _value_text(value)
    if expected.access not in (None, Access.EITHER) and entry.readonly is not None:
        access = "read-only" if entry.readonly else "writable"
        return _say("relation.access", key=key.key, access=access, value=text)
    if expected.value:
        return _say("relation.other-value", key=key.key, value=text, expected=expected.value)
    return _say("relation.value", key=key.key, value=text)


def _say(message: str, **arguments: Argument) -> Sentence:
    return words_of(EVIDENCE).sentence(message, arguments)


def _value_text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return join(value, "and") if value else "an empty list"
    return "not readable" if value is None else str(value)


def _reported_text(entry: Entry) -> str:
    text = entry.shown
    return text if len(text) <= _LONGEST_SHOWN and text.isprintable() and text else "reported"


def _answer_text(answer: Value) -> str:
    return join(tuple(map(str, answer)), "and") if isinstance(answer, tuple) else str(answer)
