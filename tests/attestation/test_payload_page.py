"""The page that describes the payload is written from its schema."""

from tests.attestation.payload_page import MARK, PAGE, SCHEMA, fields, page


def test_the_page_is_up_to_date():
    text = PAGE.read_text(encoding="utf-8")
    assert text.count(MARK) == 1
    assert text == page(), "python -m tests.attestation.payload_page"


def test_every_field_of_the_schema_is_on_it():
    text = fields()
    for schema in (SCHEMA, *SCHEMA["$defs"].values()):
        for name in schema.get("properties", ()):
            assert f"| `{name}` |" in text


def test_every_field_has_a_meaning():
    assert [line for line in fields().splitlines() if line.endswith("|  |")] == []


def test_every_type_is_described():
    for name, schema in SCHEMA["$defs"].items():
        assert schema.get("description"), name
