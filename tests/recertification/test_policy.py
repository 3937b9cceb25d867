"""The policy file: what it may say, what is refused with its place, and what it decides."""

import json
from dataclasses import fields

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from certkit.errors import CertkitError, RulebookError, UnreadableFile
from certkit.recertification.policy import Aspect, Impact, Policy, rule_for
from certkit.recertification.read_policy import FILE, read_policy, shipped_policy
from certkit.recertification.write_schema import policy_schema
from certkit.resources import data_folder
from tests.edition.editions import SHIPPED
from tests.recertification.pairs import case, certificate, patched, policy, report
from tests.verdict.dossiers import edition

HEAD = "policy: 1\nedition: ocpp-1.6-v2.4\ntitle: Ours\nrules:\n"
ALL = "- {id: all, classes: all, rerun: Yes, reason: Everything., cite: '5.5'}\n"
LAX = """\
- {id: hardware, classes: all, if_changed: [hardware, model], rerun: Yes, reason: The hardware changed., cite: ours 1}
- {id: same, classes: same question, rerun: No, reason: Nothing it depends on changed., cite: ours 2}
"""


def read(text: str) -> Policy:
    return read_policy(text.encode(), "policy.yaml", edition().info.id)


def refused(text: str) -> str:
    with pytest.raises(CertkitError) as caught:
        read(text)
    assert isinstance(caught.value, RulebookError | UnreadableFile)
    return str(caught.value)


def test_the_one_that_ships_says_what_the_procedure_says():
    (rule,) = policy().rules
    assert (rule.classes, rule.if_changed, rule.rerun, rule.cite) == (tuple(Impact), (), True, "5.5")
    (allowance,) = policy().allowances
    assert allowance.cite == "6.3"


def test_the_one_that_ships_travels_with_its_edition():
    content, name = shipped_policy(edition())
    assert content == (SHIPPED / FILE).read_bytes()
    assert name == f"ocpp-1.6-v2.4/{FILE}"


def test_the_first_rule_that_fits_decides():
    ours = read(HEAD + LAX + ALL)
    nothing: frozenset[Aspect] = frozenset()
    assert rule_for(ours, Impact.SAME_QUESTION, nothing).id == "same"
    assert rule_for(ours, Impact.NEW, nothing).id == "all"
    assert rule_for(ours, Impact.SAME_QUESTION, frozenset({Aspect.MODEL, Aspect.ANSWERS})).id == "hardware"


PIECES = ("policy: 1", "rules:", "- {", "}", ":", ",", "[", "all", "rerun: No", "\n", "  ", "#", "&a", "'")


@pytest.mark.property
@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 30), st.sampled_from(PIECES)), min_size=1, max_size=6))
@settings(max_examples=200)
def test_a_damaged_policy_decides_every_class_or_is_refused(damages):
    text = HEAD + LAX + ALL
    for place, length, piece in damages:
        text = text[:place] + piece + text[place + length :]
    try:
        damaged = read(text)
    except CertkitError:
        return
    for impact in Impact:
        assert rule_for(damaged, impact, frozenset()).cite


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("rules: []\n", "policy.yaml: this is not a policy for re-certification (a policy begins with"),
        ("", "policy.yaml: this is not a policy for re-certification"),
        ("- policy\n", "policy.yaml: this is not a policy for re-certification"),
        ("policy: 2\n", "policy.yaml:1:9: 'policy' of the policy is '2'; it can be 1"),
        (HEAD.replace("v2.4", "v2.5") + ALL, "the policy is for the edition 'ocpp-1.6-v2.5', but the record is for"),
        (HEAD, "policy.yaml:4:7: the policy needs a list as 'rules'"),
        (HEAD + LAX, "policy.yaml:5:1: no rule always decides the test cases of the class 'new'"),
        (HEAD + ALL + ALL, "policy.yaml:6:8: there are two rules 'all'"),
        (HEAD + ALL + LAX, "policy.yaml:6:3: the rule hardware is never reached"),
        (HEAD + ALL.replace("classes: all", "classes: [same, new]"), "'classes' of the rule all has 'same'"),
        (HEAD + ALL.replace("Yes,", "perhaps,"), "'rerun' of the rule all is 'perhaps'; it can be Yes, No"),
        (HEAD + ALL.replace(", cite: '5.5'", ""), "the rule all needs a text as 'cite'"),
        (HEAD + ALL.replace("reason:", "because:"), "the rule all needs a text as 'reason'"),
        (HEAD + ALL.replace("{id", "{count: Yes, id"), "policy.yaml:5:4: the rule all has an unknown field 'count'"),
        (HEAD + ALL + "old_results: count\n", "policy.yaml:6:1: the policy has an unknown field 'old_results'"),
        (HEAD + ALL.replace("rerun", "if_changed: [colour], rerun"), "'if_changed' of the rule all has 'colour'"),
        (HEAD + ALL + "allowances: [{text: A}]\n", "an allowance needs a text as 'cite'"),
    ],
)
def test_what_is_refused_with_its_place(text, message):
    assert message in refused(text)


def test_an_edition_without_a_policy_asks_for_one(tmp_path):
    class WithoutPolicy:
        folder = tmp_path
        info = edition().info

    with pytest.raises(CertkitError, match="has no policy for re-certification"):
        shipped_policy(WithoutPolicy())  # type: ignore[arg-type]


def test_a_policy_decides_what_is_listed_and_nothing_else():
    lax, strict = report(certificate(), patched(), read(HEAD + LAX + ALL)), report(certificate(), patched())
    assert (lax.to_rerun, strict.to_rerun) == (0, len(strict.test_cases))
    row = case(lax, "TC_001")
    assert (row.rerun, row.rule, row.reason, row.cite) == (False, "same", "Nothing it depends on changed.", "ours 2")
    others = [field.name for field in fields(row) if field.name not in ("rerun", "rule", "reason", "cite")]
    for one, other in zip(lax.test_cases, strict.test_cases, strict=True):
        assert [getattr(one, name) for name in others] == [getattr(other, name) for name in others]
    for made in (lax, strict):
        assert (made.coverage, made.unchanged, made.old_results.code) == (strict.coverage, False, "IM-05")


SCHEMA = json.loads((data_folder("schemas") / "policy.schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", [HEAD + ALL, HEAD + LAX + ALL, (SHIPPED / FILE).read_text(encoding="utf-8")])
def test_the_schema_accepts_what_certkit_reads(text):
    assert policy_schema() == SCHEMA
    jsonschema.validate(yaml.safe_load(text), SCHEMA)
    read(text)


def test_the_schema_refuses_other_names():
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(yaml.safe_load(HEAD + ALL + "old_results: count\n"), SCHEMA)
