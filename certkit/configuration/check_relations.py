"""What a station reports for a key beside what its PICS answers: the relations of the edition, applied.

Every report of a key has to agree; a key that was reported in two ways agrees only if both do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from certkit.conditions import Value
from certkit.configuration.check_values import Reading, read_value
from certkit.configuration.model import Access, Configuration, ConfigurationKey, Entry, Expectation, KeyType, Relation
from certkit.configuration.read_keys import key_table
from certkit.edition.domains import listed
from certkit.edition.model import Constraint
from certkit.edition.rulebook import Rulebook
from certkit.finding import Finding, Place, Severity
from certkit.pics.model import Pics
from certkit.text.sentence import Sentence

LIMIT_NOT_REPORTED, NOT_COMPARED = "CK-28", "CK-23"


def disagreements(
    configuration: Configuration, pics: Pics, rulebook: Rulebook, readings: Mapping[Entry, Reading]
) -> Iterator[Finding]:
    """Where key and PICS differ."""
    table = key_table(rulebook)
    for key in table.keys.values():
        entries = configuration.of(key.key)
        relations = [relation for relation in key.relations if _can_be_compared(relation, pics, rulebook)]
        found = []
        for relation in relations:
            row = table.findings.get(relation.finding) or rulebook.constraints[relation.finding]
            for entry, detail in _differing(key, relation, pics.values[relation.item], entries, readings):
                found.append(_made(row, key, detail, entry.place if entry else None, relation, pics))
        if not entries and not found and not key.required:
            stated = (relation for relation in relations if relation.compare in ("equals", "same_names"))
            row = table.findings[LIMIT_NOT_REPORTED]
            found = [_made(row, key, f"{key.key} is not reported", None, relation, pics) for relation in stated]
        yield from found


def open_items(configuration: Configuration, pics: Pics, rulebook: Rulebook) -> Iterator[Finding]:
    """One note on the items that the PICS leaves open and on which the station's keys bear."""
    table = key_table(rulebook)
    left: dict[str, str] = {}
    for key in table.keys.values():
        for relation in key.relations:
            entries = configuration.of(key.key)
            if entries and relation.item not in pics.answers and _asked(relation, pics, rulebook):
                left[relation.item] = f"{relation.item} ({key.key} is {_value(entries[0])})"
    if left:
        detail = f"The PICS does not answer {'; '.join(left.values())}."
        yield finding_of(table.findings[NOT_COMPARED], detail, items=tuple(left))


def finding_of(
    row: Constraint,
    detail: str,
    *,
    where: Place | None = None,
    severity: Severity | None = None,
    items: tuple[str, ...] = (),
) -> Finding:
    """A finding of a row of the edition, with what was found in front of what the row says."""
    return Finding(
        code=row.id,
        name=row.name,
        severity=severity or row.severity,
        message=Sentence(f"{detail} {row.message}", "finding.edition", {"title": row.message, "items": items}),
        hint=row.hint,
        items=items,
        cite=row.cite,
        where=where,
    )


def _asked(relation: Relation, pics: Pics, rulebook: Rulebook) -> bool:
    return pics.dut is None or pics.dut in rulebook.items[relation.item].asked_of


def _can_be_compared(relation: Relation, pics: Pics, rulebook: Rulebook) -> bool:
    return relation.item in pics.values and _asked(relation, pics, rulebook)


def _made(
    row: Constraint, key: ConfigurationKey, detail: str, where: Place | None, relation: Relation, pics: Pics
) -> Finding:
    place = pics.place_of(relation.item)
    stands = f" ({place.file}, {place})" if place is not None and place.file and str(place) else ""
    answer = _answer_text(pics.values[relation.item])
    said = f"the PICS states {answer}" if relation.item == key.key else f"{relation.item} is answered {answer}"
    return finding_of(
        row,
        f"{detail}; {said}{stands}.",
        where=where,
        items=tuple(dict.fromkeys((relation.item, key.key))),
    )


def _differing(
    key: ConfigurationKey,
    relation: Relation,
    answer: Value,
    entries: tuple[Entry, ...],
    readings: Mapping[Entry, Reading],
) -> Iterator[tuple[Entry | None, str]]:
    """Each report that does not agree, or None for a key that is not there, and what was found."""
    expected = None if relation.compare else relation.answers.get(str(answer))
    if expected is not None and expected.present is not None:
        there = [entry for entry in entries if not _is_off(key, entry, readings)]
        if expected.present and not there:
            only_off = "is read-only false" if entries else "is not reported"
            yield entries[0] if entries else None, f"{key.key} {only_off}"
            return
        if not expected.present:
            if there:
                yield there[0], f"{key.key} is reported"
            return
    for entry in entries:
        reading = readings.get(entry)
        value = reading.value if reading is not None else None
        if relation.compare:
            wrong = _compared(relation, answer, value)
        else:
            wrong = _unexpected(key, expected, entry, value) if expected is not None else ""
        if wrong:
            yield entry, f"{key.key} is {wrong}"


def _is_off(key: ConfigurationKey, entry: Entry, readings: Mapping[Entry, Reading]) -> bool:
    """Whether a boolean is fixed as false: the station then says that it does not have the function."""
    reading = readings.get(entry)
    return key.type is KeyType.BOOLEAN and entry.readonly is True and reading is not None and reading.value is False


def _compared(relation: Relation, answer: Value, value: object) -> str:
    """What the value is, if it does not stand to the answer as it should."""
    if relation.compare == "same_names":
        if not isinstance(value, tuple) or not isinstance(answer, tuple):
            return ""
        same = {name.casefold() for name in value} == {str(name).casefold() for name in answer}
        return "" if same else _shown_value(value)
    if not isinstance(value, int) or isinstance(value, bool) or not isinstance(answer, int | float):
        return ""
    if value == relation.off:
        return ""
    agrees = {"equals": value == answer, "at_least": value >= answer, "at_most": value <= answer}[relation.compare]
    return "" if agrees else str(value)


def _unexpected(key: ConfigurationKey, expected: Expectation, entry: Entry, value: object) -> str:
    """What the report is, if it is not what is expected."""
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
        return ""
    access = ""
    if expected.access not in (None, Access.EITHER) and entry.readonly is not None:
        access = "read-only " if entry.readonly else "writable with the value "
    instead = f", not {expected.value}" if expected.value and not access else ""
    return access + _shown_value(value) + instead


def _shown_value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return listed(value, "and") if value else "an empty list"
    return "not readable" if value is None else str(value)


def _value(entry: Entry) -> str:
    text = entry.shown
    return text if len(text) <= 60 and text.isprintable() and text else "reported"


def _answer_text(answer: Value) -> str:
    return listed(tuple(map(str, answer)), "and") if isinstance(answer, tuple) else str(answer)
