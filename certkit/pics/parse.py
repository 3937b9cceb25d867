"""From raw answers, as a file gives them, to a statement. Every reader of a PICS ends here, so that all agree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from certkit.edition.domains import NotInDomain
from certkit.edition.rulebook import Rulebook
from certkit.finding import Finding, Place
from certkit.formats.raw import Raw
from certkit.messages import plain_finding
from certkit.pics.model import Answer, Pics, Refused


class RawAnswer(NamedTuple):
    """What a file has for an item, before its domain has looked at it."""

    raw: Raw
    place: Place


def assemble(
    rulebook: Rulebook,
    source: str,
    raws: Mapping[str, RawAnswer],
    *,
    blanks: Mapping[str, Place] | None = None,
    findings: Iterable[Finding] = (),
) -> Pics:
    """The statement.

    Args:
        raws: item id -> what stands there.
        blanks: item id -> where an unanswered item is to be answered, where the file shows it.
        findings: what the reader noticed itself.
    """
    answers: dict[str, Answer] = {}
    refused: dict[str, Refused] = {}
    empty = dict(blanks or {})
    noticed = list(findings)
    for name, item in rulebook.items.items():
        given = raws.get(name)
        if given is None:
            continue
        try:
            value = item.domain.parse(given.raw)
        except NotInDomain as error:
            refused[name] = Refused(_as_text(given.raw), str(error), given.place)
            hint = f"{item.label}: {item.domain.expected}"
            noticed.append(
                plain_finding("K-02", f"{name}: {error}", where=given.place, items=[name], hint=hint, cite=item.cite)
            )
            continue
        if value is None:
            empty.setdefault(name, given.place)
        else:
            answers[name] = Answer(value, given.place)
    return Pics(rulebook.info.id, source, answers, refused, empty, tuple(noticed))


def _as_text(raw: Raw) -> str:
    """What was refused, as canonical text: equal for equal content, whichever file it stands in."""
    if isinstance(raw, list):
        return "[" + ", ".join(_as_text(entry) for entry in raw) + "]"
    if isinstance(raw, dict):
        return "{" + ", ".join(f"{key}: {_as_text(value)}" for key, value in sorted(raw.items())) + "}"
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, float) and raw == raw and abs(raw) != float("inf") and raw == int(raw):
        raw = int(raw)
    return " ".join(str(raw).split())
