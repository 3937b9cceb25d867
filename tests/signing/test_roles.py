"""``signing/roles.yaml``: what it says, and that no file passes that contradicts itself."""

from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from certkit.errors import CertkitError, RulebookError
from certkit.resources import data_folder
from certkit.trust.roles import LEVELS, reaches, read_policy, register_of, shipped_policy

ARC = "2.25.222135494873094516415904837925823326085"
REGISTER = "rehearsal_register: https://register.example.org/"
SHIPPED = (data_folder("signing") / "roles.yaml").read_text(encoding="utf-8")
KEYS = SHIPPED[SHIPPED.index("keys:") : SHIPPED.index("\n# Where an issuer")]


def test_each_role_has_its_own_two_identifiers():
    assert [(role.name, role.eku, role.policy) for role in shipped_policy().roles.values()] == [
        ("test tool", f"{ARC}.1.1", f"{ARC}.2.1"),
        ("laboratory", f"{ARC}.1.2", f"{ARC}.2.2"),
        ("certification body", f"{ARC}.1.3", f"{ARC}.2.3"),
        ("vendor", f"{ARC}.1.4", f"{ARC}.2.4"),
    ]
    assert shipped_policy().rehearsal_oid == f"{ARC}.3.1"


def test_the_arc_is_made_of_a_uuid():
    import uuid

    assert str(uuid.UUID(int=int(ARC.removeprefix("2.25.")))) == "a71dbd79-13b0-42ba-897b-ac7f879c2785"


def test_who_signs_what_and_at_which_level():
    kinds = shipped_policy().kinds
    assert {name: (rule.role, rule.minimum_level, rule.rehearsal_level) for name, rule in kinds.items()} == {
        "declaration": ("test tool", "B-LT", "B-B"),
        "report": ("laboratory", "B-LT", "B-B"),
        "certificate": ("certification body", "B-LTA", "B-B"),
        "statement": ("vendor", "B-B", "B-B"),
    }


def test_which_keys_are_allowed():
    assert {name: (rule.bits, rule.digest) for name, rule in shipped_policy().keys.items()} == {
        "P-256": (256, "sha256"),
        "P-384": (384, "sha384"),
        "Ed25519": (256, "sha512"),
        "RSA": (3072, "sha256"),
    }


def test_a_level_reaches_itself_and_those_below():
    assert [[reaches(level, least) for least in LEVELS] for level in LEVELS] == [
        [True, False, False, False],
        [True, True, False, False],
        [True, True, True, False],
        [True, True, True, True],
    ]


def test_a_rehearsal_has_an_example_register_and_an_issuer_the_one_that_is_listed():
    listed = "registers:\n- issuer: Example Body\n  address: https://register.example.net/certificates\n"
    policy = read_policy(SHIPPED.replace("registers: []", listed).encode(), "roles.yaml")
    assert register_of(policy, "Example Body", rehearsal=False) == "https://register.example.net/certificates"
    assert register_of(policy, "Example Body", rehearsal=True) == "https://register.example.org/"
    assert register_of(policy, "Another Body", rehearsal=False) is None


BROKEN = {
    "two roles share a key usage": (f"eku: {ARC}.1.2", f"eku: {ARC}.1.1"),
    "a key usage is another role's policy": (f"eku: {ARC}.1.2", f"eku: {ARC}.2.1"),
    "a role's identifier is the mark of a rehearsal": (f"policy: {ARC}.2.4", f"policy: {ARC}.3.1"),
    "an identifier outside the arc": (f"eku: {ARC}.1.3", "eku: 2.25.1.1.3"),
    "an identifier of another arc with the same beginning": (f"eku: {ARC}.1.3", f"eku: {ARC}1.1.3"),
    "no identifier at all": (f"eku: {ARC}.1.3", "eku: certification body"),
    "an arc that needs a registration": (f"arc: {ARC}", "arc: 1.3.6.1.4.1.99999"),
    "a role there never was": ("role: vendor\n  title", "role: auditor\n  title"),
    "the same role twice": ("role: vendor\n  title", "role: laboratory\n  title"),
    "one role signs two kinds": ("role: certification body\n  minimum", "role: laboratory\n  minimum"),
    "a level that does not exist": ("minimum_level: B-LTA", "minimum_level: B-X"),
    "a rehearsal that asks for more": ('rehearsal_level: B-B\n  cite: "8.3"', 'rehearsal_level: B-LTA\n  cite: "8.3"'),
    "a key that is too weak": ("bits: 3072", "bits: 1024"),
    "bits that are no number": ("bits: 3072", "bits: many"),
    "a digest that is broken": ("digest: sha384", "digest: sha1"),
    "a digest that is used but not accepted": ("accepted: [sha384, sha512]", "accepted: [sha512]"),
    "a key without a kind": ("- key: Ed25519", "- key: DSA"),
    "a field that means nothing": ("  title: Vendor", "  title: Vendor\n  colour: blue"),
    "no keys": (KEYS, "keys: []\n"),
    "a register without encryption": (REGISTER, "rehearsal_register: http://register.example.org/"),
    "a register with a fragment": (REGISTER, f"{REGISTER}#here"),
    "a register with a query": (REGISTER, f"{REGISTER}?id="),
    "a register with a user": (REGISTER, "rehearsal_register: https://example.org@register.example.net/"),
    "a register with other letters": (REGISTER, "rehearsal_register: https://rеgister.example.org/"),  # noqa: RUF001
    "a register that is too long for a QR code": (REGISTER, f"{REGISTER}{'x' * 64}"),
    "an issuer with two registers": (
        "registers: []",
        "registers:\n- {issuer: Example, address: 'https://a.example/'}\n- {issuer: Example, address: 'https://b.example/'}",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_policy_that_contradicts_itself_is_refused(name):
    before, after = BROKEN[name]
    assert SHIPPED.count(before) >= 1, "the case no longer fits the file"
    with pytest.raises(RulebookError) as caught:
        read_policy(SHIPPED.replace(before, after).encode(), "roles.yaml")
    assert caught.value.file == "roles.yaml"


@given(st.binary(max_size=300))
@example(b"")
@example(b"arc: 2.25.1\nrehearsal: 2.25.1.3\nroles: []\nkinds: []\nkeys: []\n")
def test_any_other_bytes_are_refused_in_one_line(content):
    with pytest.raises(CertkitError) as caught:
        read_policy(content, "roles.yaml")
    assert "Traceback" not in str(caught.value)


@given(st.integers(0, len(SHIPPED) - 1), st.characters(codec="utf-8"))
def test_one_character_changed_gives_a_policy_or_one_clear_error(place, character):
    with suppress(CertkitError):
        policy = read_policy((SHIPPED[:place] + character + SHIPPED[place + 1 :]).encode(), "roles.yaml")
        assert len({role.eku for role in policy.roles.values()} | {role.policy for role in policy.roles.values()}) == 8
