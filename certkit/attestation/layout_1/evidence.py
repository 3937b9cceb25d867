"""Sections of what the evidence has: the test record, configuration keys, firmware, measurements, PICS, files."""

from __future__ import annotations

from collections.abc import Mapping

from certkit.attestation.layout_1.sections import VALUES
from certkit.attestation.layout_1.sheet import (
    SMALL,
    SMALL_CODE,
    SMALL_SOFT,
    SMALL_STRONG,
    Cell,
    Column,
    Said,
    Sheet,
    facts,
    table,
)
from certkit.attestation.layout_1.wording import LEFT_OUT, answer_text, place_text, prose, seconds_text, value_text
from certkit.attestation.v1.model import (
    AttestationDocument,
    EvidenceFileDocument,
    FileRoleName,
    KeyDocument,
    MeasurementDocument,
    ReasonDocument,
)
from certkit.attestation.v1.words import rule_cite, rule_name, text
from certkit.record.fields import Field, Group
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
        elif isinstance(below, Field) and (below.value is not None or below.refused):
            rows.append((_label(field), Said(given(below), SMALL_CODE) if field in _CODES else given(below)))
    return rows


_CODES = {"sha256", "pics_sha256", "hash"}
_SHARED = {"File", "SHA-256"}
"""Labels that say nothing without the group's."""


def given(field: Field[object]) -> str:
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


def result(sheet: Sheet, document: AttestationDocument) -> None:
    """The verdict, part by part, with every reason."""
    verdict = document["derived"]["verdict"]
    sheet.heading("Result")
    parts: list[tuple[str, Cell]] = [
        (part["part"].capitalize(), Said(part["verdict"], SMALL_STRONG)) for part in verdict["parts"]
    ]
    facts(sheet, parts, style=SMALL)
    cites = {row["number"]: row["cite"] for row in verdict["requirements"]}
    ways = [reason for reason in verdict["reasons"] if reason["effect"] != "note"]
    notes = [reason for reason in verdict["reasons"] if reason["effect"] == "note"]
    _reasons(sheet, f"What stands in the way of a pass ({len(ways)})", ways, cites)
    _reasons(sheet, f"To be known ({len(notes)})", notes, cites)


def _reasons(sheet: Sheet, title: str, reasons: list[ReasonDocument], cites: Mapping[int, str]) -> None:
    if not reasons:
        return
    sheet.subheading(title)
    columns = (
        Column("", 58, SMALL_STRONG),
        Column("Rule", 92, SMALL_SOFT),
        Column("Reason", 193),
        Column("Procedure", 54, SMALL_SOFT),
        Column("Place", 74, SMALL_SOFT),
    )
    table(
        sheet,
        columns,
        (
            [
                reason["effect"],
                f"{reason['code']} {rule_name(reason['code'])}",
                text(reason["message"]),
                rule_cite(reason["code"]) or "; ".join(dict.fromkeys(cites[n] for n in reason["requirements"])),
                place_text(reason["where"]),
            ]
            for reason in reasons
        ),
    )


def requirements(sheet: Sheet, document: AttestationDocument) -> None:
    """The requirements of the procedure that the record does not show to be met."""
    rows = [row for row in document["derived"]["verdict"]["requirements"] if row["status"] in ("not met", "not shown")]
    sheet.heading("Requirements not met or not shown", follows=30)
    if not rows:
        sheet.text("None.", after=4)
        return
    columns = (
        Column("No.", 30, SMALL_SOFT, right=True),
        Column("Requirement", 205),
        Column("", 58, SMALL_STRONG),
        Column("Why", 118),
        Column("Procedure", 60, SMALL_SOFT),
    )
    table(
        sheet,
        columns,
        ([str(row["number"]), row["title"], row["status"], text(row["message"]), row["cite"]] for row in rows),
    )


def keys(sheet: Sheet, document: AttestationDocument) -> None:
    """Every configuration key as it was reported, without its secrets (4.2)."""
    configuration = document["evidence"]["configuration"]
    if configuration is None:
        return
    sheet.heading("Configuration keys reported")
    whole = {True: "All keys were read.", False: "Not all keys were read.", None: "Whether these are all is not known."}
    sheet.text(f"From {configuration['file']}. {whole[configuration['whole']]}", after=5)
    columns = (Column("Key", 190, SMALL_STRONG), Column("Value", 206), Column("May be written", 75, SMALL_SOFT))
    table(sheet, columns, (_key(row) for row in configuration["keys"]))
    if configuration["unknown_keys"]:
        sheet.text(f"Reported as unknown: {', '.join(configuration['unknown_keys'])}.", SMALL, after=4)


