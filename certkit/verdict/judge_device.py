"""Whether statement, record, configuration, firmware and logs speak of the same device (4.2, 5.5, 8.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import normalize

from certkit.finding import Finding, Severity
from certkit.messages import say
from certkit.pics.model import Pics
from certkit.record.requirements import Effect
from certkit.text.sentence import iso
from certkit.verdict.dossier import Evidence, Role
from certkit.verdict.history import History
from certkit.verdict.model import Reason, reason
from certkit.verdict.times import comparable

_WORD = re.compile(r"[^\W_]+")
_CUT = 20
"""Characters that a field of BootNotification has at most (CiString20Type)."""
_COMPANY_FORMS = (
    "ab",
    "ag",
    "as",
    "bv",
    "co",
    "corp",
    "gmbh",
    "inc",
    "kg",
    "llc",
    "ltd",
    "nv",
    "oy",
    "plc",
    "sa",
    "spa",
)


def judge_device(evidence: Evidence) -> Iterator[Reason]:
    """The model and the version tested are those stated, in the record and in the logs."""
    device, pics = evidence.dossier.record.fields.device, evidence.dossier.pics
    stated_model = pics.values.get("model") if pics else None
    if device.model.value is not None and stated_model is not None and device.model.value != stated_model:
        message = say("reason.model-differs", model=device.model.value, stated=str(stated_model))
        yield reason("VD-06", message, Effect.FAIL, where=device.model.place)
    version = device.firmware_version
    if version.value is None:
        yield reason("VD-65", say("reason.version-not-in-record"), where=version.place or device.place)
        return
    stated = pics.values.get("firmware_version") if pics else None
    if stated is not None and stated != version.value:
        message = say("reason.version-differs", version=version.value, stated=str(stated))
        yield reason("VD-66", message, Effect.FAIL, where=version.place)


def judge_boots(evidence: Evidence, history: History) -> Iterator[Reason]:
    """A station's BootNotifications in the logs report vendor, model, serial number and version of the device."""
    device = evidence.dossier.record.fields.device
    version, serial = device.firmware_version.value, device.serial.value
    if not evidence.is_station:
        return
    for boot in evidence.dossier.boots:
        if serial is not None and boot.serials and serial.casefold() not in map(str.casefold, boot.serials):
            message = say("reason.boot-serial-differs", serials=boot.serials, serial=serial)
            yield reason("VD-63", message, where=boot.place)
    yield from _product(evidence)
    if version is None:
        return
    for boot in evidence.dossier.boots:
        if boot.version == version or history.firmware_change_waived:
            continue
        message = say("reason.boot-without-version", version=version)
        if boot.version:
            message = say("reason.boot-version-differs", reported=boot.version, version=version)
        yield reason("VD-67", message, where=boot.place)


def _product(evidence: Evidence) -> Iterator[Reason]:
    """The vendor and the model of each BootNotification are those of the statement and of the record."""
    pics, device = evidence.dossier.pics, evidence.dossier.record.fields.device
    vendor = pics.values.get("vendor") if pics else None
    model = device.model.value or (pics.values.get("model") if pics else None)
    for boot in evidence.dossier.boots:
        if isinstance(vendor, str) and boot.vendor and not is_vendor(boot.vendor, vendor):
            message = say("reason.boot-vendor-differs", vendor=boot.vendor, stated=vendor)
            yield reason("VD-64", message, where=boot.place)
        if isinstance(model, str) and boot.model and not is_model(boot.model, model):
            message = say("reason.boot-model-differs", model=boot.model, stated=model)
            yield reason("VD-64", message, where=boot.place)


def is_vendor(reported: str, stated: str) -> bool:
    """Whether chargePointVendor is the vendor of the statement.

    Capitals, signs and the form of the company do not count, and one may leave out what the other has at the end:
    ``EXAMPLE`` is the Example Charging GmbH; ``Another`` and ``Example Power`` are not.
    """
    ours, theirs = _words_of(reported), _words_of(stated)
    shorter = min(len(ours), len(theirs))
    return (shorter > 0 and ours[:shorter] == theirs[:shorter]) or is_model(reported, stated)


