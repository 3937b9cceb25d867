"""Workbooks for the tests: built from lists of rows, forms like those that vendors make, and damaged files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from certkit.edition.rulebook import Rulebook, load_edition
from certkit.finding import Finding, Place
from certkit.pics.foreign.read import read_foreign_pics
from certkit.pics.model import Pics
from certkit.pics.parse import RawAnswer, assemble
from certkit.pics.read_xlsx import read_pics_xlsx
from certkit.pics.read_yaml import read_pics_yaml
from certkit.text.sentence import Sentence

ROOT = Path(__file__).parent.parent.parent
DEVICES = ROOT / "tests" / "independent" / "devices"
EDITION = "ocpp-1.6-v2.4"

Row = Sequence[Any]


@cache
def rulebook() -> Rulebook:
    return load_edition()


def load(name: str | None) -> Rulebook:
    return rulebook() if name in (None, EDITION) else load_edition(str(name))


def device(name: str) -> Pics:
    """A filled-in form of tests/independent/devices."""
    path = DEVICES / f"{name}.yaml"
    return read_pics_yaml(path.read_bytes(), path.name, load)[0]


def statement(**raws: Any) -> Pics:
    """A statement of raw answers; ``_`` in a name stands for ``-`` in ids (``C_07``)."""
    names = {name.replace("-", "_").replace(".", "_"): name for name in rulebook().items}
    given = {names[name]: RawAnswer(raw, Place("made up")) for name, raw in raws.items()}
    return assemble(rulebook(), "made up", given)


def read(content: bytes) -> Pics:
    """The statement in a form of certkit."""
    return read_pics_xlsx(content, "form.xlsx", load)[0]


def read_foreign(content: bytes) -> Pics:
    """The statement that another workbook seems to make."""
    return read_foreign_pics(content, "form.xlsx", load)[0]


def values(content: bytes) -> dict[str, Any]:
    return dict(read_foreign(content).values)


def codes(pics: Pics) -> list[tuple[str, str]]:
    """What the reader noticed, as (code, cell); that no edition is stated is taken for granted."""
    return [(f.code, str(f.where) if f.where else "") for f in pics.findings if f.code != "K-06"]


def sentence_of(finding: Finding) -> tuple[str, dict[str, Any]]:
    """The key and the arguments of a finding's message."""
    assert isinstance(finding.message, Sentence)
    return finding.message.key, dict(finding.message.arguments)


def saved(workbook: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def opened(content: bytes, **options: bool) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content), **options)


def workbook_of(*rows: Row, finish: Callable[[Worksheet], None] | None = None) -> bytes:
    """A workbook whose only sheet has these rows; None is an empty cell. ``finish`` may change the sheet."""
    return sheets_of({"Sheet1": rows}, finish)


def sheets_of(sheets: Mapping[str, Sequence[Row]], finish: Callable[[Worksheet], None] | None = None) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        if finish:
            finish(sheet)
    return saved(workbook)


def footer(sheet: Worksheet) -> tuple[str, str]:
    """What stands at the foot of every page, on the left and on the right."""
    foot = sheet.oddFooter
    assert foot is not None
    assert foot.left is not None
    assert foot.right is not None
    return str(foot.left.text), str(foot.right.text)


def formula_cells(workbook: openpyxl.Workbook) -> set[tuple[str, str]]:
    """Sheet and address of every cell that holds a formula."""
    cells = [cell for sheet in workbook.worksheets for row in sheet.iter_rows() for cell in row]
    return {(cell.parent.title, cell.coordinate) for cell in cells if cell.data_type == "f"}


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def with_part(content: bytes, name: str, new: bytes | Callable[[bytes], bytes]) -> bytes:
    """The workbook with one part replaced or changed."""
    files = parts(content)
    files[name] = new(files[name]) if callable(new) else new
    return zipped(files)