def _binding(row: EvidenceFileDocument, bound: Mapping[tuple[FileRoleName, str], bool]) -> str:
    if not row["readable"]:
        return "could not be read"
    return "as recorded" if bound.get((row["role"], row["file"])) else "not the one recorded"


def _key(row: KeyDocument) -> list[Cell]:
    hidden = {"held back": "secret, held back", "empty": "secret, empty", "starred": "secret, masked by the device"}
    value: Cell
    if row["secret"]:
        value = Said(hidden[row["secret"]], SMALL_SOFT)
    elif row["value"] is None:
        value = Said("no value", SMALL_SOFT)
    else:
        value = row["value"] or Said("empty", SMALL_SOFT)
    return [row["key"], value, {True: "no", False: "yes", None: "not stated"}[row["readonly"]]]


def firmware(sheet: Sheet, document: AttestationDocument) -> None:
    """The image that the vendor handed in (8.2)."""
    image = document["evidence"]["firmware"]
    if image is None:
        return
    sheet.heading("Firmware")
    facts(
        sheet,
        [
            ("File", image["file"]),
            ("Size", f"{image['size']:,} bytes".replace(",", " ")),
            (image["algorithm"], Said(image["hash"], SMALL_CODE)),
        ],
        style=SMALL,
    )


def measurements(sheet: Sheet, document: AttestationDocument) -> None:
    """What was measured and what was left out, with the reasons (9.2)."""
    measured = document["evidence"]["measurements"]
    if measured is None or document["derived"]["verdict"]["mode"] == "declaration":
        return
    sheet.heading("Performance measurements")
    pairing = measured["pairing"]
    titles = {row["id"]: row["title"] for row in document["derived"]["verdict"]["performance"]}
    sheet.text(
        f"Over {measured['technology'] or 'a connection that is not stated'}, in seconds, from "
        f"{', '.join(log['file'] for log in measured['logs'])}. {pairing['requests']} requests to the device, "
        f"{pairing['answers']} answers of it; {pairing['unanswered']} unanswered, {pairing['unexpected']} answers "
        f"without a request, {pairing['duplicates']} ids used twice.",
        after=5,
    )
    columns = (Column("Parameter", 171), *(Column(title, 50, SMALL, right=True) for title in VALUES))
    table(sheet, columns, (_measurement(row, titles.get(row["id"], row["id"])) for row in measured["measurements"]))
    left = [(titles.get(row["id"], row["id"]), one) for row in measured["measurements"] for one in row["left_out"]]
    if left:
        sheet.subheading("Left out")
        table(
            sheet,
            (
                Column("Parameter", 171),
                Column("Count", 45, right=True),
                Column("Why", 165),
                Column("First", 90, SMALL_SOFT),
            ),
            (
                [
                    title,
                    str(one["count"]),
                    LEFT_OUT.get(one["reason"], one["reason"]),
                    f"{one['file']}, line {one['line']}",
                ]
                for title, one in left
            ),
        )


def _measurement(row: MeasurementDocument, title: str) -> list[Cell]:
    values = (row["median"], row["percentile_95"], row["minimum"], row["maximum"])
    shown = [seconds_text(value) if row["count"] else "–" for value in values]
    said = [Said(title, SMALL)]
    if row["slowest"]:
        said.append(Said(f"longest: {row['slowest']['file']}, line {row['slowest']['line']}", SMALL_SOFT))
    return [said, "–" if row["stated"] is None else f"{row['stated']:g}", str(row["count"]), *shown]


def answers(sheet: Sheet, document: AttestationDocument) -> None:
    """The PICS, answer by answer."""
    statement = document["evidence"]["statement"]
    sheet.heading("Statement of the vendor (PICS)")
    columns = (Column("Item", 165, SMALL_STRONG), Column("Answer", 226), Column("Place", 80, SMALL_SOFT))
    rows: list[list[Cell]] = [
        [row["item"], answer_text(row["answer"]), place_text(row["where"], file=False)] for row in statement["answers"]
    ]
    rows += [
        [row["item"], f"not understood: {row['text']}", place_text(row["where"], file=False)]
        for row in statement["refused"]
    ]
    table(sheet, columns, rows)


def files(sheet: Sheet, document: AttestationDocument) -> None:
    """Every file of the dossier, with its digest."""
    sheet.heading("Files")
    bound = {(row["role"], row["file"]): row["bound"] for row in document["derived"]["verdict"]["files"]}
    columns = (Column("File", 122), Column("SHA-256", 281, SMALL_CODE), Column("", 68, SMALL_SOFT))
    table(
        sheet,
        columns,
        (
            [
                [Said(row["role"], SMALL_SOFT), Said(row["file"], SMALL_STRONG)],
                row["sha256"] or "not read",
                _binding(row, bound),
            ]
            for row in document["evidence"]["files"]
        ),
    )
