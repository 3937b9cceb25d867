"""From raw answers, as a file gives them, to a statement. Every reader of a PICS ends here, so all readers agree."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from certkit.edition.domains import NotInDomain, Texts
from certkit.edition.model import Item
from certkit.edition.rulebook import Rulebook
from certkit.finding import Finding, Place, Related
from certkit.formats.raw import Raw
from certkit.messages import finding
from certkit.pics.model import Acceptance, Answer, InvalidAnswer, Pics
from certkit.text.sentence import Argument


class RawAnswer(NamedTuple):
    """What a file has for an item, before the item's domain parses it."""

    raw: Raw
    place: Place


class Mark(NamedTuple):
    """A name in the list of answers that are to be confirmed, and its place."""

    name: str
    place: Place


def assemble(
    rulebook: Rulebook,
    source: str,
    raws: Mapping[str, RawAnswer],
    *,
    blanks: Mapping[str, Place] | None = None,
    findings: Iterable[Finding] = (),
    accepted: Iterable[Acceptance] = (),
    marks: Iterable[Mark] = (),
) -> Pics:
    """The statement.

    Args:
        raws: item id -> what the file has for it.
        blanks: item id -> where the answer of an unanswered item belongs.
        findings: what the reader noticed.
        accepted: the warnings that the file accepts.
        marks: the answers that the file marks as to be confirmed.
    """
    answers: dict[str, Answer] = {}
    refused: dict[str, InvalidAnswer] = {}
    empty = dict(blanks or {})
    noticed = list(findings)
    for name, item in rulebook.items.items():
        answer = raws.get(name)
        if answer is None:
            continue
        try:
            value = item.domain.parse(answer.raw)
        except NotInDomain as error:
            refused[name] = InvalidAnswer(canonical_text(answer.raw), answer.place)
            noticed.append(not_an_answer(item, str(error), answer.place))
            continue
        if value is None:
            empty.setdefault(name, answer.place)
        else:
            answers[name] = Answer(value, answer.place)
    pics = Pics(rulebook.info.id, source, answers, refused, empty, tuple(noticed), tuple(accepted))
    return with_marks(pics, rulebook, marks)


def items_by_name(rulebook: Rulebook) -> dict[str, Item]:
    """The items by what people call them, in small letters: the id, or the path in YAML such as ``features.c-04``."""
    names = {".".join(item.path).casefold(): item for item in rulebook.items.values()}
    return names | {item.id.casefold(): item for item in rulebook.items.values()}


def with_marks(pics: Pics, rulebook: Rulebook, marks: Iterable[Mark]) -> Pics:
    """The statement without the answers that are to be confirmed; a mark that marks no answer is a finding."""
    names = items_by_name(rulebook)
    answers, to_confirm, findings = dict(pics.answers), dict(pics.to_confirm), list(pics.findings)
    for mark in marks:
        named = names.get(mark.name.strip().casefold())
        item = named.id if named is not None else ""
        if named is None:
            findings.append(finding("K-16.unknown", where=mark.place, name=mark.name))
        elif item in to_confirm:
            findings.append(finding("K-16.twice", where=mark.place, items=(item,), item=item))
        elif item in answers:
            to_confirm[item] = answers.pop(item)
        elif item not in pics.refused:
            findings.append(finding("K-16.unanswered", where=mark.place, items=(item,), item=item))
    if not to_confirm and len(findings) == len(pics.findings):
        return pics
    blanks = {**pics.blanks, **{item: answer.place for item, answer in to_confirm.items()}}
    return replace(pics, answers=answers, to_confirm=to_confirm, blanks=blanks, findings=tuple(findings))


ACCEPTED_FIELDS = ("code", "items", "reason", "name", "date")
"""The fields of an acceptance, as YAML names them."""


def acceptance(fields: Mapping[str, Raw], place: Place) -> Acceptance | Finding:
    """An acceptance from its fields, or the finding that one of them is not a text."""
    texts: dict[str, tuple[str, ...]] = {}
    for name in ACCEPTED_FIELDS:
        try:
            parsed = Texts().parse(_day(fields.get(name)))
        except NotInDomain as error:
            return finding("K-12.text", where=place, field=name, problem=str(error))
        texts[name] = tuple(map(str, parsed)) if isinstance(parsed, tuple) else ()
    code, reason, name, day = (" ".join(texts[field]) for field in ("code", "reason", "name", "date"))
    items = tuple(item for text in texts["items"] for item in re.split(r"[\s,;]+", text) if item)
    return Acceptance(code, items, reason, name, day, place)


def _day(raw: Raw) -> Raw:
    """A date that a workbook has as a date, as text."""
    if isinstance(raw, datetime.datetime):
        raw = raw.date()
    return raw.isoformat() if isinstance(raw, datetime.date) else raw


def item_finding(
    key: str, item: Item, place: Place | None, *, related: tuple[Related, ...] = (), **arguments: Argument
) -> Finding:
    """A finding about the answer to an item; its message has the argument ``item``."""
    found = finding(
        key, where=place, items=[item.id], related=related, severity=None, hint=None, item=item.id, **arguments
    )
    return replace(found, cite=item.cite)


def not_an_answer(item: Item, problem: str, place: Place) -> Finding:
    """The finding that what a file has for an item is not one of its answers."""
    return item_finding("K-02", item, place, problem=problem, label=item.label, expected=item.domain.expected)


def canonical_text(raw: Raw) -> str:
    """An invalid answer as text: equal for equal content in any file."""
    if isinstance(raw, list):
        return "[" + ", ".join(canonical_text(entry) for entry in raw) + "]"
    if isinstance(raw, dict):
        return "{" + ", ".join(f"{key}: {canonical_text(value)}" for key, value in sorted(raw.items())) + "}"
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, float) and math.isfinite(raw) and raw == int(raw):
        raw = int(raw)
    return " ".join(str(raw).split())
