"""An explanation as JSON, of what belongs to the stages after the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkit.explanation.model import (
    KeyExplanation,
    LeftOutExplanation,
    MetricExplanation,
    RequirementExplanation,
    RuleExplanation,
)
from certkit.explanation.write_json import clause_answer

if TYPE_CHECKING:
    from certkit.explanation.documents import (
        ExplainedKeyDocument,
        ExplainedMetricDocument,
        ExplainedReasonDocument,
        ExplainedRequirementDocument,
        ExplainedRuleDocument,
    )


def evidence_document(
    e: RuleExplanation | RequirementExplanation | KeyExplanation | LeftOutExplanation,
) -> ExplainedRuleDocument | ExplainedRequirementDocument | ExplainedKeyDocument | ExplainedReasonDocument:
    """The document, before it is written."""
    if isinstance(e, RuleExplanation):
        return _rule(e)
    if isinstance(e, RequirementExplanation):
        return _requirement(e)
    if isinstance(e, KeyExplanation):
        return key_document(e)
    return {"version": 1, "kind": "left-out", "reason": e.reason, "text": e.text}


def _rule(e: RuleExplanation) -> ExplainedRuleDocument:
    rule = e.rule
    return {
        "version": 1,
        "kind": "rule",
        "code": rule.code,
        "name": rule.name,
        "part": rule.part,
        "title": rule.title,
        "meaning": rule.meaning,
        "hint": rule.hint,
        "cite": e.cite,
        "requirements": {str(number): title for number, title in e.requirements},
        "readings": [reading.id for reading in e.readings],
    }


def _requirement(e: RequirementExplanation) -> ExplainedRequirementDocument:
    row = e.requirement
    return {
        "version": 1,
        "kind": "requirement",
        "number": e.number,
        "title": row.title if row else "",
        "nature": row.kind if row else "",  # type: ignore[typeddict-item]  # an edition with another is refused
        "cite": row.cite if row else "",
        "applies": str(row.applies) if row else "",
        "met": str(row.met) if row and row.met is not None else "",
        "check": row.check if row else "",
        "effect": row.effect.value if row else "",
        "shown_by": dict(e.shown_by) if row else {},
        "elsewhere": "" if row else e.shown_by[0][0],
        "rules": dict(e.rules),
        "here": e.applies,
    }


def key_document(e: KeyExplanation) -> ExplainedKeyDocument:
    """A configuration key."""
    key = e.key
    return {
        "version": 1,
        "kind": "configuration-key",
        "key": key.key,
        "description": key.description,
        "note": key.note,
        "cite": key.cite,
        "profile": key.profile,
        "has_profile": e.has_profile,
        "asked_of": list(e.asked_of),
        "type": key.type.value,
        "unit": key.unit,
        "minimum": key.minimum,
        "maximum": key.maximum,
        "names": list(key.names),
        "access": key.access.value,
        "access_before": key.access_before.value if key.access_before else None,
        "read_only": str(key.read_only) if key.read_only is not None else "",
        "required": key.required,
        "required_before": key.required_before,
        "needed": str(key.needed) if key.needed is not None else "",
        "here": e.required,
        "items": dict(e.items),
        "relations": [
            {
                "item": row.item,
                "answer": row.answer,
                "expected": row.expected,
                "finding": row.finding,
                "given": clause_answer(row.given) if row.given else None,
            }
            for row in e.relations
        ],
    }


def metric_document(e: MetricExplanation) -> ExplainedMetricDocument:
    """A performance parameter."""
    metric = e.metric
    return {
        "version": 1,
        "kind": "metric",
        "id": metric.id,
        "title": metric.title,
        "definition": metric.definition,
        "formula": metric.formula,
        "unit": metric.unit,
        "pairing": metric.pairing,
        "pairs": list(e.pairs),
        "exclusions": list(metric.exclusions),
        "asked_of": list(metric.asked_of),
        "readings": [reading.id for reading in e.readings],
        "cite": metric.cite,
    }
