"""An answer that is written in another way is never guessed; the message says what to write."""

import pytest

from certkit.edition.domains import Choice, NotInDomain, Number

YES_NO = Choice(("Yes", "No"))
SECONDS = Number("seconds", whole=False)


@pytest.mark.parametrize(
    ("domain", "text", "meant"),
    [
        (YES_NO, "Y", "Yes"),
        (YES_NO, "n", "No"),
        (YES_NO, "Ja", "Yes"),
        (YES_NO, "no.", "No"),
        (Choice(("Yes", "No", "Both")), "y", "Yes"),
        (SECONDS, "0,5", "0.5"),
        (SECONDS, "5 s", "5"),
        (SECONDS, "5sec.", "5"),
        (SECONDS, "2,5 seconds", "2.5"),
        (SECONDS, "500 ms", "0.5"),
        (SECONDS, "1 min", "60"),
        (Number("keys"), "50 keys", "50"),
    ],
)
def test_the_message_says_what_to_write(domain, text, meant):
    with pytest.raises(NotInDomain) as error:
        domain.parse(text)
    assert str(error.value) == f"“{text}” is not {domain.expected}; write {meant}"
    assert domain.parse(meant) is not None


@pytest.mark.parametrize(
    ("domain", "text"),
    [
        (YES_NO, "x"),
        (YES_NO, "-"),
        (YES_NO, "perhaps"),
        (Choice(("A", "W")), "Y"),
        (SECONDS, "5 kg"),
        (SECONDS, "five"),
        (SECONDS, "-5 s"),
        (Number("keys"), "2,5"),
        (Number("keys"), "5 s"),
    ],
)
def test_what_is_not_certain_is_not_suggested(domain, text):
    with pytest.raises(NotInDomain) as error:
        domain.parse(text)
    assert "write" not in str(error.value)
