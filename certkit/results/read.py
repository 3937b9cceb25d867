"""Which reader a file of results needs: decided by what it holds, never by what it is called."""

from __future__ import annotations

import io
import zipfile

from certkit.errors import UnreadableFile
from certkit.formats.json_tree import decode
from certkit.results.model import Results
from certkit.results.read_octt import delimiter_of, read_results_csv, read_results_json, read_results_zip

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORKBOOK_PART = "[Content_Types].xml"


def read_results(content: bytes, source: str) -> Results:
    """All runs in a file of results.

    Args:
        content: the file's bytes: JSON, CSV, a ZIP of these with logs, JUnit XML, YAML or a workbook.
        source: its name, as the user gave it.

    Raises:
        UnreadableFile: it is none of them, or has no results.
    """
    if content.startswith(_ZIP):
        if not _is_workbook(content):
            return read_results_zip(content, source)
        from certkit.results.read_table import read_results_xlsx

        return read_results_xlsx(content, source)
    if content.startswith(_OLD_EXCEL):
        raise UnreadableFile(
            "this is an old or an encrypted Excel file, which cannot be read",
            hint="save it as .xlsx without a password, or export the results as CSV",
            file=source,
        )
    begin = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if begin == b"<" or content.startswith((b"\xff\xfe<", b"\xfe\xff\0<")):
        from certkit.results.read_junit import read_results_junit

        return read_results_junit(content, source)
    if begin in (b"{", b"["):
        return read_results_json(content, source)
    if delimiter_of(decode(content, source)):
        return read_results_csv(content, source)
    from certkit.results.read_table import read_results_yaml

    return read_results_yaml(content, source)


def _is_workbook(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _WORKBOOK_PART in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False
