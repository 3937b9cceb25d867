"""Sections of what the evidence has: the test record, configuration keys, firmware, measurements, PICS, files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timezone
from math import fsum

from certkit.attestation.layout_1.lines import ATTACHMENT
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
from certkit.attestation.layout_1.wording import (
    LEFT_OUT,
    Content,
    answer_text,
    duration_text,
    place_text,
    prose,
    seconds_text,
    value_of,
    value_text,
)
from certkit.attestation.v1.model import (
    AcceptedDocument,
    EvidenceFileDocument,
    FileRoleName,
    GapDocument,
    KeyDocument,
    MeasurementDocument,
    SentenceDocument,
)
from certkit.attestation.v1.words import text
from certkit.record.fields import Field, Group
from certkit.record.groups import Incident, NetworkMeasurement

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


def group_facts(name: str, group: Group, zone: timezone | None) -> list[tuple[str, Cell]]:
    """Every field of a group that is filled in, also where its value is not understood."""
    rows: list[tuple[str, Cell]] = []
    for field in FIELDS[name]:
        below = getattr(group, field)
        if isinstance(below, Group):
            label = _label(field)
            facts_below = group_facts(field, below, zone)
            rows += [(f"{label}: {inner}" if inner in _SHARED else inner, cell) for inner, cell in facts_below]
        elif isinstance(below, Field) and (below.value is not None or below.refused):
            value = field_text(below, zone)
            rows.append((_label(field), Said(value, SMALL_CODE) if field in _CODES else value))
    return rows


_CODES = {"sha256", "pics_sha256", "hash"}
_SHARED = {"File", "SHA-256"}
"""Labels that say nothing without the group's."""


def field_text(field: Field[object], zone: timezone | None = None) -> str:
    """A field's value; one that is not understood is marked."""
    if field.refused:
        return f"not understood: {field.refused}"
    return "not stated" if field.value is None else value_text(field.value, zone)


def _label(name: str) -> str:
    words = name.replace("_", " ")
    return _LABELS.get(name, words[:1].upper() + words[1:])


def laboratory(sheet: Sheet, content: Content) -> None:
    """Who tested, with what, and what the device was like when it came."""
    record, zone = content.record, content.zone
    sheet.heading("Laboratory and people")
    people = [*group_facts("laboratory", record.laboratory, zone), *group_facts("vendor", record.vendor, zone)]
    facts(sheet, people, style=SMALL)
    intake = group_facts("intake", record.intake, zone)
    if intake:
        sheet.subheading("Intake of the device")
        facts(sheet, intake, style=SMALL)


def tool(sheet: Sheet, content: Content) -> None:
    """The test tool, its configuration, and how the tests were run."""
    record, zone = content.record, content.zone
    sheet.heading("Test tool and its configuration")
    facts(sheet, [*group_facts("tool", record.tool, zone), *group_facts("run", record.run, zone)], style=SMALL)


def set_up(sheet: Sheet, content: Content) -> None:
    """The set-up and the measurements of the connection."""
    sheet.heading("Set-up and network")
    facts(sheet, group_facts("setup", content.record.setup, content.zone), style=SMALL)
    if not content.record.network.rows:
        return
    columns = (
        Column("When", 142),
        Column("Over", 54),
        Column("kB per s", 52, SMALL, right=True),
        Column("Latency, ms", 60, SMALL, right=True),
        Column("Signal", 60, SMALL, right=True),
        Column("Measured with", 103),
    )
    table(sheet, columns, (_network(row, content.zone) for row in content.record.network.rows))


def _network(row: NetworkMeasurement, zone: timezone | None) -> list[Cell]:
    signal = f"{field_text(row.rssi)} dBm" if row.rssi.place else f"CSQ {field_text(row.csq)}" if row.csq.place else "–"
    device = [Said(field_text(row.device), SMALL)]
    tools = [file.file.value for file in row.files.rows if file.file.value is not None]
    if tools:
        device.append(Said(f"Files: {', '.join(tools)}", SMALL))
    if row.improved.place:
        device.append(Said(f"Improved by: {field_text(row.improved)}", SMALL))
    when = [Said(f"{field_text(row.phase)} the tests", SMALL), Said(field_text(row.at, zone), SMALL)]
    return [when, field_text(row.technology), field_text(row.bandwidth), field_text(row.latency), signal, device]


