"""What ``certkit explain`` says: what a name means, and for a device the proof of what it comes to.

What belongs to the stages after the plan is looked at only if the name is not one of the statement's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from certkit.edition.rulebook import Rulebook
from certkit.explanation.model import Explanation
from certkit.explanation.names import Kind, find, find_name
from certkit.explanation.statement import (
    explain_finding,
    explain_item,
    explain_reading,
    explain_term,
    explain_test_case,
)
from certkit.finding import Finding
from certkit.pics.model import Pics
from certkit.plan.model import TestPlan

__all__ = ["explain", "find_name"]


def explain(
    subject: str,
    rulebook: Rulebook,
    *,
    pics: Pics | None = None,
    plan: TestPlan | None = None,
    findings: Sequence[Finding] = (),
    alternatives: Mapping[str, TestPlan] | None = None,
) -> Explanation:
    """What a name means, and with a PICS what it comes to for that device.

    Args:
        subject: a test case (``TC_003``, ``TC_003_CS``), an item, a code or name of a finding or of a rule of the
            verdict, a reading, a term, a configuration key, a performance parameter, or the number of a requirement;
            in any case of letters.
        pics, plan, findings: of the device, if one is asked about.
        alternatives: for a reading, the device's plan under each of its alternatives.

    Raises:
        UnknownName: there is nothing of that name; the hint has the nearest.
    """
    name, kind = find(subject, rulebook)
    if kind is Kind.TEST_CASE:
        return explain_test_case(name, rulebook, pics, plan)
    if kind is Kind.ITEM:
        return explain_item(name, rulebook, pics, plan)
    if kind is Kind.FINDING:
        return explain_finding(name, rulebook, pics, findings)
    if kind is Kind.READING:
        return explain_reading(name, rulebook, plan, alternatives)
    if kind is Kind.TERM:
        return explain_term(name, rulebook, pics)
    from certkit.explanation.evidence import explain_evidence

    return explain_evidence(name, kind, rulebook, pics)
