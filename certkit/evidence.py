"""A dossier with what the pure stages make of it, each asked its part: all that a verdict follows from. Pure."""

from __future__ import annotations

import re
from datetime import datetime

from certkit.checks.configuration import check_configuration
from certkit.checks.firmware import check_firmware, read_stated_hash
from certkit.checks.pics import check_pics
from certkit.checks.record import check_record
from certkit.checks.results import check_results
from certkit.model.dossier import Dossier, Evidence, Role
from certkit.model.evidence_codes import evidence_finding
from certkit.model.finding import Finding
from certkit.model.firmware import SUCCESSOR, TEST_CASE, StatedHash
from certkit.planning import make_plan
from certkit.rulebook import Rulebook


def evidence_of(dossier: Dossier, rulebook: Rulebook, at: datetime | None = None) -> Evidence:
    """The dossier with what the pure stages make of it.

    Args:
        at: when the verdict is asked for; None lets pass what is dated later.
    """
    pics = dossier.pics
    requirements = rulebook.procedure
    shown = check_record(dossier.record, pics, requirements)
    firmware = _firmware_findings(dossier)
    if pics is None:
        return Evidence(dossier, requirements.limits, rulebook.sha256, requirements=shown, firmware_findings=firmware)
    plan = make_plan(pics, rulebook)
    keys = dossier.configuration
    return Evidence(
        dossier=dossier,
        limits=requirements.limits,
        rulebook_sha256=rulebook.sha256,
        plan=plan,
        is_station=rulebook.column(pics.dut) in rulebook.info.reset_before if pics.dut else None,
        requirements=shown,
        pics_findings=check_pics(pics, rulebook),
        results_findings=check_results(dossier.results, plan, rulebook),
        configuration_findings=check_configuration(keys, pics, rulebook) if keys is not None else (),
        firmware_findings=firmware,
        ocpp_version=_ocpp_version(rulebook),
        hash_cases=(TEST_CASE, SUCCESSOR),
        at=at,
    )


def _ocpp_version(rulebook: Rulebook) -> str:
    """The version of OCPP that an edition is of, as its id has it; empty, which every result fits, if it has none."""
    found = re.match(r"ocpp-([0-9.]*[0-9])", rulebook.info.id)
    return found.group(1) if found else ""


def _firmware_findings(dossier: Dossier) -> tuple[Finding, ...]:
    kept = dossier.record.fields.firmware
    file = next((one for one in dossier.files if one.role is Role.FIRMWARE), None)
    if file is not None and file.problem:
        return (evidence_finding("FW-01", file.problem, where=file.place),)
    if dossier.firmware is None:
        return ()
    if kept.hash.value is None:
        return dossier.firmware.findings
    stated = read_stated_hash(kept.hash.value, kept.algorithm.value or "", kept.hash.place)
    if not isinstance(stated, StatedHash):
        return (*dossier.firmware.findings, stated)
    return check_firmware(dossier.firmware, stated, kept.hash.place)