def incidents(sheet: Sheet, content: Content) -> None:
    """What happened during the tests (5.5, 5.6)."""
    record, zone = content.record, content.zone
    sheet.heading("Incidents", follows=30)
    if not record.incidents.rows:
        sheet.text("None." if record.incidents.answered else "Not stated.", after=4)
    else:
        columns = (Column("Incident", 72), Column("When", 146), Column("About", 92), Column("What happened", 161))
        table(sheet, columns, (_incident(row, zone) for row in record.incidents.rows))
    if record.remarks.value or record.remarks.refused:
        sheet.subheading("Remarks", follows=30)
        for line in field_text(record.remarks).strip("\n").split("\n"):
            sheet.text(line, SMALL)


def _incident(row: Incident, zone: timezone | None) -> list[Cell]:
    when = [Said(field_text(row.at, zone), SMALL)]
    if row.until.place:
        when.append(Said(f"until {field_text(row.until, zone)}", SMALL))
    about = [Said(field_text(row.test_cases), SMALL)] if row.test_cases.place else []
    if row.caused_by.place:
        about.append(Said(f"caused by: {field_text(row.caused_by)}", SMALL))
    if row.decided_by.place:
        about.append(Said(f"decided by: {field_text(row.decided_by)}", SMALL))
    happened = prose(field_text(row.description))
    if row.non_ocpp_configuration_changed.place:
        changed = field_text(row.non_ocpp_configuration_changed)
        happened.append(Said(f"Configuration outside OCPP changed: {changed}", SMALL))
    return [[Said(field_text(row.id), SMALL_STRONG), Said(field_text(row.kind), SMALL)], when, about, happened]


def declaration_run(sheet: Sheet, content: Content) -> None:
    """When the run of a declaration began and ended, and its pauses: within a day, without interruption (8.3)."""
    window = content.verdict["declaration_run"]
    sheet.heading("The run")
    if window is None:
        sheet.text("The results do not show when the run began and ended.", after=4)
    else:
        times: list[tuple[str, Cell]] = [
            ("Began", content.time(window["began"])),
            ("Ended", content.time(window["ended"])),
            ("Lasted", duration_text(window["seconds"])),
        ]
        facts(sheet, times, style=SMALL)
        _pauses(sheet, content, window["gaps"])
    facts(sheet, group_facts("declaration", content.record.declaration, content.zone), style=SMALL)


_PAUSES = 10
"""Pauses that are listed, besides those that are too long."""


def _pauses(sheet: Sheet, content: Content, gaps: list[GapDocument]) -> None:
    if not gaps:
        return
    longest = sorted(gaps, key=lambda gap: -gap["seconds"])[:_PAUSES]
    listed = [gap for gap in gaps if gap["too_long"] or gap in longest]
    sheet.subheading("Pauses between two tests")
    whole = f"There are {len(gaps)} pauses, {duration_text(fsum(gap['seconds'] for gap in gaps))} in total. "
    some = f"These are the {_PAUSES} longest, and all that are too long; {ATTACHMENT} has all of them."
    sheet.text(whole + (some if len(listed) < len(gaps) else ""), SMALL, after=4)
    columns = (
        Column("Began", 130),
        Column("Lasted", 80, SMALL_STRONG),
        Column("After", 90),
        Column("Before", 90),
        Column("Remark", 81, SMALL_STRONG),
    )
    rows = (
        [
            content.time(gap["began"]),
            duration_text(gap["seconds"]),
            gap["after"],
            gap["before"],
            "too long" if gap["too_long"] else "",
        ]
        for gap in listed
    )
    table(sheet, columns, rows)


