"""From the file of a record to a verdict: read the dossier, collect the evidence, assess it."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO

from certkit.edition.choose import Load
from certkit.edition.rulebook import Rulebook
from certkit.measurement.derive import Measuring
from certkit.verdict.assess import assess
from certkit.verdict.dossier import Evidence
from certkit.verdict.evidence import evidence_of
from certkit.verdict.model import Verdict
from certkit.verdict.read_dossier import read_dossier


def assess_record(name: str, stdin: BinaryIO, load: Load, now: datetime) -> tuple[Verdict, Rulebook]:
    """The verdict on the dossier of a record, and the rulebook of its edition.

    Raises:
        CertkitError: the record cannot be read.
    """
    evidence, rulebook = load_evidence(name, stdin, load, now)
    return assess(evidence), rulebook


def load_evidence(name: str, stdin: BinaryIO, load: Load, now: datetime) -> tuple[Evidence, Rulebook]:
    """The evidence of the dossier of a record, and the rulebook of its edition.

    Raises:
        CertkitError: the record cannot be read.
    """
    dossier, rulebook = read_dossier(name, stdin, load, Measuring)
    return evidence_of(dossier, rulebook, now), rulebook
