"""A sentence is made from a key and exactly the arguments of its template; anything else is no sentence."""

import copy
import pickle
from functools import partial

import pytest

from certkit.attestation.v1.words import words as words_of_version_1
from certkit.messages import EVIDENCE, SENTENCES, VERIFICATION, _finding_words, live_words, say, words_of
from certkit.text.sentence import Argument, NotASentence, Sentence, Words

TABLES = (
    _finding_words,
    words_of_version_1,
    *(partial(words_of, name) for name in (SENTENCES, VERIFICATION, EVIDENCE)),
)
WORDS = Words(
    {
        "failed": "{case} failed {at:time}",
        "many": "{cases:size} cases: {cases:three}; {count:count error/errors} after {seconds:span}",
        "chosen": "it was {verdict:choice pass=passed|fail=failed}",
        "nested": "{case}, but {why:sentence}",
        "answers": "{answers:answers}",
        "quoted": "{name:quoted} is none of {names:quoted-or}; {names:quoted-three}",
    }
)


def test_a_sentence_is_text_and_keeps_what_it_was_made_from():
    made = WORDS.sentence("failed", {"case": "TC_003", "at": "2026-03-03T09:10:00+01:00"})
    assert made == "TC_003 failed 2026-03-03 09:10:00 +01:00"
    assert (made.key, made.arguments["case"]) == ("failed", "TC_003")
    assert f"{made}!" == "TC_003 failed 2026-03-03 09:10:00 +01:00!"


def test_lists_numbers_and_spans_are_written_for_people():
    arguments: dict[str, Argument] = {"cases": ("A", "B", "C", "D"), "count": 1, "seconds": 1000}
    assert WORDS.sentence("many", arguments) == "4 cases: A, B, C and 1 more; 1 error after 16 min 40 s"
    assert WORDS.sentence("failed", {"case": "A", "at": None}) == "A failed at an unknown time"
    assert WORDS.sentence("answers", {"answers": (("dut", "CSMS"), ("rfid", "Yes"))}) == "dut is CSMS; rfid is Yes"


def test_what_comes_from_a_file_is_quoted():
    names = ("A", "B\x1b[0m", "C", "D")
    assert WORDS.sentence("quoted", {"name": "E\u202e", "names": names}) == (
        "“E\\u202e” is none of “A”, “B\\x1b[0m”, “C” or “D”; “A”, “B\\x1b[0m”, “C” and 1 more"
    )
    assert WORDS.sentence("quoted", {"name": 5, "names": ()}) == "“5” is none of ; "


def test_a_sentence_can_be_an_argument_of_another():
    why = WORDS.sentence("chosen", {"verdict": "fail"})
    assert WORDS.sentence("nested", {"case": "A", "why": why}) == "A, but it was failed"


@pytest.mark.parametrize(
    ("key", "arguments"),
    [
        ("waived", {}),
        ("failed", {"case": "A"}),
        ("failed", {"case": "A", "at": None, "by": "telephone"}),
        ("failed", {"case": 3, "at": None}),
        ("failed", {"case": "A", "at": "yesterday"}),
        ("failed", {"case": "A", "at": "2026-03-03"}),
        ("chosen", {"verdict": "waived"}),
        ("nested", {"case": "A", "why": "a text"}),
        ("many", {"cases": ("A",), "count": True, "seconds": 1}),
        ("answers", {"answers": (("dut",),)}),
    ],
)
def test_another_key_or_another_argument_is_no_sentence(key, arguments):
    with pytest.raises(NotASentence):
        WORDS.sentence(key, arguments)


@pytest.mark.parametrize("template", ["{a:shouted}", "{a!r}", "{0}", "{a.b}"])
def test_a_template_has_named_arguments_and_known_formats_alone(template):
    with pytest.raises(NotASentence):
        Words({"key": template}).formats("key")


@pytest.mark.parametrize("words", TABLES)
def test_every_template_of_a_table_is_one(words):
    table = words()
    assert [table.formats(key) for key in table.keys]


def test_a_sentence_survives_being_copied_and_sent_to_another_process():
    made = say("case.passed", start=None)
    for other in (copy.copy(made), copy.deepcopy(made), pickle.loads(pickle.dumps(made))):
        assert isinstance(other, Sentence)
        assert (other, other.key, other.arguments) == (made, made.key, made.arguments)


def test_every_template_of_the_live_table_can_be_read():
    assert len(live_words().keys) > 100
    assert live_words().formats("case.failed") == {"start": "time"}
