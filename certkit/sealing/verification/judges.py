"""What verification asks of the rest of certkit: to read the data, to draw the pages, to derive the verdict again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from certkit.model.attestation_documents import AttestationDocument


class Judges(NamedTuple):
    """Each raises ``Failed`` or ``NotChecked``, or gives a sentence for people.

    Attributes:
        read: bytes of the attachment -> the data.
        render: the data -> the unsigned document.
        other_renderer: which versions drew it, if they are not the installed ones; empty if they are.
        same_text: compares the text of the pages where other versions drew them.
        derive: makes plan and verdict again and compares.
        evidence: compares the evidence with its files; None if none were given.
    """

    read: Callable[[bytes], AttestationDocument]
    render: Callable[[AttestationDocument], bytes]
    other_renderer: Callable[[AttestationDocument], str]
    same_text: Callable[[bytes, AttestationDocument], str]
    derive: Callable[[AttestationDocument], str]
    evidence: Callable[[AttestationDocument], str] | None = None
