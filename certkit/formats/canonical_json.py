"""Canonical JSON: exactly one text for the same data, so that a digest identifies the data."""

from __future__ import annotations

import hashlib
import json


def canonical_json(document: object) -> bytes:
    """UTF-8, sorted keys, no white space, the shortest form of each number.

    Raises:
        ValueError: a number is not finite, or a text has half a character (a lone surrogate) in it.
    """
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8")


def payload_digest(document: object) -> str:
    """SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical_json(document)).hexdigest()
