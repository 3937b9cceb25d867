"""What the evidence holds: configuration keys, firmware, measurements, answers of the PICS, files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkit.attestation.layout_1.left_out import LEFT_OUT
from certkit.attestation.layout_1.sections import VALUES
from certkit.attestation.layout_1.sheet import (
    SMALL,
    SMALL_CODE,
    SMALL_SOFT,
    SMALL_STRONG,
    Sheet,
)
from certkit.attestation.layout_1.tables import Cell, Column, Said, facts, table
from certkit.attestation.layout_1.wording import answer_text, place_text, seconds_text
from certkit.attestation.v1.words import rule_cite, rule_name, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from certkit.attestation.v1.model import (
        AttestationDocument,
        EvidenceFileDocument,
        FileRoleName,
        KeyDocument,
        MeasurementDocument,
        ReasonDocument,
    )


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
