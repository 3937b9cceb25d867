"""From a record's file to a verdict: reads the dossier, asks each stage its part, and puts the answers together."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from certkit.assessment import assess
from certkit.evidence import evidence_of
from certkit.measurement import Measuring
from certkit.readers.dossier import read_dossier
from certkit.rulebook import Rulebook

if TYPE_CHECKING:
    from certkit.model.verdict import Verdict
    from certkit.readers.dossier import Load


def verdict_on(name: str, load: Load, now: datetime | None = None) -> tuple[Verdict, Rulebook]:
    """The verdict on the dossier of a record.

    Args:
        now: by default what the clock says.

    Raises:
        CertkitError: the record cannot be read.
    """
    dossier, rulebook = read_dossier(name, sys.stdin.buffer, load, Measuring)
    return assess(evidence_of(dossier, rulebook, now or datetime.now(UTC))), rulebook
