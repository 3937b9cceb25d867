"""Fonts are read and cut as another program reads them."""

from __future__ import annotations

import io

import pytest

from certkit.attestation.layout_1 import fonts
from certkit.formats.truetype import FontError, FontFile, read_truetype

NAMES = (fonts.TEXT, fonts.BOLD, fonts.MONO, fonts.EAST)
TEXTS = dict.fromkeys(NAMES, "ABCÄÖé fi–…") | {fonts.EAST: "充電例え예제"}


@pytest.mark.parametrize("name", NAMES)
def test_characters_and_widths_are_those_that_reportlab_reads(name):
    from reportlab.pdfbase.ttfonts import TTFontFile

    oracle = TTFontFile(str(fonts.path_of(name)))
    mine = FontFile(fonts.path_of(name).read_bytes())
    expected = {
        chr(code): glyph for code, glyph in oracle.charToGlyph.items() if glyph and code not in (0, 0xA0, 0xFFFF)
    }
    found = {character: glyph for character, glyph in mine.glyphs.items() if character not in "\0\xa0\uffff"}
    assert found == expected
    widths = {character: mine.advance(character) for character in found}
    assert widths == {character: oracle.hmetrics[glyph][0] for character, glyph in expected.items()}


@pytest.mark.parametrize("name", NAMES)
def test_a_subset_draws_the_glyphs_of_the_font(name):
    from reportlab.pdfbase.ttfonts import TTFontFile

    characters = TEXTS[name]
    program, numbers = FontFile(fonts.path_of(name).read_bytes()).subset(characters)
    cut = read_truetype(program)
    oracle = TTFontFile(str(fonts.path_of(name)))
    whole = oracle.get_table("glyf")
    for character, number in zip(characters, numbers, strict=True):
        original = oracle.charToGlyph[ord(character)]
        data = whole[oracle.glyphPos[original] : oracle.glyphPos[original + 1]]
        glyph = cut.glyphs[number]
        assert (glyph.advance, glyph.bearing) == tuple(oracle.hmetrics[original])
        if not glyph.parts:
            assert data.startswith(glyph.outline)
        else:
            assert data[:10] == glyph.outline[:10]
    assert any(cut.glyphs[number].parts for number in numbers), "a composite glyph is among them"


@pytest.mark.parametrize("name", NAMES)
def test_the_sums_of_a_subset_are_right(name):
    """reportlab checks the sum of every table, and of the file."""
    from reportlab.pdfbase.ttfonts import TTFontParser

    program, _numbers = FontFile(fonts.path_of(name).read_bytes()).subset(TEXTS[name])
    TTFontParser(io.BytesIO(program), validate=1)


@pytest.mark.parametrize("content", [b"", b"\0\1\0\0", b"OTTO" + bytes(200), b"ttcf" + bytes(8)])
def test_what_is_no_font_is_refused(content):
    with pytest.raises(FontError):
        FontFile(content)
    with pytest.raises(FontError):
        read_truetype(content)
