"""The rules of a verdict by their code, and a reason made from one.

Where the procedure leaves a point open, a rule's ``meaning`` says which reading is applied.
"""

from __future__ import annotations

from collections.abc import Iterable

from certkit.finding import Place
from certkit.record.requirements import Effect
from certkit.text.sentence import Sentence
from certkit.verdict.model import Reason
from certkit.verdict.rules_evidence import RULES as RULES_OF_THE_EVIDENCE
from certkit.verdict.rules_run import RULES as RULES_OF_THE_RUN

RULES = {rule.code: rule for rule in (*RULES_OF_THE_RUN, *RULES_OF_THE_EVIDENCE)}
"""Code -> the rule."""


def reason(
    code: str,
    message: Sentence,
    effect: Effect = Effect.INCOMPLETE,
    *,
    where: Place | None = None,
    test_cases: Iterable[str] = (),
    requirements: Iterable[int] = (),
    cite: str = "",
    hint: str | None = None,
) -> Reason:
    """A reason of one of these rules; a note needs no way out."""
    rule = RULES[code]
    way_out = rule.hint if hint is None else hint
    return Reason(
        code=code,
        name=rule.name,
        part=rule.part,
        effect=effect,
        message=message,
        cite=cite or rule.cite,
        where=where,
        test_cases=tuple(test_cases),
        requirements=tuple(requirements) or rule.requirements,
        hint="" if effect is Effect.NOTE else way_out,
    )
