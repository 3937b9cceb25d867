"""A product family, for people: who belongs to it, what stands in the way, what differs, what was never tested."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from certkit.attestation.family_model import FamilyCheck, MemberCheck, Problem
from certkit.comparison.write_text import answer_or_none
from certkit.text.terminal import Ink, counted, safe, wrapped


def write_family_text(check: FamilyCheck, *, ink: Ink | None = None, width: int = 100) -> str:
    """The family as text that ends with a line break."""
    return "\n".join(_lines(check, ink or Ink(), width)) + "\n"


def _lines(check: FamilyCheck, ink: Ink, width: int) -> Iterator[str]:
    yield f"Product family   {safe(check.name) or 'none'}"
    yield f"Representative   {safe(check.representative) or 'not named'}  {ink(safe(check.source), 'dim')}"
    if check.passed is None:
        yield "Tests            only its PICS is given, so what it has to pass counts as passed"
    else:
        yield f"Tests            {counted(check.passed, 'test case')} passed, verdict {check.outcome}"
    yield f"Members          {', '.join(_product(*one) for one in check.listed) or 'none'}"
    if check.without:
        yield f"No PICS given    {', '.join(_product(*one) for one in check.without)}"
    yield from _problems(check.problems, "", ink, width)
    for member in check.members:
        yield ""
        yield from _member(member, ink, width)
    yield ""
    if check.good:
        yield ink("nothing stands in the way", "green")
    else:
        yield ink("not every member can follow the representative product as it is", "bold")


def _member(member: MemberCheck, ink: Ink, width: int) -> Iterator[str]:
    yield f"{ink(_product(member.model, member.version), 'bold')}  {ink(safe(member.source), 'dim')}"
    yield from _problems(member.problems, "  ", ink, width)
    changes = member.comparison.answers
    yield f"  {counted(len(changes), 'answer')} different" if changes else "  no answer is different"
    for change in changes:
        text = f"{change.item}: {answer_or_none(change.before)} -> {answer_or_none(change.after)}"
        yield wrapped(safe(text), width, first="    ", indent="      ")
    if member.untested:
        count = counted(len(member.untested), "required test case")
        yield ink(f"  {count} that the representative product did not pass", "yellow")
        for row in member.untested:
            yield wrapped(safe(f"{row.id}  {row.title}: {row.because}"), width, first="    ", indent="      ")
    else:
        yield "  the representative product passed every test case that is required"
    if member.undecided:
        listed = ", ".join(member.undecided)
        yield wrapped(f"its PICS leaves open: {listed}", width, first="  ", indent="    ")


def _problems(problems: Iterable[Problem], indent: str, ink: Ink, width: int) -> Iterator[str]:
    for problem in problems:
        where = f" ({problem.where.file}, {problem.where})" if problem.where and str(problem.where) else ""
        text = wrapped(
            safe(f"{problem.message}{where}; {problem.cite}"), width, first=f"{indent}× ", indent=f"{indent}  "
        )
        yield ink(text, "red")


def _product(model: str, version: str) -> str:
    return safe(f"{model or 'no model'} {version or 'no version'}")
