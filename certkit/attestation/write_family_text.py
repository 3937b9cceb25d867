"""A product family, for people: who belongs to it, the problems, what differs, what was never tested."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from certkit.attestation.family_model import FamilyDocument, MemberCheck, Product
from certkit.attestation.refusal import Refusal
from certkit.comparison.write_text import answer_or_none
from certkit.text.terminal import Ink, counted, safe, wrapped


def write_family_text(check: FamilyDocument, *, ink: Ink | None = None, width: int = 100) -> str:
    """The family as text that ends with a line break."""
    return "\n".join(_lines(check, ink or Ink(), width)) + "\n"


def _lines(check: FamilyDocument, ink: Ink, width: int) -> Iterator[str]:
    yield f"Product family   {safe(check.family) or 'none'}"
    yield f"Representative   {safe(check.representative) or 'not named'}  {ink(safe(check.file), 'dim')}"
    if check.test_cases_run is None:
        yield "Tests            only its PICS is given: certkit assumes that it passes its required test cases"
    else:
        yield f"Tests            {counted(check.test_cases_run, 'test case')} passed, verdict {check.verdict}"
    yield f"Members          {_products(check.listed) or 'none'}"
    if check.without_pics:
        yield f"No PICS given    {_products(check.without_pics)}"
    yield from _problems(check.problems, "", ink, width)
    for member in check.members:
        yield ""
        yield from _member(member, ink, width)
    yield ""
    if check.good:
        yield ink("every given member can follow the representative product", "green")
    else:
        yield ink("not every member can follow the representative product", "bold")


def _member(member: MemberCheck, ink: Ink, width: int) -> Iterator[str]:
    name = f"{member.model or 'no model'} {member.firmware_version or 'no version'}"
    yield f"{ink(safe(name), 'bold')}  {ink(safe(member.file), 'dim')}"
    yield from _problems(member.problems, "  ", ink, width)
    answers = member.answers
    yield f"  {counted(len(answers), 'answer')} different" if answers else "  all answers are the same"
    for pair in answers:
        text = f"{pair.item}: {answer_or_none(pair.representative)} -> {answer_or_none(pair.member)}"
        yield wrapped(safe(text), width, first="    ", indent="      ")
    if member.never_run:
        count = counted(len(member.never_run), "required test case")
        yield ink(f"  {count} that the representative product did not pass", "yellow")
        for row in member.never_run:
            yield wrapped(safe(f"{row.id}  {row.title}: {row.because}"), width, first="    ", indent="      ")
    else:
        yield "  the representative product passed every required test case"
    if member.undecided:
        listed = ", ".join(member.undecided)
        yield wrapped(f"its PICS does not say whether these apply: {listed}", width, first="  ", indent="    ")


def _problems(problems: Iterable[Refusal], indent: str, ink: Ink, width: int) -> Iterator[str]:
    for problem in problems:
        where = f" ({problem.where.file}, {problem.where})" if problem.where and str(problem.where) else ""
        text = safe(f"{problem.message}{where}{f'; {problem.cite}' if problem.cite else ''}")
        yield ink(wrapped(text, width, first=f"{indent}× ", indent=f"{indent}  "), "red")


def _products(products: Iterable[Product]) -> str:
    return ", ".join(safe(f"{one.model or 'no model'} {one.firmware_version or 'no version'}") for one in products)
