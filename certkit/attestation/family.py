"""Whether the members of a product family can follow its representative product by declarations (4.2, 8.3, 9.4). Pure.

The procedure does not say how far a member's statement may differ from the representative's (D-40). So the differences
are listed. A member cannot follow if it has to pass a test case that no laboratory saw the representative product pass,
unless the Compliance Working Group decided on it. ``family check``, ``certify`` and ``verify`` all ask here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from certkit.attestation.family_model import (
    AnswerPair,
    FamilyDocument,
    Member,
    MemberCheck,
    Problem,
    Product,
    Tested,
    UntestedCase,
)
from certkit.attestation.scope import scope_rules
from certkit.comparison.derive import compare
from certkit.edition.rulebook import Rulebook
from certkit.pics.model import Pics
from certkit.plan.model import Status
from certkit.verdict.model import CaseOutcome, Verdict

_NAME, _REPRESENTATIVE, _MEMBERS = "family.name", "family.representative", "family.members"


def passed_cases(verdict: Verdict) -> frozenset[str]:
    """The test cases that a run of tests passed; without those that a decision waived."""
    return frozenset(case.id for case in verdict.cases if case.outcome is CaseOutcome.PASSED)


def check_family(tested: Tested, members: Sequence[Member], rulebook: Rulebook) -> FamilyDocument:
    """The family as the representative's statement has it, and each member whose statement is given."""
    listed = listed_members(tested.pics)
    representative = _text(tested.pics, _REPRESENTATIVE)
    given = {_product(member.pics) for member in members}
    problems = tuple(_problems_of_representative(tested, listed, rulebook))
    checks = tuple(_check_member(tested, member, listed, rulebook) for member in members)
    return FamilyDocument(
        good=not problems and not any(check.problems or check.never_run or check.undecided for check in checks),
        file=tested.pics.source,
        family=_text(tested.pics, _NAME),
        representative=representative,
        verdict=tested.outcome,
        test_cases_run=None if tested.passed is None else len(tested.passed),
        listed=listed,
        without_pics=tuple(product for product in listed if product.model != representative and product not in given),
        problems=problems,
        members=checks,
    )


def listed_members(pics: Pics) -> tuple[Product, ...]:
    """The members in a statement."""
    members = pics.values.get(_MEMBERS)
    if not isinstance(members, tuple):
        return ()
    return tuple(
        Product(model=str(member[0]), firmware_version=str(member[1]))
        for member in members
        if isinstance(member, tuple)
    )


def _problems_of_representative(tested: Tested, listed: tuple[Product, ...], rulebook: Rulebook) -> Iterator[Problem]:
    pics = tested.pics
    if not _text(pics, _NAME) or not listed:
        yield Problem(message="the PICS names no product family", cite="4.2, 8.3", where=pics.place_of(_NAME))
    yield from _not_declarable(pics, rulebook)
    representative, model = _text(pics, _REPRESENTATIVE), _text(pics, "model")
    place = pics.place_of(_REPRESENTATIVE)
    if not representative:
        yield Problem(message="the PICS does not name the representative product", cite="4.2, 9.4", where=place)
    elif representative != model:
        message = f"the representative product is {representative}, but this is the PICS of {model or 'no model'}"
        yield Problem(message=message, cite="9.4", where=place)
    elif _product(pics) not in listed:
        message = f"{_product(pics)} is not listed as a family member"
        yield Problem(message=message, cite="4.2", where=pics.place_of(_MEMBERS))
    if tested.outcome not in (None, "pass"):
        yield Problem(message=f"the verdict on the representative product is {tested.outcome}", cite="9.4")


def _not_declarable(pics: Pics, rulebook: Rulebook) -> Iterator[Problem]:
    kinds = scope_rules(rulebook).declared
    if pics.dut not in kinds:
        message = f"only a {' or '.join(kinds)} can be declared; the kind of device is {pics.dut or 'not stated'}"
        yield Problem(message=message, cite="8.3, D-41", where=pics.place_of("dut"))


def _check_member(tested: Tested, member: Member, listed: tuple[Product, ...], rulebook: Rulebook) -> MemberCheck:
    pics, plan = member.pics, member.plan
    passed = tested.passed
    if passed is None:
        passed = frozenset(row.id for row in tested.plan.test_cases if row.status is Status.REQUIRED)
    enough = passed | tested.decided | member.decided
    changes = compare(tested.pics, pics, tested.plan, plan, rulebook).answers
    return MemberCheck(
        file=pics.source,
        model=_text(pics, "model"),
        firmware_version=_text(pics, "firmware_version"),
        problems=tuple(_problems_of_member(tested.pics, pics, listed, rulebook)),
        answers=tuple(AnswerPair(item=one.item, representative=one.before, member=one.after) for one in changes),
        never_run=tuple(
            UntestedCase(id=row.id, title=row.title, because=row.because)
            for row in plan.test_cases
            if row.status is Status.REQUIRED and row.id not in enough
        ),
        undecided=tuple(row.id for row in plan.test_cases if row.status is Status.UNDETERMINED),
    )


def _problems_of_member(tested: Pics, pics: Pics, listed: tuple[Product, ...], rulebook: Rulebook) -> Iterator[Problem]:
    yield from _not_declarable(pics, rulebook)
    product = _product(pics)
    for members, owner in ((listed, "the representative's PICS"), (listed_members(pics), "its own PICS")):
        if product not in members:
            message = f"{product} is not listed as a family member in {owner}"
            place = pics.place_of("model" if members is listed else _MEMBERS)
            yield Problem(message=message, cite="4.2, 8.3", where=place)
    if product.model == _text(tested, _REPRESENTATIVE):
        message = f"{product.model} is the representative product, which a laboratory tests; it cannot be declared"
        yield Problem(message=message, cite="9.4", where=pics.place_of("model"))
    for item, title in ((_NAME, "product family"), (_REPRESENTATIVE, "representative product"), ("vendor", "vendor")):
        ours, theirs = _text(pics, item), _text(tested, item)
        if ours != theirs:
            message = f"its {title} is {ours or 'not named'}, but the representative's PICS has {theirs or 'none'}"
            yield Problem(message=message, cite="4.2, 9.4", where=pics.place_of(item))


def _product(pics: Pics) -> Product:
    return Product(model=_text(pics, "model"), firmware_version=_text(pics, "firmware_version"))


def _text(pics: Pics, item: str) -> str:
    value = pics.values.get(item)
    return value if isinstance(value, str) else ""
