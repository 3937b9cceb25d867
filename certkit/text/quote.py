"""How texts and answers of users' files appear in a sentence: quoted, as an answer, or in a list."""

from __future__ import annotations

from collections.abc import Sequence

from certkit.conditions import Value
from certkit.text.terminal import safe

LONGEST_QUOTE = 60
"""Characters of a text that a sentence quotes."""


def quote(raw: object) -> str:
    """A value from a user's file in quotation marks, shortened, without anything that a terminal acts on.

    Args:
        raw: a text, number or date; a list or mapping is only named.
    """
    if isinstance(raw, list):
        return "a list"
    if isinstance(raw, dict):
        return "a group of values"
    text = str(raw)
    text = text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 3]}…"
    return f"“{safe(text)}”"


def value(answer: Value) -> str:
    """An answer as people write it: several answers with commas, a setting or a family member with a blank."""
    if isinstance(answer, tuple):
        return ", ".join(" ".join(map(str, part)) if isinstance(part, tuple) else str(part) for part in answer)
    return str(answer)


def join(names: Sequence[str], word: str) -> str:
    """``A``, ``A or B``, ``A, B or C``."""
    return f" {word} ".join(names) if len(names) < 3 else f"{', '.join(names[:-1])} {word} {names[-1]}"
