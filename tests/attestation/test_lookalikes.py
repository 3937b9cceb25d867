"""Names that look like other names are refused before anything is signed; names in any one script are not."""

import unicodedata

import pytest

from certkit.attestation.conditions import refusals
from certkit.attestation.confusables import hidden_in_names, misleading
from certkit.attestation.kinds import Kind
from certkit.formats.json_text import printable_json
from certkit.text.characters import plain_scripts
from certkit.text.terminal import safe
from tests.attestation.documents import judged
from tests.attestation.refused import found
from tests.verdict.dossiers import example

GOOD = {
    "Latin with accents": "Müller & Söhne Łódź Đồng",
    "Greek": "Παράδειγμα",
    "Cyrillic": "Пример-22",
    "Cyrillic and Latin, word by word": "ООО Пример EX-22",
    "Japanese in its three scripts": "株式会社エグザンプルの充電器",
    "Chinese beside Latin letters": "充电桩EX-22",
    "Korean beside Chinese": "예시大",
    "Thai": "ไทย",
    "Hebrew": "דוגמה",
    "Hindi": "हिन्दी",
    "Persian with its joiner": "می\u200cخواهم",
    "Arabic with its digits": "مثال ١٢٣",
    "signs that belong to no script": "EX-22 (7–22 kW) ±5 % m² Nº 1 ™",
}
BAD = {
    "a hyphen that is none": ("EX\u201122", "which reads as “-”"),
    "a minus": ("EX\u2212A", "which reads as “-”"),
    "a full stop that is none": ("3\u20241", "which reads as “.”"),
    "a slash that is none": ("A\u2044B", "which reads as “/”"),
    "what stands for no character": ("EX\ufffd", "Replacement Character"),
    "a code point that is no character": ("EX\ufffe", "U+FFFE"),
    "a mark on a figure": ("EX2\u0338", "Combining Long Solidus Overlay"),
    "a Cyrillic letter in a Latin word": ("EХ-22", "several scripts (U+0425 Cyrillic Capital Letter Ha)"),
    "a Greek one": ("Εxample", "several scripts (U+0395 Greek Capital Letter Epsilon)"),
    "an Armenian one": ("Examplе օ", "several scripts"),
    "Katakana beside Hangul": ("テ한", "several scripts"),
    "a word of Cyrillic letters that reads as Latin": ("ЕХ-22", "which reads as “EX-22”"),
    "a word of Greek ones": ("ΑΒΕ", "which reads as “ABE”"),
    "a word of Cherokee ones": ("ᎪᎢ", "which reads as"),
    "mathematical letters": ("𝐄𝐗-22", "U+1D404 Mathematical Bold Capital E, which reads as “E”"),
    "full-width letters": ("ＥＸ", "which reads as “E”"),
    "a Roman numeral": ("EX Ⅱ", "which reads as “II”"),
    "a phonetic sign": ("Exɑmple", "which reads as “a”"),
    "letters with their accents beside them": ("Mu\u0308ller", "write it in NFC"),
    "a variation selector": ("EX\ufe0f-22", "U+FE0F"),
    "a grapheme joiner": ("EX\u034f-22", "U+034F"),
    "a Hangul filler": ("EX\u3164", "U+3164"),
    "a half-width Hangul filler": ("EX\uffa0", "U+FFA0"),
    "an empty Braille pattern": ("EX\u2800", "U+2800"),
    "a Khmer vowel that is not shown": ("EX\u17b4", "U+17B4"),
    "a Mongolian separator": ("EX\u180e", "U+180E"),
    "a tag": ("EX\U000e0041", "U+E0041"),
    "a joiner between Latin letters": ("E\u200dX", "U+200D"),
    "a joiner at the beginning": ("\u200cEX", "U+200C"),
    "a no-break space": ("EX\u00a022", "U+00A0"),
    "an em space": ("EX\u200322", "U+2003"),
    "an ideographic space": ("EX\u300022", "U+3000"),
}


@pytest.mark.parametrize("name", GOOD.values(), ids=GOOD)
def test_a_name_in_the_script_of_its_language(name):
    assert misleading(unicodedata.normalize("NFC", name), plain_scripts([name])) is None


@pytest.mark.parametrize(("name", "said"), BAD.values(), ids=BAD)
def test_a_name_that_misleads(name, said):
    (refused,) = hidden_in_names({"the name": name})
    assert said in refused.message


def test_a_word_that_could_be_of_two_scripts_is_of_the_one_its_document_is_written_in():
    assert misleading("СЕВЕР", plain_scripts(["СЕВЕР", "Пример"])) is None
    other = misleading("СЕВЕР", plain_scripts(["СЕВЕР", "Παράδειγμα", "EX-22"]))
    assert other is not None
    assert (other.how, other.arguments["look"]) == ("word", "CEBEP")


@pytest.mark.parametrize("field", ["model: EX-22 Duo", "vendor: Example Charging GmbH"])
@pytest.mark.parametrize("letter", ["Е", "\u3164E", "E\ufe0f"])
def test_in_a_statement_and_in_a_record(field, letter):
    dossier = example()
    key, _, value = field.partition(": ")
    dossier.change_pics(field, f'{key}: "{value.replace("E", letter, 1)}"')
    told = [found(refusal) for refusal in refusals(Kind.REPORT, judged(dossier))]
    assert ("AT-06", f"the answer to {key}") in {(code[:5], values.get("what")) for code, _, values in told}, told


def test_names_that_look_alike_and_differ():
    """The hyphen of one of them is another one."""
    dossier = example()
    dossier.change_pics("model: EX-22 Duo", "model: EX\u201322 Duo")
    assert "AT-07" in {refusal.code for refusal in refusals(Kind.REPORT, judged(dossier))}


@pytest.mark.parametrize("character", ["\ufe0f", "\u034f", "\u3164", "\u2800", "\u17b4", "\u115f", "\u00a0", "\u202e"])
def test_a_terminal_shows_what_is_invisible(character):
    assert (
        safe(f"a{character}b") == f"a\\x{ord(character):02x}b" if ord(character) < 256 else f"a\\u{ord(character):04x}b"
    )
    assert printable_json(f'"a{character}b"') == f'"a\\u{ord(character):04x}b"'
