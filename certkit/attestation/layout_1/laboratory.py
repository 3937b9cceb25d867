"""What the test record says: laboratory, tool, set-up, network, incidents. Its text is part of the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkit.attestation.layout_1.sheet import SMALL, SMALL_CODE, SMALL_STRONG, Sheet
from certkit.attestation.layout_1.tables import Cell, Column, Said, facts, table
from certkit.attestation.layout_1.wording import prose, value_text
from certkit.record.fields import Given, Group

if TYPE_CHECKING:
    from certkit.record.groups import Incident, NetworkMeasurement
    from certkit.record.model import RecordFields

_LABELS = {
    "authorized_by_oca": "Authorized by the OCA",
    "supplied_by_oca": "Supplied by the OCA",
    "pics_uploaded": "PICS loaded in the tool",
    "pre_test_on": "Pre-test on",
    "pre_test": "Pre-test",
    "reset_before_each": "Reset before each test",
    "order": "Order of the tests",
    "csms": "CSMS",
    "representative": "Representative of the vendor",
    "present": "Representative present",
    "by": "Manual actions",
    "id_tokens": "Different idTokens",
    "oca_approval": "Approval of the OCA",
    "sha256": "SHA-256",
    "pics_sha256": "SHA-256 of the answers",
}


FIELDS = {
    "laboratory": ("name", "authorized_by_oca", "testers", "instruments", "connection_tester"),
    "vendor": ("representative", "present", "remote_support"),
    "intake": (
        *("pre_test_on", "pre_test", "documentation", "prerequisites", "security_profile"),
        "representative_chosen_by_laboratory",
    ),
    "tool": (
        *("name", "version", "supplied_by_oca", "configuration", "configuration_version", "configuration_file"),
        "pics_uploaded",
    ),
    "configuration_file": ("file", "sha256"),
    "run": ("order", "reset_before_each", "deviating_status_flow"),
    "setup": (
        *("connection", "router", "speaks_directly", "sim_cards", "load", "load_device", "in_cable_device"),
        *("actions", "stack", "csms"),
    ),
    "actions": ("by", "functions", "id_tokens", "oca_approval", "laboratory_agrees"),
    "stack": ("emulated", "meter_values", "reset", "reset_notified", "firmware_update", "log_upload"),
    "csms": ("supplied", "connection", "handed_over_on", "updated_unknown_to_laboratory", "speed_test_at_both_ends"),
    "declaration": ("without_intervention", "without_interruption", "report", "representative_certificate"),
    "report": ("file", "sha256"),
}
"""Group of the record -> the fields that are printed, in their order. The record may get others in later versions."""


def group_facts(name: str, group: Group) -> list[tuple[str, Cell]]:
    """Every field of a group that is filled in, also where what stands there was not understood."""
    rows: list[tuple[str, Cell]] = []
    for field in FIELDS[name]:
        below = getattr(group, field)
        if isinstance(below, Group):
            label = _label(field)
            facts_below = group_facts(field, below)
            rows += [(f"{label}: {inner}" if inner in _SHARED else inner, cell) for inner, cell in facts_below]
        elif isinstance(below, Given) and (below.value is not None or below.refused):
            rows.append((_label(field), Said(given(below), SMALL_CODE) if field in _CODES else given(below)))
    return rows


_CODES = {"sha256", "pics_sha256", "hash"}
_SHARED = {"File", "SHA-256"}
"""Labels that say nothing without the group's."""


def given(field: Given[object]) -> str:
    """A field's value; what is not understood is shown as such."""
    if field.refused:
        return f"not understood: {field.refused}"
    return "not stated" if field.value is None else value_text(field.value)


def laboratory(sheet: Sheet, fields: RecordFields) -> None:
    """Who tested, with what, and what the device was like when it came."""
    sheet.heading("Laboratory and people")
    facts(sheet, [*group_facts("laboratory", fields.laboratory), *group_facts("vendor", fields.vendor)], style=SMALL)
    intake = group_facts("intake", fields.intake)
    if intake:
        sheet.subheading("Intake of the device")
        facts(sheet, intake, style=SMALL)


def tool(sheet: Sheet, fields: RecordFields) -> None:
    """The test tool, its configuration, and how the tests were run."""
    sheet.heading("Test tool and its configuration")
    facts(sheet, [*group_facts("tool", fields.tool), *group_facts("run", fields.run)], style=SMALL)


def set_up(sheet: Sheet, fields: RecordFields) -> None:
    """The set-up and the measurements of the connection."""
    sheet.heading("Set-up and network")
    facts(sheet, group_facts("setup", fields.setup), style=SMALL)
    if not fields.network.rows:
        return
    columns = (
        Column("When", 142),
        Column("Over", 54),
        Column("kB per s", 52, SMALL, right=True),
        Column("Latency, ms", 60, SMALL, right=True),
        Column("Signal", 60, SMALL, right=True),
        Column("Measured with", 103),
    )
    table(sheet, columns, (_measured(row) for row in fields.network.rows))


def _measured(row: NetworkMeasurement) -> list[Cell]:
    signal = f"{given(row.rssi)} dBm" if row.rssi.place else f"CSQ {given(row.csq)}" if row.csq.place else "–"
    said = [Said(given(row.device), SMALL)]
    if row.improved.place:
        said.append(Said(f"Improved by: {given(row.improved)}", SMALL))
    when = f"{given(row.phase)} the tests: {given(row.at)}"
    return [when, given(row.technology), given(row.bandwidth), given(row.latency), signal, said]


def incidents(sheet: Sheet, fields: RecordFields) -> None:
    """What happened during the tests (5.5, 5.6)."""
    sheet.heading("Incidents", follows=30)
    if not fields.incidents.rows:
        sheet.text("None." if fields.incidents.answered else "Not stated.", after=4)
    else:
        columns = (Column("Incident", 92), Column("When", 92), Column("About", 92), Column("What happened", 195))
        table(sheet, columns, (_incident(row) for row in fields.incidents.rows))
    if fields.remarks.value or fields.remarks.refused:
        sheet.subheading("Remarks", follows=30)
        for line in given(fields.remarks).strip("\n").split("\n"):
            sheet.text(line, SMALL)


def _incident(row: Incident) -> list[Cell]:
    until = [Said(f"until {given(row.until)}", SMALL)] if row.until.place else []
    about = [Said(given(row.test_cases), SMALL)] if row.test_cases.place else []
    if row.caused_by.place:
        about.append(Said(f"caused by: {given(row.caused_by)}", SMALL))
    if row.decided_by.place:
        about.append(Said(f"decided by: {given(row.decided_by)}", SMALL))
    said = prose(given(row.description))
    if row.non_ocpp_configuration_changed.place:
        changed = given(row.non_ocpp_configuration_changed)
        said.append(Said(f"Configuration outside OCPP changed: {changed}", SMALL))
    name = [Said(given(row.id), SMALL_STRONG), Said(given(row.kind), SMALL)]
    return [name, [Said(given(row.at), SMALL), *until], about, said]


def _label(name: str) -> str:
    words = name.replace("_", " ")
    return _LABELS.get(name, words[:1].upper() + words[1:])
