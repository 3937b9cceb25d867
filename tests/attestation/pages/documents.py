"""Payloads to draw: the example dossier as a report, a certificate and a declaration, and variants of them."""

from __future__ import annotations

import copy
import io
from functools import cache
from pathlib import Path
from typing import Any

EXAMPLE = Path(__file__).parents[3] / "examples" / "dossier" / "record.yaml"
AT = "2026-03-06T09:30:00Z"
ISSUERS = {
    "declaration": ("test tool", "Example Test Tool"),
    "report": ("laboratory", "Example Test Laboratory"),
    "certificate": ("certification body", "Example Certification Body"),
}
REGISTER = "https://register.example.org/"
"""As the signing policy has it for a rehearsal; an issuer that the policy does not list has none."""
RENDERER = {"certkit": "0.1.0", "reportlab": "5.1.0", "layout": 1}
"""Fixed, so that the same pages are expected whatever is installed."""


def render(document: Any) -> bytes:
    """Its pages, in the layout that it names, with the edition that ships (hostile texts stand where its name does)."""
    from certkit.attestation.layouts import layout

    found = layout(document["renderer"]["layout"])
    return found.render(document, _edition())


@cache
def _edition() -> Any:
    from certkit.edition.rulebook import load_edition

    return load_edition("ocpp-1.6-v2.4")


@cache
def _example() -> dict[str, Any]:
    """Evidence of the example, and what follows from it."""
    from certkit.attestation.rederive import judge
    from certkit.attestation.v1.derive import derive
    from certkit.attestation.v1.write import evidence_document
    from certkit.edition.rulebook import load_edition
    from certkit.measurement.derive import Measuring
    from certkit.verdict.read_dossier import read_dossier

    dossier, rulebook = read_dossier(str(EXAMPLE), io.BytesIO(), lambda edition: load_edition(edition or ""), Measuring)
    evidence = evidence_document(dossier, rulebook, EXAMPLE.read_bytes())
    judged = judge(evidence)
    return {"evidence": evidence, "derived": derive(judged), "procedure": rulebook.info.title}


def example(kind: str, *, rehearsal: bool = False) -> Any:
    """The example as a document of that kind; a payload as it would be attached, every text in it an own one."""

    found = copy.deepcopy(_example())
    role, name = ISSUERS[kind]
    link = {"relation": "report", "id": "TR-2026-0042", "sha256": "5a" * 32, "payload_sha256": "c3" * 32}
    return {
        "version": 1,
        "kind": kind,
        "id": {"declaration": "VDOC-2026-0007", "report": "TR-2026-0042", "certificate": "CERT-2026-0117"}[kind],
        "issued_at": AT,
        "rehearsal": rehearsal,
        "issuer": {"role": role, "name": name, "register": REGISTER if rehearsal else None},
        "addressees": ["Example Charging GmbH", "Open Charge Alliance"],
        "links": [link] if kind == "certificate" else [],
        "supersedes": [],
        "renderer": dict(RENDERER),
        **found,
    }
