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
    Product,
    Tested,
    UntestedCase,
)
from certkit.attestation.refusal import Refusal, cited, refusal
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
    problems = tuple(cited(_problems_of_representative(tested, listed, rulebook), rulebook))
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


def _problems_of_representative(tested: Tested, listed: tuple[Product, ...], rulebook: Rulebook) -> Iterator[Refusal]:
    pics = tested.pics
    if not _text(pics, _NAME) or not listed:
        yield refusal("AT-21", where=pics.place_of(_NAME))
    yield from not_declarable(pics, rulebook)
    representative, model = _text(pics, _REPRESENTATIVE), _text(pics, "model")
    place = pics.place_of(_REPRESENTATIVE)
    if not representative:
        yield refusal("AT-25", where=place)
    elif not model:
        yield refusal("AT-27.no-model", where=place, representative=representative)
    elif representative != model:
        yield refusal("AT-27", where=place, representative=representative, model=model)
    elif _product(pics) not in listed:
        yield refusal("AT-24.tested", where=pics.place_of(_MEMBERS), product=str(_product(pics)))
    if tested.outcome not in (None, "pass"):
        yield refusal("AT-28", outcome=tested.outcome)


def not_declarable(pics: Pics, rulebook: Rulebook) -> Iterator[Refusal]:
    """Why the edition has no declaration for the kind of device; nothing where it has one."""
    kinds, place = scope_rules(rulebook).declared, pics.place_of("dut")
    if pics.dut is None:
        yield refusal("AT-10", where=place)
    elif not kinds:
        yield refusal("AT-20.none", where=place, kind=pics.dut)
    elif pics.dut not in kinds:
        yield refusal("AT-20", where=place, kind=pics.dut, kinds=kinds)


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
        problems=tuple(cited(_problems_of_member(tested.pics, pics, listed, rulebook), rulebook)),
        answers=tuple(AnswerPair(item=one.item, representative=one.before, member=one.after) for one in changes),
        never_run=tuple(
            UntestedCase(id=row.id, title=row.title, because=row.because)
            for row in plan.test_cases
            if row.status is Status.REQUIRED and row.id not in enough
        ),
        undecided=tuple(row.id for row in plan.test_cases if row.status is Status.UNDETERMINED),
    )


def _problems_of_member(tested: Pics, pics: Pics, listed: tuple[Product, ...], rulebook: Rulebook) -> Iterator[Refusal]:
    yield from not_declarable(pics, rulebook)
    product = _product(pics)
    if product not in listed:
        yield refusal("AT-24.representative", where=pics.place_of("model"), product=str(product))
    if product not in listed_members(pics):
        yield refusal("AT-24.own", where=pics.place_of(_MEMBERS), product=str(product))
    if product.model == _text(tested, _REPRESENTATIVE):
        yield refusal("AT-26", where=pics.place_of("model"), model=product.model)
    for item in (_NAME, _REPRESENTATIVE, "vendor"):
        place, ours, theirs = pics.place_of(item), _text(pics, item), _text(tested, item)
        if ours == theirs:
            continue
        if not ours:
            yield refusal("AT-29.not-named", where=place, item=item, representative=theirs)
        elif not theirs:
            yield refusal("AT-29.alone", where=place, item=item, member=ours)
        else:
            yield refusal("AT-29.differs", where=place, item=item, member=ours, representative=theirs)


def _product(pics: Pics) -> Product:
    return Product(model=_text(pics, "model"), firmware_version=_text(pics, "firmware_version"))


def _text(pics: Pics, item: str) -> str:
    value = pics.values.get(item)
    return value if isinstance(value, str) else ""
