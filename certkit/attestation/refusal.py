"""Why something may not be attested: a code, named arguments, and a place. Pure.

The words are in ``certkit/messages/attestation.yaml``; where the procedure says so is the edition's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from certkit.edition.rulebook import Rulebook
from certkit.finding import Place
from certkit.formats.document import described
from certkit.messages import ATTESTATION, words_of
from certkit.text.sentence import Argument


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why something may not be attested."""

    code: str
    """Of the refusal, or of the rule of the verdict that it comes from."""
    message: str
    cite: str = ""
    """The place in the procedure; empty where the edition gives none."""
    where: Place | None = None
    """The place in the user's file."""

    def __str__(self) -> str:
        place = f"{self.where.file}, {self.where}: " if self.where and str(self.where) else ""
        return f"{place}{self.message}{f' ({self.cite})' if self.cite else ''}"


def refusal(key: str, /, *, where: Place | None = None, **arguments: Argument) -> Refusal:
    """A refusal without its place in the procedure, which :func:`cited` adds.

    Args:
        key: the code, or ``CODE.message`` where the code has several messages.
        where: the place in the user's file.
        arguments: exactly those of the message.
    """
    message = words_of(ATTESTATION).sentence(key, arguments)
    return Refusal(code=key.partition(".")[0], message=message, where=where)


def cited(refusals: Iterable[Refusal], rulebook: Rulebook) -> Iterator[Refusal]:
    """The refusals, each with its place in the procedure of the edition; those that have one keep it."""
    for one in refusals:
        known = None if one.cite else rulebook.citations.get(one.code)
        yield replace(one, cite=known.cite) if known is not None else one
