"""Tell a misspelt standard key from a vendor's own key that only resembles one.

A slip changes, drops or adds a letter or two within a word. A vendor's own key adds or exchanges words:
``PortalWebSocketPingInterval``, ``MeterValuesSignedData`` and ``LocalAuthorizeOnline`` are not slips,
``MeterValuesSampleInterval`` is one.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

LEAST_LIKENESS = 0.88
"""difflib's ratio below which two names are not compared any further."""
MOST_LETTERS = 2
"""Letters that a slip changes at the most."""


def misspelt(name: str, standard: Iterable[str]) -> str:
    """The standard key that is meant, or "" if the name is not a slip.

    Args:
        name: an unknown key. One that differs in capitals alone is not unknown.
        standard: the standard's keys.
    """
    folded = {_fold(key): key for key in standard}
    given = _fold(name)
    if given in folded:
        return folded[given]
    close = difflib.get_close_matches(given, folded, n=3, cutoff=LEAST_LIKENESS)
    return next((folded[known] for known in close if _is_slip(given, folded[known])), "")


def _fold(name: str) -> str:
    return "".join(c for c in name.casefold() if c not in " _-.")


def _is_slip(given: str, key: str) -> bool:
    """Whether at most two letters differ, none of them a digit, and no word begins otherwise."""
    starts = {at for at, c in enumerate(key) if c.isupper() or c.isdigit()}
    letters = 0
    edits = difflib.SequenceMatcher(None, key.casefold(), given, autojunk=False).get_opcodes()
    for tag, first, last, given_first, given_last in edits:
        if tag == "equal":
            continue
        letters += max(last - first, given_last - given_first)
        added = given[given_first:given_last]
        if any(c.isdigit() for c in added) or (tag == "insert" and first == 0):
            return False
        if tag == "replace" and (first in starts or max(last - first, len(added)) > 1):
            return False
    return letters <= MOST_LETTERS or _is_swap(given, key.casefold())


def _is_swap(given: str, key: str) -> bool:
    """Whether two neighbouring letters have changed places, and nothing else."""
    if len(given) != len(key):
        return False
    differing = [at for at, (a, b) in enumerate(zip(given, key, strict=True)) if a != b]
    return (
        len(differing) == 2
        and differing[1] == differing[0] + 1
        and given[differing[0]] == key[differing[1]]
        and given[differing[1]] == key[differing[0]]
    )
