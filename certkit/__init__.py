"""certkit: from a PICS to a test plan, a verdict, and documents that are signed and verified.

The Python API, small on purpose::

    import certkit

    pics, rulebook = certkit.read_pics("pics.yaml")            # or .xlsx
    for finding in certkit.check_pics(pics, rulebook):
        print(finding.code, finding.where, finding.message)
    plan = certkit.make_plan(pics, rulebook)
    for row in plan.to_run:
        print(row.id, row.status, row.because)

    verdict = certkit.assess_dossier("dossier/record.yaml")
    for reason in verdict.blocking:
        print(reason.code, reason.where, reason.message, reason.cite)

    verification = certkit.verify_document("certificate.pdf", trust="trust")
    print(verification.verdict, verification.causes)

Everything returned is frozen. An error in a file or a name is a :class:`CertkitError` with one line, a place and a
hint. Names that are not in the table below are not part of the API. Each is loaded when it is first used, so that a
command loads only what it needs. Type checkers read ``__init__.pyi``, which a test compares with the table.
"""

from __future__ import annotations

from importlib import import_module

_MODULES = {
    "certkit.api": (
        "assess_dossier",
        "measure_logs",
        "read_configuration",
        "read_foreign_pics",
        "read_pics",
        "read_record",
        "read_results",
        "verify_document",
    ),
    "certkit.attestation.rederive": (
        "Difference",
        "rederive",
    ),
    "certkit.attestation.v1.read": ("read_attestation",),
    "certkit.comparison.derive": ("compare",),
    "certkit.configuration.check": ("check_configuration",),
    "certkit.configuration.derive": (
        "Extract",
        "extract",
    ),
    "certkit.configuration.model": ("Configuration",),
    "certkit.edition.rulebook": (
        "DEFAULT_EDITION",
        "Rulebook",
        "load_edition",
    ),
    "certkit.errors": (
        "CertkitError",
        "RulebookError",
        "UnknownName",
        "UnreadableFile",
    ),
    "certkit.explanation.derive": ("explain",),
    "certkit.finding": (
        "Finding",
        "Place",
        "Severity",
    ),
    "certkit.firmware.check": (
        "check_firmware",
        "read_stated_hash",
    ),
    "certkit.firmware.model": (
        "Firmware",
        "StatedHash",
    ),
    "certkit.firmware.read": ("hash_firmware",),
    "certkit.measurement.model": (
        "Measurement",
        "Measurements",
    ),
    "certkit.pics.check": ("check_pics",),
    "certkit.pics.model": ("Pics",),
    "certkit.plan.derive": (
        "in_random_order",
        "make_plan",
        "run_sequence",
    ),
    "certkit.plan.model": (
        "PlannedTestCase",
        "Status",
        "TestPlan",
    ),
    "certkit.record.check": ("check_record",),
    "certkit.record.model": ("Record",),
    "certkit.record.requirements": (
        "Effect",
        "Shown",
        "ShownRequirement",
    ),
    "certkit.results.check": ("check_results",),
    "certkit.results.model": (
        "Result",
        "Results",
    ),
    "certkit.results.expected": ("Expected",),
    "certkit.verdict.dossier": ("Dossier",),
    "certkit.verdict.model": (
        "Outcome",
        "Reason",
        "Verdict",
    ),
    "certkit.verification.model": (
        "Step",
        "StepStatus",
        "Verification",
    ),
}
"""Module -> the names of the API in it."""
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}

__all__ = sorted(_MODULE_OF)


def __getattr__(name: str) -> object:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_MODULE_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
