"""Whatever the bytes: a workbook is read or refused, and nothing else is ever raised."""

from __future__ import annotations

import functools
import random
import re
import zlib
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from certkit.errors import CertkitError
from certkit.findings.write_xlsx import annotate
from certkit.pics.write_xlsx import write_form
from tests.pics.workbooks import (
    appendix_a,
    device,
    parts,
    read,
    read_foreign,
    rulebook,
    statement,
    with_part,
    workbook_of,
    zipped,
)

OWN = write_form(rulebook(), "CSMS", statement(dut="CSMS", vendor="ACME", other={"a": "1"}))
FOREIGN = workbook_of(*appendix_a(device("ac-socket")))
WORKBOOKS = {"own": OWN, "foreign": FOREIGN}
READ_PARTS = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/worksheets/sheet1.xml")
TOKENS = [b"<", b">", b'"', b"&", b"0", b"-1", b"999999999999", b"A1", b"XFD1048576", b"\xff", b"\x00", b"", b"<c>"]
TOKENS += [b"s", b"t=", b"rPh", b"inlineStr", b"<v>", b"</v>", b"<f/>", b"&#x41;", b"_xD800_", b":", b"A0:B99999999"]


def read_or_refuse(content: bytes) -> None:
    """Read, or be told in one line why not."""
    for reader in (read, read_foreign):
        refusal = refused(functools.partial(reader, content))
        assert "\n" not in refusal
        if not refusal:
            assert len(reader(content).sha256) == 64


def refused(attempt: Callable[[], object]) -> str:
    """What the user is told; empty if nothing went wrong."""
    try:
        attempt()
    except CertkitError as error:
        return str(error)
    return ""


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
@example(b"PK\x03\x04")
@example(b"PK\x05\x06" + bytes(18))
@example(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
def test_any_bytes(content: bytes) -> None:
    read_or_refuse(content)


@pytest.mark.parametrize("name", WORKBOOKS)
@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_bytes_changed(name: str, data: st.DataObject) -> None:
    content = bytearray(WORKBOOKS[name])
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    read_or_refuse(bytes(content))


@pytest.mark.parametrize("name", WORKBOOKS)
@settings(max_examples=50, deadline=None)
@given(st.data())
def test_anything_cut_out(name: str, data: st.DataObject) -> None:
    content = WORKBOOKS[name]
    start = data.draw(st.integers(0, len(content)))
    read_or_refuse(content[:start] + content[data.draw(st.integers(start, len(content))) :])


@pytest.mark.parametrize("name", WORKBOOKS)
@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_change_inside_a_part(name: str, data: st.DataObject) -> None:
    files = parts(WORKBOOKS[name])
    part = data.draw(st.sampled_from([known for known in READ_PARTS if known in files]))
    content = files[part]
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content) - 1))
        end = min(len(content), start + data.draw(st.integers(0, 12)))
        content = content[:start] + data.draw(st.one_of(st.sampled_from(TOKENS), st.binary(max_size=4))) + content[end:]
    read_or_refuse(zipped({**files, part: content}))


ATTRIBUTE = re.compile(rb'="[^"]*"')
TEXT = re.compile(rb">[^<>]+<")


@pytest.mark.parametrize("pattern", [ATTRIBUTE, TEXT], ids=["attributes", "texts"])
@pytest.mark.parametrize("name", WORKBOOKS)
@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_value_in_a_part_that_stays_xml(name: str, pattern: re.Pattern[bytes], data: st.DataObject) -> None:
    files = parts(WORKBOOKS[name])
    part = data.draw(st.sampled_from([known for known in READ_PARTS if known in files]))
    found = list(pattern.finditer(files[part]))
    if not found:
        return
    content = files[part]
    for match in sorted(data.draw(st.lists(st.sampled_from(found), min_size=1, max_size=3, unique_by=id)),
                        key=lambda match: -match.start()):  # fmt: skip
        new = data.draw(
            st.sampled_from(["", "0", "-1", "1e5", "A1", "XFD9", "str", "s", "e", "d", "99999999", "a b", "C-07"])
        )
        first, last = (b'="', b'"') if pattern is ATTRIBUTE else (b">", b"<")
        content = content[: match.start()] + first + new.encode() + last + content[match.end() :]
    read_or_refuse(zipped({**files, part: content}))


WORDS = (
    """C-07 AQ-8 AQ-7 C-99 Yes No Supported Value Id Model Feature DUT CSMS Edition #REF! ocpp-1.6-v2.4 <x> ... =A1"""
)
PHRASES = (
    *WORDS.split(),
    "Yes / No",
    "Firmware version",
    "Other relevant values",
    "Smart charging",
    "Communication technology",
    "OCPP 1.6 Fully supported",
    "OCPP 1.6 Subset supported",
)
cell_texts = st.one_of(
    st.sampled_from(PHRASES),
    st.text(max_size=8).filter(lambda text: text.isprintable()),
    st.integers(-5, 10**16),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
    st.times(),
    st.none(),
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(cell_texts, max_size=6), max_size=8),
    st.lists(st.tuples(st.integers(1, 6), st.integers(1, 5), st.integers(0, 3), st.integers(0, 3)), max_size=3),
)
def test_any_table(rows: list[list[object]], merges: list[tuple[int, int, int, int]]) -> None:
    ranges = [
        f'<mergeCell ref="{"ABCDEFGHI"[left]}{top}:{"ABCDEFGHI"[left + wide]}{top + high}"/>'
        for top, left, high, wide in merges
    ]

    def merge(part: bytes) -> bytes:
        return part.replace(b"</sheetData>", f"</sheetData><mergeCells>{''.join(ranges)}</mergeCells>".encode())

    content = workbook_of(["x"], *rows)
    read_or_refuse(with_part(content, "xl/worksheets/sheet1.xml", merge) if ranges else content)


def test_copies_of_damaged_workbooks_are_made_or_refused() -> None:
    chance = random.Random(zlib.crc32(b"certkit"))
    files = parts(FOREIGN)
    for _ in range(150):
        part = chance.choice(sorted(files))
        content = bytearray(files[part])
        for _ in range(chance.randint(1, 3)):
            content[chance.randrange(len(content))] = chance.choice(b'<>"&0A/ x')
        damaged = zipped({**files, part: bytes(content)})
        assert "\n" not in refused(functools.partial(annotate, damaged, (), "form.xlsx"))
