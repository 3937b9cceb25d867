"""The country of a certificate is a code of ISO 3166-1."""

import pytest

from certkit.errors import CertkitError
from certkit.signing.countries import COUNTRIES, code_named, code_of
from certkit.signing.request import country_code


def test_the_codes_are_those_of_the_standard():
    assert len(COUNTRIES) == 249
    assert all(len(code) == 2 and code.isupper() and names for code, names in COUNTRIES.items())
    assert list(COUNTRIES) == sorted(COUNTRIES)


@pytest.mark.parametrize("text", ["NL", "nl", " Nl "])
def test_a_code_in_any_case(text):
    assert code_of(text) == "NL"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Netherlands", "NL"),
        ("the netherlands", "NL"),
        ("Nederland", "NL"),
        ("Netherland", "NL"),
        ("Deutschland", "DE"),
        ("DEU", "DE"),
        ("UK", "GB"),
        ("Osterreich", "AT"),
        ("Atlantis", ""),
        ("", ""),
    ],
)
def test_the_code_of_a_name(name, code):
    assert code_named(name) == code


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Netherlands", "use --country NL"),
        ("UK", "use --country GB"),
        ("XX", "use the two letters of ISO 3166-1, as in --country DE"),
        ("D", "use the two letters of ISO 3166-1, as in --country DE"),
    ],
)
def test_what_is_no_code_gets_the_one_that_is_meant(text, hint):
    with pytest.raises(CertkitError) as error:
        country_code(text)
    assert (error.value.message, error.value.hint) == (f"“{text}” is not the two-letter code of a country", hint)
