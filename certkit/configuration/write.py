"""The extract of a configuration as text: every key that a certificate mentions, and what it does."""

from __future__ import annotations

from collections.abc import Iterator

from certkit.configuration.derive import Extract, ExtractedKey
from certkit.text.terminal import Ink, safe, wrapped

_INDENT = "  "


def write_extract_text(extract: Extract, *, ink: Ink | None = None, width: int = 100) -> str:
    """The keys by feature profile: optional or required, implemented or not, the read-only values, what they do."""
    ink = ink or Ink()
    return "\n".join(_lines(extract, ink, width)) + "\n"


def _lines(extract: Extract, ink: Ink, width: int) -> Iterator[str]:
    optional = [row for row in extract.keys if row.optional]
    implemented = sum(row.implemented is True for row in optional)
    yield f"{ink(safe(extract.file), 'bold')}: {implemented} of {len(optional)} optional keys are implemented"
    profile = ""
    for row in extract.keys:
        if row.profile != profile:
            profile = row.profile
            yield f"\n{ink(profile, 'bold')}"
        yield f"{_INDENT}{ink(row.key, 'bold')}: {_state(row)}"
        yield wrapped(safe(row.description), width, first=_INDENT * 2, indent=_INDENT * 2)


def _state(row: ExtractedKey) -> str:
    parts = ["optional" if row.optional else "required"]
    if row.implemented is None:
        parts.append("write-only, so it cannot be seen whether it is implemented")
    else:
        parts.append("implemented" if row.implemented else "not implemented")
    if row.implemented and row.read_only:
        values = " and ".join(safe(value) or "an empty text" for value in row.values)
        parts.append(f"read-only, {values}{' ' + row.unit if row.unit else ''}")
    return ", ".join(parts)
