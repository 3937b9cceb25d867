"""From a record's file to a verdict: reads the dossier, asks each stage its part, and puts the answers together."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from certkit.edition.rulebook import Rulebook
from certkit.measurement.derive import Measuring
from certkit.verdict.assess import assess
from certkit.verdict.evidence import evidence_of
from certkit.verdict.read_dossier import read_dossier

if TYPE_CHECKING:
    from certkit.verdict.model import Verdict
    from certkit.verdict.read_dossier import Load


def verdict_on(name: str, load: Load, now: datetime | None = None) -> tuple[Verdict, Rulebook]:
    """The verdict on the dossier of a record.

    Args:
        now: by default what the clock says.

    Raises:
        CertkitError: the record cannot be read.
    """
    dossier, rulebook = read_dossier(name, sys.stdin.buffer, load, Measuring)
    return assess(evidence_of(dossier, rulebook, now or datetime.now(UTC))), rulebook
