"""Findings as SARIF 2.1.0 (OASIS), for code scanning services and editors."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import PurePath
from typing import TypeAlias
from urllib.parse import quote

from certkit.edition.rulebook import Rulebook
from certkit.errors import CertkitError
from certkit.finding import Finding, Place, Severity
from certkit.findings.checked_file import CheckedFile
from certkit.findings.kinds import kind_of
from certkit.formats.json_text import to_json

Json: TypeAlias = "Mapping[str, Json] | Sequence[Json] | str | int | bool"

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
"""What code scanning services look for to recognize the format; nothing is loaded from there."""
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def write_findings_sarif(
    files: Sequence[CheckedFile], unreadable: Sequence[CertkitError] = (), *, version: str = "", root: str = ""
) -> bytes:
    """One run with a rule for every code that occurs, and a notification for every file that could not be read.

    Args:
        version: certkit's own.
        root: an absolute folder; files in it are named relative to it.
    """
    findings = [(finding, file) for file in files for finding in file.findings]
    made = {finding.code: (finding, file.rulebook) for finding, file in findings}
    codes = sorted(made)
    suppressing = any(finding.accepted is not None for finding, _ in findings)
    driver: dict[str, Json] = {"name": "certkit"}
    if version:
        driver["version"] = version
    driver["rules"] = [_rule(*made[code]) for code in codes]
    run: Json = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not unreadable,
                "toolExecutionNotifications": [_notification(error, root) for error in unreadable],
            }
        ],
        "artifacts": [_artifact(file, root) for file in files],
        "results": [
            _result(finding, file, codes, root) | ({"suppressions": _suppressions(finding)} if suppressing else {})
            for finding, file in findings
        ],
    }
    return to_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


@lru_cache(maxsize=64)  # one file's findings follow each other
def uri_of(source: str, root: str = "") -> str:
    """A file's name as a URI: relative where it is relative or below ``root``, else absolute."""
    path = PurePath(source)
    if path.is_absolute() and root and path.is_relative_to(root):
        path = path.relative_to(root)
    quoted = quote(_bytes_of(path.as_posix()))
    if path.is_absolute():
        return "file://" + quoted if quoted.startswith("/") else "file:///" + quoted
    return quoted


def _bytes_of(name: str) -> bytes:
    """The bytes of a file's name, which need not be UTF-8."""
    try:
        return name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return name.encode("utf-8", "backslashreplace")


def _rule(finding: Finding, rulebook: Rulebook) -> Json:
    code = finding.code
    known = kind_of(finding, rulebook)
    lines = [
        known.meaning,
        _sentence(known.hint),
        f"See {known.cite}." if known.cite else "",
        f"certkit explain {code}",
    ]
    return {
        "id": code,
        "name": known.name,
        "shortDescription": {"text": known.title},
        "fullDescription": {"text": known.meaning},
        "help": {"text": "\n\n".join(line for line in lines if line)},
        "defaultConfiguration": {"level": _LEVELS[known.severity]},
        "properties": {"edition": rulebook.info.id, "cite": known.cite},
    }


def _artifact(file: CheckedFile, root: str) -> Json:
    return {
        "location": {"uri": uri_of(file.pics.source, root)},
        "properties": ({"pics_sha256": file.pics.sha256} if file.pics.answers else {}) | {"edition": file.pics.edition},
    }


def _suppressions(finding: Finding) -> Json:
    """An accepted warning is suppressed in the file itself; either every result of a run says so, or none."""
    if finding.accepted is None:
        return []
    return [{"kind": "inSource", "status": "accepted", "justification": str(finding.accepted)}]


def _result(finding: Finding, file: CheckedFile, codes: list[str], root: str) -> dict[str, Json]:
    text = " ".join(part for part in (_ended(finding.message), _sentence(finding.hint)) if part)
    result: dict[str, Json] = {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
        "locations": [_location(finding.where, file.pics.source, root)],
        "partialFingerprints": {"certkit/v1": _fingerprint(finding)},
        "properties": {"items": list(finding.items), "cite": finding.cite, "hint": finding.hint},
    }
    if finding.related:
        result["relatedLocations"] = [
            {
                **_location(other.where, other.where.file or file.pics.source, root),
                "id": number,
                "message": {"text": other.item},
            }
            for number, other in enumerate(finding.related, start=1)
        ]
    return result


def _sentence(text: str) -> str:
    """A hint behind a message's full stop."""
    if not text:
        return ""
    first = text[:1] if text.startswith("certkit ") else text[:1].upper()
    return _ended(first + text[1:])


def _ended(text: str) -> str:
    return text if not text or text.endswith((".", "?")) else f"{text}."


def _location(place: Place | None, source: str, root: str) -> dict[str, Json]:
    """A line has a region; a cell is a logical location, since SARIF knows no cells."""
    physical: dict[str, Json] = {"artifactLocation": {"uri": uri_of(source, root)}}
    location: dict[str, Json] = {"physicalLocation": physical}
    if place is not None and place.cell:
        name = f"{place.sheet}!{place.cell}" if place.sheet else place.cell
        location["logicalLocations"] = [{"name": place.cell, "fullyQualifiedName": name, "kind": "cell"}]
        location["properties"] = {"sheet": place.sheet, "cell": place.cell}
    elif place is not None and place.line:
        physical["region"] = {"startLine": place.line, "startColumn": place.column}
    return location


def _fingerprint(finding: Finding) -> str:
    """The same for the same finding about the same items, or else with the same words, wherever it has moved."""
    about = finding.items or (finding.message,)
    return hashlib.sha256("\n".join((finding.code, *about)).encode("utf-8", "backslashreplace")).hexdigest()[:32]


def _notification(error: CertkitError, root: str) -> Json:
    text = f"{error.message} ({error.hint})" if error.hint else error.message
    place = Place(error.file, error.line, error.column, error.sheet, error.cell)
    return {
        "level": "error",
        "message": {"text": text},
        "descriptor": {"id": "unreadable"},
        "locations": [_location(place, error.file, root)] if error.file else [],
    }
