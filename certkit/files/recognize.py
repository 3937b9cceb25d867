"""Recognizes what a file is from its first bytes, so that a file given to the wrong command leads to the right one.

Only a file that is surely of a kind is recognized. A reader refuses the kinds that it cannot read, and decides itself
about everything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from certkit.errors import UnreadableFile

HEAD = 262_144
"""Bytes that decide what a file is."""


class FileKind(NamedTuple):
    """What a file is.

    Attributes:
        name: with its article, as in a message.
        command: what to do with it; ``FILE`` stands for its name.
    """

    name: str
    command: str


PICS = FileKind("a PICS", "run `certkit pics check FILE`")
RECORD = FileKind("a test record", "run `certkit record check FILE` or `certkit assess FILE`")
RESULTS = FileKind("a file of test results", "run `certkit results check FILE --pics PICS`")
CONFIGURATION = FileKind("an answer to GetConfiguration", "run `certkit configuration check FILE --pics PICS`")
LOG = FileKind("a message log", "run `certkit measure FILE --pics PICS`")
PDF = FileKind("a PDF document", "run `certkit verify FILE` for a signed document")
PAGE = FileKind("a page of HTML", "open it in a browser")
KEY = FileKind("a key or a certificate", "run `certkit pki show FILE`")
TABLE = FileKind("a table as CSV", "save it as an Excel workbook (.xlsx)")
PLAN_TABLE = FileKind("a plan as a table", "give the PICS that it was made from")
WORKBOOK = FileKind("a workbook", "run `certkit pics check FILE` for a form, `certkit results check FILE` for results")
_MADE = "give the file that it was made from"
DOCUMENTS = {
    "plan": FileKind("the JSON of certkit plan", "give the PICS that it was made from"),
    "requirements": FileKind("the JSON of certkit record check", "give the record that it was made from"),
    "record-status": FileKind("the JSON of certkit record status", "give the record that it was made from"),
    "verdict": FileKind("the JSON of certkit assess", "give the record that it was made from"),
    "findings": FileKind("the JSON of a check", "give the file that was checked"),
    "comparison": FileKind("the JSON of certkit pics diff", "give one of the PICS files that were compared"),
    "explanation": FileKind("the JSON of certkit explain", "give the PICS"),
    "configuration": FileKind("the JSON of certkit configuration extract", _MADE),
    "firmware": FileKind("the JSON of certkit firmware hash", "run `certkit firmware verify IMAGE --against FILE`"),
    "measurements": FileKind("the JSON of certkit measure", "give the message log that it was made from"),
    "family": FileKind("the JSON of certkit family check", "give the record or the PICS that was checked"),
    "verification": FileKind("the JSON of certkit verify", "give the PDF that was verified"),
    "trust": FileKind("the JSON of certkit trust list", "give the trust store that was listed"),
    "impact": FileKind("the JSON of certkit recertify", "give the record that was compared"),
    "attestation": FileKind("the data of a signed document", "give the PDF that it is from"),
}
"""The JSON documents that certkit writes, by the names of their schemas."""
_KEYS = {
    "plan": {"pics_sha256", "complete", "test_cases"},
    "comparison": {"same", "before", "after"},
    "configuration": {"configuration_sha256", "keys"},
    "firmware": {"algorithm", "hash", "size"},
    "measurements": {"measurements", "pairing"},
    "requirements": {"record_sha256", "requirements", "summary"},
    "record-status": {"record_sha256", "left", "blocking"},
    "verdict": {"verdict", "record_sha256", "parts"},
    "findings": {"files", "findings", "summary"},
    "family": {"family", "representative", "members"},
    "verification": {"at", "documents", "summary"},
    "trust": {"folder", "certificates", "crls"},
    "impact": {"coverage", "old", "dropped"},
}
"""Schema -> keys that are together in no other document."""
_EXPLAINED = frozenset(
    {"test-case", "item", "finding", "reading", "term", "rule", "requirement", "configuration-key"}
    | {"metric", "left-out", "refusal"}
)
_PICS_KEYS = frozenset({"general", "profiles", "features", "questions", "cipher_suites", "limits"})
_RECORD_KEYS = frozenset(
    {"record", "mode", "pics", "laboratory", "tool", "device", "intake", "setup", "run", "incidents", "decisions"}
)
_FRAME = re.compile(rb'\[\s*[234]\s*,\s*\\*"')
_YAML_KEY = re.compile(r"^([A-Za-z_][\w-]*|\"[\w-]+\")\s*:(?:\s|$)", re.MULTILINE)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_LINES = 5
"""Lines of a table of which all have as many columns as the first."""
_DEEPEST = 200


def recognize(content: bytes) -> FileKind | None:
    """What a file is, by its first bytes; None if that is not certain."""
    head = content[:HEAD]
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return WORKBOOK if b"[Content_Types].xml" in head or b"xl/workbook" in head else None
    if head.lstrip().startswith(b"-----BEGIN ") or (head[:2] == b"\x30\x82" and b"\x2a\x86\x48\x86\xf7\x0d" in head):
        return KEY
    if head.startswith(_UTF16):
        text = head[: len(head) // 2 * 2].decode("utf-16", "replace")
    else:
        text = head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    begin = text.lstrip()[:2000].lower()
    if begin.startswith(("<!doctype html", "<html")):
        return PAGE
    if begin.startswith("<") and re.search(r"<testsuites?[\s>/]", begin):
        return RESULTS
    if text.lstrip()[:1] in ("{", "["):
        return _of_json(text)
    lines = [line for line in text.splitlines() if line.strip()][:_LINES]
    found = _of_yaml(text) or (_of_table(lines[0]) if lines else None)
    return found or (LOG if _FRAME.search(head) else TABLE if _is_table(lines) else None)


def refuse_other(content: bytes, source: str, wanted: str, *readable: FileKind | None) -> None:
    """Refuse a file that is surely of a kind that a reader cannot read.

    Args:
        content: at least its first bytes.
        source: its name, as the user gave it.
        wanted: what the reader needs, with its article.
        readable: the kinds that the reader reads.

    Raises:
        UnreadableFile: it is of another kind.
    """
    kind = recognize(content)
    if kind is None or kind in readable:
        return
    command = kind.command if source.startswith("<") else kind.command.replace("FILE", source)
    raise UnreadableFile(f"this is {kind.name}, not {wanted}", hint=command, file=source)


def has_frames(content: bytes) -> bool:
    """Whether there may be frames of OCPP-J in a file: a log can look like anything else at its beginning."""
    return len(content) > HEAD or _FRAME.search(content) is not None


def _of_json(text: str) -> FileKind | None:
    keys = dict(_json_keys(text))
    if _PICS_KEYS & keys.keys() and not _RECORD_KEYS & keys.keys():
        return PICS
    if keys.get("version") == "1":
        if keys.get("kind", "").strip('"') in _EXPLAINED:
            return DOCUMENTS["explanation"]
        known = (DOCUMENTS[name] for name, needed in _KEYS.items() if needed <= keys.keys())
        return next(known, DOCUMENTS["attestation"] if {"payload", "evidence"} & keys.keys() else None)
    if "configurationKey" in keys:
        return CONFIGURATION
    if {"pics", "mode"} <= keys.keys():
        return RECORD
    if re.search(r'"(?:testCaseName|test_case)"\s*:', text):
        return RESULTS
    return LOG if _FRAME.search(text.encode("utf-8", "replace")) else None


def _of_yaml(text: str) -> FileKind | None:
    keys = {key.strip('"') for key in _YAML_KEY.findall(text)}
    of_pics, of_record = _PICS_KEYS & keys, _RECORD_KEYS & keys
    if len(of_pics) > 1 and not of_record:
        return PICS
    if len(of_record) > 2 and not of_pics:
        return RECORD
    if "results" in keys and not of_pics | of_record:
        return RESULTS
    return None


def _of_table(line: str) -> FileKind | None:
    cells = {re.sub(r"[\W_]", "", cell).lower() for cell in re.split(r"[,;\t|]", line)}
    if "verdict" in cells and {"testcasename", "testcase", "id"} & cells:
        return RESULTS
    return PLAN_TABLE if {"testcase", "title", "status", "because"} <= cells else None


def _is_table(lines: list[str]) -> bool:
    """Whether several lines have the same number of columns."""
    return len(lines) > 1 and any(
        lines[0].count(sign) and len({line.count(sign) for line in lines}) == 1 for sign in ";,\t"
    )


def _json_keys(text: str) -> Iterator[tuple[str, str]]:
    """The keys of the outermost object, each with the first characters of its value."""
    depth, place = 0, 0
    token = re.compile(r'"((?:[^"\\]|\\.)*)"(?:\s*:\s*([^\s,]{0,40}))?|[{}\[\]]')
    while found := token.search(text, place):
        place = found.end() if found.group(1) is None else found.start() + len(found.group(1)) + 2
        sign = found.group()[:1]
        if sign in "{[":
            depth += 1
        elif sign in "}]":
            depth -= 1
        elif depth == 1 and found.group(2) is not None:
            yield found.group(1), found.group(2)
        if depth > _DEEPEST:
            return
