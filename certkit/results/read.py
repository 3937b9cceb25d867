"""Which reader a file of results needs: decided by its content, never by its name."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import NamedTuple

from certkit.edition.rulebook import Rulebook
from certkit.errors import UnreadableFile
from certkit.files.recognize import RESULTS, TABLE, WORKBOOK, refuse_other
from certkit.formats.json_tree import decode
from certkit.loading import load
from certkit.results.model import Results
from certkit.results.names import run_names
from certkit.results.read_octt import delimiter_of

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORKBOOK_PART = "[Content_Types].xml"


class ResultsReader(NamedTuple):
    """A format of results.

    Attributes:
        recognizes: whether the content, of a file with this name, looks like it.
        function: reads content, name of the file and :class:`RunNames`, as ``module:function``.
    """

    recognizes: Callable[[bytes, str], bool]
    function: str


def read_results(content: bytes, source: str, rulebook: Rulebook) -> Results:
    """All runs in a file of results.

    Args:
        content: the file's bytes: JSON, CSV, a ZIP of these with logs, JUnit XML, YAML or a workbook.
        source: its name, as the user gave it.
        rulebook: of the edition whose test cases were run.

    Raises:
        UnreadableFile: no reader understands it, or it has no results.
    """
    refuse_other(content, source, "a file of test results", RESULTS, WORKBOOK, TABLE)
    if content.startswith(_OLD_EXCEL):
        raise UnreadableFile(
            "this is an old or an encrypted Excel file, which cannot be read",
            hint="save it as .xlsx without a password, or export the results as CSV",
            file=source,
        )
    reader = next(reader for reader in READERS if reader.recognizes(content, source))
    results: Results = load(reader.function)(content, source, run_names(rulebook))
    return results


def _is_workbook(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _WORKBOOK_PART in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False


def _begins(content: bytes, *marks: bytes) -> bool:
    return content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in marks


READERS = (
    ResultsReader(
        lambda content, _: content.startswith(_ZIP) and _is_workbook(content),
        "certkit.results.read_table:read_results_xlsx",
    ),
    ResultsReader(lambda content, _: content.startswith(_ZIP), "certkit.results.read_octt:read_results_zip"),
    ResultsReader(
        lambda content, _: _begins(content, b"<") or content.startswith((b"\xff\xfe<", b"\xfe\xff\0<")),
        "certkit.results.read_junit:read_results_junit",
    ),
    ResultsReader(lambda content, _: _begins(content, b"{", b"["), "certkit.results.read_octt:read_results_json"),
    ResultsReader(
        lambda content, source: bool(delimiter_of(decode(content, source))),
        "certkit.results.read_octt:read_results_csv",
    ),
    ResultsReader(lambda *_: True, "certkit.results.read_table:read_results_yaml"),
)
"""The formats: the first that recognizes a file reads it, and the last one reads or refuses whatever is left."""