def is_model(reported: str, stated: str) -> bool:
    """Whether a name in BootNotification, cut after 20 characters by OCPP, is this one but for capitals and signs."""
    one, other = ("".join(_WORD.findall(normalize("NFKC", name).casefold())) for name in (reported, stated))
    return one == other or (len(reported) == _CUT and bool(one) and other.startswith(one))


def _words_of(name: str) -> tuple[str, ...]:
    words = tuple(_WORD.findall(normalize("NFKC", name).casefold()))
    return tuple(word for word in words if word not in _COMPANY_FORMS) or words


def judge_configuration(evidence: Evidence, history: History) -> Iterator[Reason]:
    """The configuration keys of a station were read, agree with the statement, and are of the device as it is now."""
    if evidence.is_station is False:
        return
    dump = evidence.dossier.record.fields.configuration
    if evidence.dossier.configuration is None:
        problem = next((file.problem for file in evidence.dossier.files if file.role is Role.CONFIGURATION), "")
        message = say("reason.keys-not-readable", problem=problem) if problem else say("reason.keys-missing")
        yield reason("VD-60", message, where=dump.file.place or dump.place)
        return
    for finding in evidence.configuration_findings:
        if finding.severity is Severity.ERROR:
            yield _from_finding("VD-61", finding)
    read_at = history.clock.instant(dump.read_at.value)
    for change in history.changes:
        if read_at is None or change.at is None or not comparable(read_at, change.at) or read_at <= change.at:
            times = {"read_at": iso(dump.read_at.value), "at": iso(change.written)}
            message = say("reason.keys-read-before", change=change.kind, **times)
            yield reason("VD-62", message, where=dump.read_at.place or dump.place)


def judge_firmware(evidence: Evidence) -> Iterator[Reason]:
    """The image of a station is a full one, and the one whose hash was recorded; not asked in a declaration."""
    record, pics = evidence.dossier.record, evidence.dossier.pics
    if record.is_declaration or pics is None or _is_asked("record.firmware", evidence, pics) is False:
        return
    kept = record.fields.firmware
    if evidence.dossier.firmware is None and not evidence.firmware_findings:
        hint = "Put the image into the folder, and answer firmware.file in the record."
        yield reason("VD-68", say("reason.image-missing"), where=kept.file.place or kept.place, hint=hint)
    for finding in evidence.firmware_findings:
        if finding.severity is Severity.ERROR:
            yield _from_finding("VD-68", finding)
    if evidence.dossier.firmware is not None and kept.hash.value is None and not kept.hash.refused:
        message = say("reason.hash-missing", test_cases=evidence.hash_cases)
        yield reason("VD-68", message, where=kept.hash.place or kept.place, hint="Answer firmware.hash in the record.")
    case = kept.test_case
    if case.value is not None and evidence.names.read(case.value).test_case not in evidence.hash_cases:
        message = say("reason.hash-of-other-case", test_case=case.value, test_cases=evidence.hash_cases)
        yield reason("VD-69", message, where=case.place)


def judge_status_flow(evidence: Evidence) -> Iterator[Reason]:
    """The deviating flow of Appendix D is only for devices of which the edition asks whether they use it."""
    flow, pics = evidence.dossier.record.fields.run.deviating_status_flow, evidence.dossier.pics
    if flow.value and pics is not None:
        if _is_asked("record.run.deviating_status_flow", evidence, pics):
            yield reason("VD-29", say("reason.flow-allowed"), Effect.NOTE)
        else:
            message = say("reason.flow-not-allowed")
            yield reason("VD-29", message, Effect.FAIL, where=flow.place)


def _is_asked(field: str, evidence: Evidence, pics: Pics) -> bool | None:
    """Whether the edition asks a field of the record for this device; None if that depends on an unanswered item."""
    rule = evidence.field_rules.get(field)
    return rule.when.evaluate(pics.values) if rule is not None else None


def _from_finding(code: str, finding: Finding) -> Reason:
    return reason(
        code,
        say("reason.finding", code=finding.code, finding=finding.sentence),
        where=finding.where,
        cite=finding.cite,
        hint=finding.hint,
    )
