"""A statement as it would be with other answers. What follows from it is marked as a what-if and is no statement's."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import replace

from certkit.conditions import Value
from certkit.edition.domains import Members, NotInDomain, Settings, Texts
from certkit.edition.model import Item
from certkit.edition.rulebook import Rulebook
from certkit.errors import CertkitError, UnknownName
from certkit.finding import Place
from certkit.formats.raw import Raw
from certkit.formats.yaml_tree import plain, read_tree
from certkit.pics.model import Answer, Pics, SupposedAnswer, WhatIf
from certkit.pics.parse import items_by_name
from certkit.text.quote import quote

OPTION = "--set"


def suppose(pics: Pics, rulebook: Rulebook, settings: Mapping[str, str]) -> Pics:
    """The statement with other answers.

    Args:
        settings: item, by its id or its path in YAML -> answer as the form reads it; an empty one removes the answer.

    Raises:
        UnknownName: there is no such item.
        CertkitError: the text is not one of the item's answers, or an item is set twice.
    """
    answers, refused, blanks = dict(pics.answers), dict(pics.refused), dict(pics.blanks)
    to_confirm = dict(pics.to_confirm)
    supposed: dict[str, SupposedAnswer] = {}
    for name, text in settings.items():
        item = item_named(name, rulebook)
        if item.id in supposed:
            raise CertkitError(f"{item.id} is set twice", hint=f"give {OPTION} {item.id}=… once")
        after = _parsed(item, text)
        supposed[item.id] = SupposedAnswer(item.id, pics.values.get(item.id), after)
        place = pics.place_of(item.id) or Place(pics.source)
        refused.pop(item.id, None)
        answers.pop(item.id, None)
        blanks.pop(item.id, None)
        to_confirm.pop(item.id, None)
        if after is None:
            blanks[item.id] = place
        else:
            answers[item.id] = Answer(after, Place(pics.source))
    return replace(
        pics,
        answers={item: answers[item] for item in rulebook.items if item in answers},
        refused=refused,
        blanks=blanks,
        to_confirm=to_confirm,
        findings=tuple(finding for finding in pics.findings if not supposed.keys() & {*finding.items[:1]}),
        what_if=WhatIf(pics.sha256, tuple(row for row in supposed.values() if row.before != row.after)),
    )


def item_named(name: str, rulebook: Rulebook) -> Item:
    """The item of an id or of a path in YAML such as ``features.C-04``, in upper or lower case.

    Raises:
        UnknownName: there is no such item; the hint has the nearest ones.
    """
    wanted = name.strip().casefold()
    names = items_by_name(rulebook)
    if wanted in names:
        return names[wanted]
    near = difflib.get_close_matches(wanted, names, n=3, cutoff=0.6)
    meant = dict.fromkeys(names[close].id for close in near)
    raise UnknownName(
        f"the form has no item {quote(name)}",
        hint=f"did you mean {' or '.join(meant)}?" if meant else "use an id such as C-04, or a path in YAML",
    )


def _parsed(item: Item, text: str) -> Value | None:
    raw: Raw = text
    if isinstance(item.domain, Texts | Settings | Members) and text.lstrip()[:1] in ("[", "{"):
        tree = read_tree(text.encode("utf-8", "surrogateescape"), f"{OPTION} {item.id}")
        raw = plain(tree) if tree is not None else None
    try:
        return item.domain.parse(raw)
    except NotInDomain as error:
        raise CertkitError(
            f"{OPTION} {item.id}: {error}", hint=f"{item.label}: {item.domain.expected}; nothing for not answered"
        ) from None
