"""Whether the members of a product family can follow its representative product by declarations (4.2, 8.3, 9.4). Pure.

The procedure does not say how far a member's statement may differ from the representative's (D-40). So the differences
are shown. A member cannot follow if it has to pass a test case that no laboratory saw the representative product pass,
unless the Compliance Working Group decided on it. ``family check``, ``certify`` and ``verify`` all ask here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from certkit.attestation.family_model import FamilyCheck, Member, MemberCheck, Problem, Tested, Untested
from certkit.attestation.scope import scope_rules
from certkit.comparison.derive import compare
from certkit.edition.rulebook import Rulebook
from certkit.pics.model import Pics
from certkit.plan.model import Status
from certkit.verdict.model import CaseOutcome, Verdict

_NAME, _REPRESENTATIVE, _MEMBERS = "family.name", "family.representative", "family.members"


def passed_cases(verdict: Verdict) -> frozenset[str]:
    """The test cases that a run of tests passed; what a decision lifted is not among them."""
    return frozenset(case.id for case in verdict.cases if case.outcome is CaseOutcome.PASSED)


def check_family(tested: Tested, members: Sequence[Member], rulebook: Rulebook) -> FamilyCheck:
    """The family as the representative's statement has it, and each member whose statement is given."""
    listed = listed_members(tested.pics)
    representative = _text(tested.pics, _REPRESENTATIVE)
    given = {_product(member.pics) for member in members}
    others = tuple(product for product in listed if product[0] != representative)
    return FamilyCheck(
        source=tested.pics.source,
        name=_text(tested.pics, _NAME),
        representative=representative,
        listed=listed,
        problems=tuple(_of_representative(tested, listed, rulebook)),
        members=tuple(_member(tested, member, listed, rulebook) for member in members),
        without=tuple(product for product in others if product not in given),
        passed=None if tested.passed is None else len(tested.passed),
        outcome=tested.outcome,
    )


def listed_members(pics: Pics) -> tuple[tuple[str, str], ...]:
    """The members in a statement, each model and version."""
    found = pics.values.get(_MEMBERS)
    if not isinstance(found, tuple):
        return ()
    return tuple((str(member[0]), str(member[1])) for member in found if isinstance(member, tuple))


def _of_representative(tested: Tested, listed: tuple[tuple[str, str], ...], rulebook: Rulebook) -> Iterator[Problem]:
    pics = tested.pics
    if not _text(pics, _NAME) or not listed:
        yield Problem("the PICS names no product family", "4.2, 8.3", pics.place_of(_NAME))
    yield from _declarable(pics, rulebook)
    representative, model = _text(pics, _REPRESENTATIVE), _text(pics, "model")
    place = pics.place_of(_REPRESENTATIVE)
    if not representative:
        yield Problem("the PICS does not name the representative product", "4.2, 9.4", place)
    elif representative != model:
        message = f"the representative product is {representative}, and this is the PICS of {model or 'no model'}"
        yield Problem(message, "9.4", place)
    elif _product(pics) not in listed:
        yield Problem(
            f"{_shown(_product(pics))} is not among the members of the family", "4.2", pics.place_of(_MEMBERS)
        )
    if tested.outcome not in ("", "pass"):
        yield Problem(f"the verdict on the representative product is {tested.outcome}", "9.4")


def _declarable(pics: Pics, rulebook: Rulebook) -> Iterator[Problem]:
    kinds = scope_rules(rulebook).declared
    if pics.dut not in kinds:
        message = f"only a {' or '.join(kinds)} can be declared, and this is {pics.dut or 'of no kind that is stated'}"
        yield Problem(message, "8.3, D-41", pics.place_of("dut"))


def _member(tested: Tested, member: Member, listed: tuple[tuple[str, str], ...], rulebook: Rulebook) -> MemberCheck:
    pics, plan = member.pics, member.plan
    passed = tested.passed
    if passed is None:
        passed = frozenset(row.id for row in tested.plan.test_cases if row.status is Status.REQUIRED)
    enough = passed | tested.decided | member.decided
    return MemberCheck(
        source=pics.source,
        model=_text(pics, "model"),
        version=_text(pics, "firmware_version"),
        problems=tuple(_of_member(tested.pics, pics, listed, rulebook)),
        comparison=compare(tested.pics, pics, tested.plan, plan, rulebook),
        untested=tuple(
            Untested(row.id, row.title, row.because)
            for row in plan.test_cases
            if row.status is Status.REQUIRED and row.id not in enough
        ),
        undecided=tuple(row.id for row in plan.test_cases if row.status is Status.UNDETERMINED),
    )


def _of_member(tested: Pics, pics: Pics, listed: tuple[tuple[str, str], ...], rulebook: Rulebook) -> Iterator[Problem]:
    yield from _declarable(pics, rulebook)
    if _product(pics) not in listed:
        message = f"{_shown(_product(pics))} is not among the members in the representative's PICS"
        yield Problem(message, "4.2, 8.3", pics.place_of("model"))
    if _product(pics) not in listed_members(pics):
        message = f"{_shown(_product(pics))} is not among the members in its own PICS"
        yield Problem(message, "4.2, 8.3", pics.place_of(_MEMBERS))
    if _text(pics, "model") == _text(tested, _REPRESENTATIVE):
        message = f"{_text(pics, 'model')} is the representative product, which is tested and not declared"
        yield Problem(message, "9.4", pics.place_of("model"))
    for item, what in ((_NAME, "product family"), (_REPRESENTATIVE, "representative product"), ("vendor", "vendor")):
        ours, theirs = _text(pics, item), _text(tested, item)
        if ours != theirs:
            message = f"its {what} is {ours or 'not named'}, the representative's PICS has {theirs or 'none'}"
            yield Problem(message, "4.2, 9.4", pics.place_of(item))


def _product(pics: Pics) -> tuple[str, str]:
    return _text(pics, "model"), _text(pics, "firmware_version")


def _shown(product: tuple[str, str]) -> str:
    return f"{product[0] or 'a product without model'} with {product[1] or 'no version'}"


def _text(pics: Pics, item: str) -> str:
    value = pics.values.get(item)
    return value if isinstance(value, str) else ""
