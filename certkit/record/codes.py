"""certkit's findings about a test record: what stands in it and was not understood, which never counts as an answer."""

from __future__ import annotations

from certkit.codes import Code
from certkit.finding import Finding, Place, Severity

_ALL = (
    Code(
        "RC-01",
        "unknown-record-key",
        Severity.ERROR,
        "A key that the record does not have",
        "Something is noted under a name that the record does not know, most often a misspelt one; it would be lost.",
        "correct the name, or move it to remarks",
    ),
    Code(
        "RC-02",
        "not-a-record-entry",
        Severity.ERROR,
        "Something that a field of the record cannot hold",
        "What stands there cannot be understood. The field counts as not answered.",
        "certkit record new writes a form that says what each field holds",
    ),
    Code(
        "RC-03",
        "wrong-record-shape",
        Severity.ERROR,
        "A list, a group or a single value stands where another of them is expected",
        "What is below it cannot be read and counts as not answered.",
        "certkit record new writes a form that shows the shape",
    ),
    Code(
        "RC-04",
        "path-leaves-dossier",
        Severity.ERROR,
        "A path leads out of the folder in which the record stands",
        "A dossier is one folder, so that it can be handed on and assessed anywhere. The file is not looked at.",
        "put the file into the folder, and name it from there",
    ),
    Code(
        "RC-05",
        "unknown-record-version",
        Severity.ERROR,
        "A version of the record that this certkit does not know",
        "The fields may mean something else than what this certkit takes them for.",
        "use a certkit that knows it; the version described here is 1",
    ),
    Code(
        "RC-06",
        "another-edition",
        Severity.ERROR,
        "The record and the PICS are for different editions of the procedure",
        "What the requirements are would depend on which of the two one believes.",
        "correct the one that is wrong",
    ),
)

RECORD_CODES = {code.code: code for code in _ALL}
"""Code -> its description."""


def record_finding(code: str, message: str, *, where: Place | None = None, hint: str = "", cite: str = "") -> Finding:
    """A finding about a record."""
    known = RECORD_CODES[code]
    return Finding(
        code=code,
        name=known.name,
        severity=known.severity,
        message=message,
        hint=hint or known.hint,
        cite=cite,
        where=where,
    )
