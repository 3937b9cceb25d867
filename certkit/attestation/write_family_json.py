"""A product family as JSON, for programs."""

from __future__ import annotations

from collections.abc import Iterable

from certkit.attestation.family_model import FamilyCheck, MemberCheck, Problem
from certkit.findings.json_parts import json_answer, place_document
from certkit.formats.json_text import to_json


def write_family_json(check: FamilyCheck) -> bytes:
    """All of it."""
    return to_json(
        {
            "version": 1,
            "good": check.good,
            "file": check.source,
            "family": check.name,
            "representative": check.representative,
            "verdict": check.outcome or None,
            "test_cases_run": check.passed,
            "listed": [_product(*one) for one in check.listed],
            "without_pics": [_product(*one) for one in check.without],
            "problems": _problems(check.problems),
            "members": [_member(one) for one in check.members],
        }
    )


def _member(member: MemberCheck) -> dict[str, object]:
    return {
        "file": member.source,
        **_product(member.model, member.version),
        "problems": _problems(member.problems),
        "answers": [
            {
                "item": change.item,
                "representative": None if change.before is None else json_answer(change.before),
                "member": None if change.after is None else json_answer(change.after),
            }
            for change in member.comparison.answers
        ],
        "never_run": [{"id": row.id, "title": row.title, "because": row.because} for row in member.untested],
        "undecided": list(member.undecided),
    }


def _product(model: str, version: str) -> dict[str, object]:
    return {"model": model, "firmware_version": version}


def _problems(problems: Iterable[Problem]) -> list[dict[str, object]]:
    return [
        {
            "message": one.message,
            "cite": one.cite,
            "where": place_document(one.where, one.where.file if one.where else ""),
        }
        for one in problems
    ]