# The tables of Appendix A, as (id, label, item). Where the document has no id the first is empty.
GENERAL = [
    ("", "Vendor name", "vendor"),
    ("", "DUT", "dut"),
    ("", "Product subtype", "subtype"),
    ("", "Type / model (for CS only)", "model"),
    ("", "Socket(s) / connector(s) (for CS only)", "connectors"),
    ("", "Fixed cable (for CS only)", "fixed_cable"),
    ("", "Firmware / OCPP Software version", "firmware_version"),
    ("", "Support for milliseconds in OCPP messages", "milliseconds"),
    ("", "Communication technology", "communication_technology"),
    ("", "RFID readers", "rfid_readers"),
]
FEATURES = [
    ("C-02", "Offline authorization of unknown ids", "C-02"),
    ("C-03", "Energy limit for invalid ids", "C-03"),
    ("C-04", "Authorization Cache", "C-04"),
    ("C-05", "Limit on StatusNotifications", "C-05"),
    ("C-06", "Status after the cable is disconnected", "C-06"),
    ("C-07", "Support for local start", "C-07"),
    ("C-08", "Support for local stop", "C-08"),
    ("C-10", "Unlocking when the cable is disconnected", "C-10"),
    ("C-11", "Support for Security Profile 1", "C-11"),
    ("R-0", "Support for Reservations", "R-0"),
    ("R-1", "Reservations of the whole station", "R-1"),
    ("SC-1", "Charging rate units", "SC-1"),
    ("LA-0", "Local Authorization List Management", "LA-0"),
    ("RT-0", "Remote Trigger", "RT-0"),
]
CIPHERS = [
    ("", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 AND TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "ecdhe_ecdsa"),
    ("", "TLS_RSA_WITH_AES_128_GCM_SHA256 AND TLS_RSA_WITH_AES_256_GCM_SHA384", "rsa"),
]
QUESTIONS = [
    ("AQ-1", "Can the last root certificate be removed?", "AQ-1"),
    ("AQ-2", "Is there a cable lock?", "AQ-2"),
    ("AQ-3", "Can the last certificate of the station be removed?", "AQ-3"),
    ("AQ-4", "Is firmware downloaded during a transaction?", "AQ-4"),
    ("AQ-5", "Is a selection of the EVSE enforced?", "AQ-5"),
    ("AQ-6", "Is Mode 3 supported?", "AQ-6"),
    ("AQ-7", "Reporting of StopTransaction after power loss", ""),
    ("AQ-7.1", "before going down", "AQ-7.1"),
    ("AQ-7.2", "after being back online", "AQ-7.2"),
    ("AQ-8", "Are there additional ports?", "AQ-8"),
    ("AQ-9", "Is there an automatic lock?", "AQ-9"),
    ("AQ-11", "Is there an authorization method without the EV?", "AQ-11"),
]
LIMITS = [
    ("", "GetConfigurationMaxKeys", "GetConfigurationMaxKeys"),
    ("", "Minimum MeterValueSampleInterval supported", "MeterValueSampleInterval.minimum"),
    ("", "Maximum MeterValueSampleInterval supported", "MeterValueSampleInterval.maximum"),
    ("", "WebSocketPingInterval", "WebSocketPingInterval"),
    ("", "Local Authorization List", ""),
    ("", "LocalAuthListMaxLength", "LocalAuthListMaxLength"),
    ("", "SendLocalListMaxLength", "SendLocalListMaxLength"),
    ("", "Smart charging", ""),
    ("", "ChargeProfileMaxStackLevel", "ChargeProfileMaxStackLevel"),
    ("", "ChargingScheduleMaxPeriods", "ChargingScheduleMaxPeriods"),
    ("", "Firmware Management", ""),
    ("", "Supported file transfer protocols", "SupportedFileTransferProtocols"),
]
PROFILES = [
    ("", "Core", "core"),
    ("", "Smart Charging", "smart_charging"),
    ("", "Advanced Security", "advanced_security"),
]
PERFORMANCE = [
    ("", "OCPP triggered function timeout (Charging Station only)", "triggered_function_timeout"),
    ("", "OCPP response timeout", "response_timeout"),
    ("", "Transaction authorization time by RemoteStartTransaction (Charging Station only)", "remote_start_time"),
    ("", "Transaction authorization end time by RemoteStopTransaction (Charging Station only)", "remote_stop_time"),
]

Table = list[tuple[str, str, str]]


def answer_text(pics: Pics, item: str) -> Any:
    """An answer as a vendor would type it."""
    value = pics.values.get(item)
    return ", ".join(map(str, value)) if isinstance(value, tuple) else value


def table(rows: Table, pics: Pics, *, ids: bool = False) -> list[list[Any]]:
    """A table of Appendix A with the statement's answers: (id,) label, answer."""
    return [[*([name] if ids else []), label, answer_text(pics, item) if item else None] for name, label, item in rows]


def appendix_a(pics: Pics) -> list[list[Any]]:
    """The tables of Appendix A on one sheet, in the document's order, with the statement's answers."""
    return [
        ["General information about DUT"],
        *table(GENERAL, pics),
        [],
        ["Optional features"],
        [None, "Feature", "Supported / present"],
        *table(FEATURES, pics, ids=True),
        [],
        ["Supported cipher suites (Charging Station only)"],
        ["Cipher suite", "Supported"],
        *table(CIPHERS, pics),
        [],
        ["Additional questions Charging Station:"],
        ["Id", "Additional questions for lab testing", "Supported / present"],
        *table(QUESTIONS, pics, ids=True),
        [],
        ["Other relevant settings and limits"],
        ["Limit / setting", "Value"],
        *table(LIMITS, pics),
        ["Other relevant values"],
        ["MinimumStatusDuration", pics.values.get("MinimumStatusDuration")],
        ["Power of the site", "22 kW"],
        ["Security Extension"],
        ["CertificateSignedMaxChainSize", pics.values.get("CertificateSignedMaxChainSize")],
        ["CertificateStoreMaxLength", pics.values.get("CertificateStoreMaxLength")],
        [],
        ["A.1 PICS OCPP 1.6 certificate"],
        ["Name", "Supported", "Description"],
        *[[*row, "What it is about"] for row in table(PROFILES, pics)],
        [],
        ["A.2 PICS for OCPP 1.6 performance measurement"],
        ["Name", "Value", "Unit", "Description"],
        *[[*row, "seconds", "A time that is measured"] for row in table(PERFORMANCE, pics)],
        [],
        ["Communication technology", pics.values.get("performance.communication_technology")],
    ]
