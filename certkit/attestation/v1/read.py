"""Reading version 1 strictly: canonical JSON that its schema describes, in sentences that it has, and nothing else.

Nothing is believed here of what it says. That its parts fit together is found by
:mod:`certkit.attestation.v1.evidence`, and that they follow from each other by :mod:`certkit.attestation.rederive`.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any, cast

from certkit.attestation.v1.model import AttestationDocument
from certkit.attestation.v1.words import NotASentence, read_sentence, sentences_of
from certkit.errors import UnreadableFile
from certkit.formats.canonical_json import canonical_json
from certkit.formats.json_schema import Check, Mismatch, compiled
from certkit.loading import load
from certkit.resources import data_folder

LARGEST = 20_000_000
"""Bytes allowed. The payload of a station with a thousand keys and ten thousand runs has five million."""
_SOURCE = "attestation.json"


class UnreadableAttestation(UnreadableFile):
    """Bytes that are no payload of an attestation."""


def read_attestation(content: bytes, source: str = _SOURCE) -> AttestationDocument:
    """The payload in bytes that were attached to a document.

    Args:
        source: what the bytes are called in messages.

    Raises:
        UnreadableAttestation: they are too many, not canonical JSON, or not what the schema describes.
    """
    document = read_json(content, source)
    _against_schema(document, source)
    found = cast("AttestationDocument", document)
    for path, sentence in sentences_of(found):
        try:
            read_sentence(sentence)
        except NotASentence as error:
            raise UnreadableAttestation(f"{path}: {error}", file=source) from None
    return found


def read_json(content: bytes, source: str = _SOURCE) -> object:
    """What is in bytes that have to be canonical JSON.

    Raises:
        UnreadableAttestation: they are not.
    """
    if len(content) > LARGEST:
        message = f"the data has {len(content):,} bytes; at most {LARGEST:,} are allowed"
        raise UnreadableAttestation(message, file=source)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableAttestation(f"byte {error.start} is not UTF-8", file=source) from None
    try:
        document = json.loads(text, object_pairs_hook=_object, parse_constant=_no_number)
        again = canonical_json(document)
    except UnicodeEncodeError:
        raise UnreadableAttestation("a text has half a character in it (a lone surrogate)", file=source) from None
    except json.JSONDecodeError as error:
        raise UnreadableAttestation(f"it is not JSON: {error.msg} at character {error.pos}", file=source) from None
    except RecursionError:
        raise UnreadableAttestation("it is nested too deeply", file=source) from None
    except ValueError as error:
        raise UnreadableAttestation(f"it is not JSON that is allowed: {error}", file=source) from None
    if again != content:
        message = "it is not in the canonical form: sorted keys, no white space, one way to write each value"
        raise UnreadableAttestation(message, file=source)
    return document


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name is given twice in one object")
    return found


def _no_number(name: str) -> object:
    raise ValueError(f"{name} is not a number")


def hold_against_schema(content: bytes, source: str = _SOURCE) -> None:
    """Have jsonschema, a judge that certkit did not write, hold a payload against its schema, before it is signed.

    Raises:
        UnreadableAttestation: the schema does not describe it.
    """
    validator = load("jsonschema:Draft202012Validator")
    for error in validator(_schema()).iter_errors(json.loads(content)):
        message = f"it is not what its schema describes: {error.json_path}: not allowed by {error.validator!r}"
        raise UnreadableAttestation(message, hint="certkit schema attestation prints the schema", file=source)


def _schema() -> dict[str, Any]:
    return cast("dict[str, Any]", json.loads((data_folder("schemas") / "attestation.schema.json").read_bytes()))


@cache
def _check() -> Check:
    return compiled(_schema())


def _against_schema(document: object, source: str) -> None:
    try:
        _check()(document)
    except Mismatch as error:
        message = f"it is not what its schema describes: {error.path.lstrip('.') or 'the whole'}: {error.what}"
        raise UnreadableAttestation(message, hint="certkit schema attestation prints the schema", file=source) from None
    except RecursionError:
        raise UnreadableAttestation("it is nested too deeply", file=source) from None