def keys(sheet: Sheet, content: Content) -> None:
    """Every configuration key as it was reported, without its secrets (4.2)."""
    configuration = content.document["evidence"]["configuration"]
    if configuration is None:
        return
    sheet.heading("Configuration keys reported")
    whole = {True: "All keys were read.", False: "Not all keys were read.", None: "The file may not have all keys."}
    sheet.text(f"From {configuration['file']}. {whole[configuration['whole']]}", after=5)
    columns = (Column("Key", 190, SMALL_STRONG), Column("Value", 206), Column("Writable", 75, SMALL_SOFT))
    table(sheet, columns, (_key(row) for row in configuration["keys"]))
    if configuration["unknown_keys"]:
        sheet.text(f"Reported as unknown: {', '.join(configuration['unknown_keys'])}.", SMALL, after=4)


def _key(row: KeyDocument) -> list[Cell]:
    hidden = {"held back": "secret, not shown", "empty": "secret, empty", "starred": "secret, masked by the device"}
    value: Cell
    if row["secret"]:
        value = Said(hidden[row["secret"]], SMALL_SOFT)
    elif row["value"] is None:
        value = Said("no value", SMALL_SOFT)
    else:
        value = row["value"] or Said("empty", SMALL_SOFT)
    return [row["key"], value, {True: "no", False: "yes", None: "not stated"}[row["readonly"]]]


def firmware(sheet: Sheet, content: Content) -> None:
    """The image that the vendor handed in (8.2)."""
    image = content.document["evidence"]["firmware"]
    if image is None:
        return
    sheet.heading("Firmware")
    rows: list[tuple[str, Cell]] = [
        ("File", image["file"]),
        ("Size", f"{image['size']:,} bytes".replace(",", " ")),
        (image["algorithm"], Said(image["hash"], SMALL_CODE)),
    ]
    facts(sheet, rows, style=SMALL)


def measurements(sheet: Sheet, content: Content) -> None:
    """What was measured and what was left out, with the reasons (9.2)."""
    measured = content.document["evidence"]["measurements"]
    if measured is None or content.verdict["mode"] == "declaration":
        return
    sheet.heading("Performance measurements")
    pairing = measured["pairing"]
    titles = {row["id"]: row["title"] for row in content.verdict["performance"]}
    sheet.text(
        f"Connection: {measured['technology'] or 'not stated'}. Times are in seconds, from "
        f"{', '.join(log['file'] for log in measured['logs'])}. Requests to the device: {pairing['requests']}; "
        f"answers: {pairing['answers']}; requests without an answer: {pairing['unanswered']}; answers without a "
        f"request: {pairing['unexpected']}; ids used twice: {pairing['duplicates']}.",
        after=5,
    )
    columns = (Column("Parameter", 171), *(Column(title, 50, SMALL, right=True) for title in VALUES))
    table(sheet, columns, (_measurement(row, titles.get(row["id"], row["id"])) for row in measured["measurements"]))
    left = [(titles.get(row["id"], row["id"]), one) for row in measured["measurements"] for one in row["left_out"]]
    if left:
        sheet.subheading("Left out")
        columns = (
            Column("Parameter", 171),
            Column("Count", 45, right=True),
            Column("Why", 165),
            Column("First", 90, SMALL_SOFT),
        )
        rows = (
            [
                title,
                str(one["count"]),
                LEFT_OUT.get(one["reason"], one["reason"]),
                f"{one['file']}, line {one['line']}",
            ]
            for title, one in left
        )
        table(sheet, columns, rows)


def _measurement(row: MeasurementDocument, title: str) -> list[Cell]:
    values = (row["median"], row["percentile_95"], row["minimum"], row["maximum"])
    shown = [seconds_text(value) if row["count"] else "–" for value in values]
    parameter = [Said(title, SMALL)]
    if row["slowest"]:
        parameter.append(Said(f"longest: {row['slowest']['file']}, line {row['slowest']['line']}", SMALL_SOFT))
    return [parameter, "–" if row["stated"] is None else f"{row['stated']:g}", str(row["count"]), *shown]


