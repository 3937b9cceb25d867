"""Refusals as tests expect them: the code with the name of its message, the place, and the arguments."""

from typing import Any

from certkit.attestation.refusal import Refusal
from certkit.text.sentence import Sentence


def at(key: str, place: str = "", /, **arguments: Any) -> tuple[str, str, dict[str, Any]]:
    """A refusal that is expected."""
    return key, place, arguments


def found(refusal: Refusal) -> tuple[str, str, dict[str, Any]]:
    """A refusal in the same form; one of a rule of the verdict, whose words have tests of their own, by its code."""
    place = f"{refusal.where.file}, {refusal.where}" if refusal.where and str(refusal.where) else ""
    if not refusal.code.startswith("AT-"):
        return at(refusal.code, place)
    assert isinstance(refusal.message, Sentence)
    return at(refusal.message.key, place, **refusal.message.arguments)
