"""What follows from the evidence of an attestation: outcome, product, scope, plan, verdict, extract, firmware hash."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from certkit.attestation.judged import Judged
from certkit.extraction import extract
from certkit.model.attestation import KINDS, Kind
from certkit.model.finding import Severity
from certkit.model.firmware import title_of
from certkit.model.scope import FULL, SUBSET, Claim
from certkit.writers.plan_json import test_case_document
from certkit.writers.verdict_json import verdict_document

if TYPE_CHECKING:
    from certkit.model.attestation_documents import (
        DerivedDocument,
        ExtractKeyDocument,
        FunctionalityDocument,
        ScopeDocument,
        SubjectDocument,
    )

OCA = "Open Charge Alliance"
_STATION = "Charging Station"


def derive(judged: Judged) -> DerivedDocument:
    """All of it. The same evidence gives the same, whatever the kind of the attestation."""
    plan = judged.evidence.plan
    return {
        "outcome": judged.verdict.outcome.value,
        "subject": subject(judged),
        "scope": scope(judged),
        "plan": [test_case_document(row) for row in plan.test_cases] if plan else [],
        "verdict": verdict_document(judged.verdict),
        "extract": list(_extract(judged)),
        "firmware_hash": firmware_hash(judged),
    }


def subject(judged: Judged) -> SubjectDocument:
    """The product: what the record says of the very device, and where it is silent the statement (5.5)."""
    device = dict(judged.verdict.device)
    return {
        "dut": judged.pics.dut or "",
        "vendor": device.get("vendor", ""),
        "model": device.get("model", ""),
        "firmware_version": device.get("version", ""),
        "hardware": device.get("hardware", ""),
        "serial": device.get("serial", ""),
        "family": judged.text("family.name"),
        "representative": judged.text("family.representative"),
    }


def scope(judged: Judged) -> ScopeDocument | None:
    """What is certified (A.1, D-46); None while it is open, or where a full one is applied for without all profiles."""
    rules, values = judged.rulebook.scope, judged.pics.values
    profiles = [(claim, claim.when.evaluate(values)) for claim in rules.profiles]
    features = [(claim, claim.when.evaluate(values)) for claim in rules.optional_features]
    if any(holds is None for _, holds in (*profiles, *features)):
        return None
    every = all(holds for _, holds in profiles)
    applied = values.get(rules.applied)
    if rules.applied in judged.pics.refused or (applied == FULL and not every):
        return None
    return {
        "certificate": "Full" if every and applied != SUBSET else "Subset",
        "profiles": _functionalities(profiles),
        "optional_features": _functionalities(features),
    }


def _functionalities(claims: Iterable[tuple[Claim, bool | None]]) -> list[FunctionalityDocument]:
    return [{"title": claim.title, "supported": holds is True, "cite": claim.cite} for claim, holds in claims]


def _extract(judged: Judged) -> Iterable[ExtractKeyDocument]:
    """What a certificate says of the configuration keys (7.1.4); nothing without a configuration."""
    configuration = judged.evidence.dossier.configuration
    if configuration is None:
        return
    for row in extract(configuration, judged.rulebook).rows:
        yield {
            "key": row.key,
            "profile": row.profile,
            "optional": row.optional,
            "implemented": row.implemented,
            "read_only": row.is_read_only,
            "values": list(row.values),
            "unit": row.unit,
            "description": row.description,
            "cite": row.cite,
        }


def firmware_hash(judged: Judged) -> str:
    """``SHA-256 <hex>`` of the image of a charging station (8.2); empty for others, and for no usable image."""
    firmware = judged.evidence.dossier.firmware
    broken = any(found.severity is Severity.ERROR for found in judged.evidence.firmware_findings)
    if firmware is None or broken or judged.pics.dut != _STATION:
        return ""
    return f"{title_of(firmware.algorithm)} {firmware.hash}"


def addressees(kind: Kind, judged: Judged) -> list[str]:
    """To whom it is made out: a report to the vendor and the OCA (7.1.3, 9.1.3), the others to the vendor."""
    vendor = subject(judged)["vendor"]
    return [vendor, OCA] if kind is Kind.REPORT else [vendor]


def title(kind: Kind) -> str:
    """Of the document."""
    return KINDS[kind].title
