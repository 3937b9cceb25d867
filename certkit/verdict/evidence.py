"""The checks of a dossier, put together as the evidence for a verdict. Pure."""

from __future__ import annotations

from datetime import datetime

from certkit.configuration.check import check_configuration
from certkit.edition.rulebook import Rulebook
from certkit.finding import Finding
from certkit.firmware.check import check_firmware, read_stated_hash
from certkit.firmware.model import StatedHash
from certkit.messages import finding
from certkit.pics.check import check_pics
from certkit.pics.model import Pics
from certkit.plan.derive import make_plan
from certkit.record.check import check_record
from certkit.record.model import Record
from certkit.record.read_requirements import requirements_of
from certkit.results.check import check_results
from certkit.results.expected import Expected, stated_of
from certkit.results.model import Subject
from certkit.results.names import run_names
from certkit.verdict.dossier import Dossier, DossierFile, Evidence, Role


def evidence_of(dossier: Dossier, rulebook: Rulebook, at: datetime | None = None) -> Evidence:
    """The dossier with the results of its checks.

    Args:
        at: the time of the verdict; None if dates are not compared with it.
    """
    pics = dossier.pics
    requirements = requirements_of(rulebook)
    shown = check_record(dossier.record, pics, requirements)
    firmware = _firmware_findings(dossier)
    if pics is None:
        return Evidence(
            dossier,
            requirements.limits,
            rulebook.sha256,
            run_names(rulebook),
            citations=rulebook.citations,
            requirements=shown,
            field_rules=requirements.fields,
            firmware_findings=firmware,
        )
    plan = make_plan(pics, rulebook)
    keys = dossier.configuration
    expected = _expected(dossier.record, dossier.files, pics, rulebook)
    return Evidence(
        dossier=dossier,
        limits=requirements.limits,
        rulebook_sha256=rulebook.sha256,
        names=run_names(rulebook),
        plan=plan,
        is_station=rulebook.column(pics.dut) in rulebook.info.reset_before if pics.dut else None,
        suffix=rulebook.evidence.sides[rulebook.column(pics.dut)].suffix if pics.dut else "",
        citations=rulebook.citations,
        requirements=shown,
        field_rules=requirements.fields,
        pics_findings=check_pics(pics, rulebook),
        results_findings=check_results(dossier.results, plan, rulebook, expected),
        configuration_findings=check_configuration(keys, pics, rulebook) if keys is not None else (),
        firmware_findings=firmware,
        ocpp_version=rulebook.info.ocpp,
        hash_cases=_hash_cases(rulebook),
        at=at,
        expected=expected,
    )


def _expected(record: Record, files: tuple[DossierFile, ...], pics: Pics, rulebook: Rulebook) -> Expected:
    """What results must fit, by the record and the statement."""
    fields = record.fields
    answered = {row.file.value for row in fields.results.rows if row.typed_by.value and row.typed_reason.value}
    stated = stated_of(pics, rulebook.sha256)
    device = fields.device
    answers: dict[Subject, str | None] = {
        "model": device.model.value,
        "serial": device.serial.value,
        "firmware_version": device.firmware_version.value,
    }
    for subject, answer in answers.items():
        if answer is not None:
            stated[subject] = tuple(dict.fromkeys((*stated.get(subject, ()), answer)))
    return Expected(
        configuration=fields.tool.configuration.value or "",
        configuration_version=fields.tool.configuration_version.value or "",
        frozen=fields.pics.frozen_at.value,
        zone=fields.utc_offset.value,
        stated=stated,
        answered_for=frozenset(file.path for file in files if file.role is Role.RESULTS and file.name in answered),
    )


def _hash_cases(rulebook: Rulebook) -> tuple[str, ...]:
    """The test case in which the hashed firmware is installed, by all of its ids."""
    names = rulebook.evidence
    former = (old for old, new in names.renamed.items() if new == names.firmware_test_case)
    return (*former, names.firmware_test_case)


def _firmware_findings(dossier: Dossier) -> tuple[Finding, ...]:
    kept = dossier.record.fields.firmware
    file = next((one for one in dossier.files if one.role is Role.FIRMWARE), None)
    if file is not None and file.problem:
        return (finding("FW-01", reason=file.problem, where=file.place),)
    if dossier.firmware is None:
        return ()
    if kept.hash.value is None:
        return dossier.firmware.findings
    stated = read_stated_hash(kept.hash.value, kept.algorithm.value or "", kept.hash.place)
    if not isinstance(stated, StatedHash):
        return (*dossier.firmware.findings, stated)
    return check_firmware(dossier.firmware, stated, kept.hash.place)
