"""Compare ids as people write them: ``tc_3`` and ``TC 003`` are TC_003, ``B-2`` is B-02."""

from __future__ import annotations

import re
from collections.abc import Iterable

_PARTS = re.compile(r"[0-9]+|[^\W\d_]+")


def plain_id(name: str) -> tuple[str | int, ...]:
    """The letters and numbers of an id, without case, signs and leading zeros."""
    return tuple(int(part) if part.isdecimal() else part for part in _PARTS.findall(name.casefold()[:200]))


def same_id(name: str, known: Iterable[str]) -> list[str]:
    """The known ids that a name means, written in another way; none if it has no letter and number."""
    wanted = plain_id(name)
    if len(wanted) < 2:
        return []
    return [one for one in known if plain_id(one) == wanted]


def longer_ids(name: str, known: Iterable[str]) -> list[str]:
    """The known ids that begin with a name and go on with another number: ``tc_4`` for TC_004_1 and TC_004_2."""
    wanted = plain_id(name)
    if len(wanted) < 2:
        return []
    return [one for one in known if plain_id(one)[: len(wanted)] == wanted != plain_id(one)]
