"""A verdict, and what a record shows, as JSON."""

from __future__ import annotations

from collections.abc import Sequence

from certkit.formats.json_document import write_document
from certkit.record.requirements import ShownRequirement
from certkit.verdict.dossier import Dossier
from certkit.verdict.model import Verdict, requirements_document, verdict_document


def write_verdict_json(verdict: Verdict) -> bytes:
    """The verdict as JSON; ``schemas/verdict.schema.json`` describes it."""
    return write_document(verdict_document(verdict))


def write_requirements_json(dossier: Dossier, rows: Sequence[ShownRequirement], edition: str) -> bytes:
    """What a record shows as JSON; ``schemas/requirements.schema.json`` describes it."""
    return write_document(requirements_document(dossier, rows, edition))