def answers(sheet: Sheet, content: Content) -> None:
    """The PICS: each question, its answer, and what was noticed about it; and the questions without an answer."""
    statement = content.document["evidence"]["statement"]
    sheet.heading("Statement of the vendor (PICS)")
    noticed: dict[str, list[Said]] = {}
    for finding in statement["findings"]:
        sentence: SentenceDocument = {
            "key": f"finding.{finding['code']}",
            "arguments": {"items": list(finding["items"])},
        }
        item = finding["items"][0] if finding["items"] else ""
        noticed.setdefault(item, []).append(Said(f"{finding['code']}: {text(sentence)}", SMALL_SOFT))
    given: dict[str, tuple[str, str]] = {
        row["item"]: (answer_text(row["answer"]), place_text(row["where"], file=False)) for row in statement["answers"]
    }
    for row in statement["refused"]:
        given[row["item"]] = (f"not understood: {row['text']}", place_text(row["where"], file=False))
    columns = (Column("Question", 222), Column("Answer", 189), Column("Place", 60, SMALL_SOFT))

    def question(item: str) -> Cell:
        known = content.rulebook.items.get(item)
        return [Said(known.label if known else item, SMALL), Said(item, SMALL_SOFT)]

    def answer(item: str, value: str) -> Cell:
        return [Said(value, SMALL_STRONG), *noticed.pop(item, ())]

    table(sheet, columns, [[question(item), answer(item, value), place] for item, (value, place) in given.items()])
    unanswered = [item for item in _asked(content) if item not in given]
    if unanswered:
        sheet.subheading(f"Not answered ({len(unanswered)})")
        table(sheet, columns[:2], ([question(item), answer(item, "not answered")] for item in unanswered))
    for rest in noticed.values():
        for remark in rest:
            sheet.text(remark.text, remark.style)
    if statement["accepted"]:
        sheet.subheading(f"Warnings that the vendor accepts ({len(statement['accepted'])})")
        table(sheet, _ACCEPTED, map(_accepted, statement["accepted"]))


_ACCEPTED = (Column("Warning", 122), Column("Reason", 189), Column("Accepted by", 100), Column("Date", 60, SMALL_SOFT))


def _accepted(row: AcceptedDocument) -> list[Cell]:
    return [
        [Said(row["code"], SMALL_STRONG), Said(", ".join(row["items"]), SMALL_SOFT)],
        *(row[name] for name in ("reason", "name", "date")),
    ]


def _asked(content: Content) -> Iterator[str]:
    """The items that are asked of this kind of device, unless the other answers say that they need no answer."""
    statement = content.document["evidence"]["statement"]
    values = {row["item"]: value_of(row["answer"]) for row in statement["answers"]}
    for item in content.rulebook.items.values():
        if values.get("dut", "") in (*item.asked_of, "") and item.required.evaluate(values) is not False:
            yield item.id


def files(sheet: Sheet, content: Content) -> None:
    """Every file of the dossier, with its digest."""
    sheet.heading("Files")
    bound = {(row["role"], row["file"]): row["bound"] for row in content.verdict["files"]}
    columns = (Column("File", 122), Column("SHA-256", 281, SMALL_CODE), Column("Check", 68, SMALL_SOFT))
    rows: Iterator[list[Cell]] = (
        [
            [Said(row["role"], SMALL_SOFT), Said(row["file"], SMALL_STRONG)],
            row["sha256"] or "not read",
            _binding(row, bound),
        ]
        for row in content.document["evidence"]["files"]
    )
    table(sheet, columns, rows)


def _binding(row: EvidenceFileDocument, bound: Mapping[tuple[FileRoleName, str], bool]) -> str:
    if not row["readable"]:
        return "could not be read"
    return "as recorded" if bound.get((row["role"], row["file"])) else "not the recorded file"
