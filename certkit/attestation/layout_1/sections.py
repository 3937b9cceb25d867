"""Sections of the pages: scope, result, plan, runs, performance, decisions, readings, and how to verify."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from certkit.attestation.layout_1.lines import ATTACHMENT
from certkit.attestation.layout_1.sheet import (
    BODY,
    CODE,
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
from certkit.attestation.layout_1.wording import counted, duration_text, moment_text, prose, seconds_text
from certkit.attestation.v1.model import AttestationDocument, FunctionalityDocument, PlaceDocument
from certkit.attestation.v1.words import text

RELATIONS = {
    "report": "Test report",
    "declaration": "Vendor Declaration of Conformance",
    "representative certificate": "Certificate of the representative product",
}


VALUES = ("Stated", "Count", "Median", "95 %", "Shortest", "Longest")


def supported(rows: Sequence[FunctionalityDocument]) -> str:
    """The supported ones, in one line."""
    return ", ".join(row["title"] for row in rows if row["supported"]) or "none"


def scope(sheet: Sheet, document: AttestationDocument) -> None:
    """Every profile and optional feature, with Yes or No (A.1)."""
    found = document["derived"]["scope"]
    sheet.heading("Scope")
    if found is None:
        sheet.text("No scope follows from the PICS.", after=4)
        return
    whole = "full" if found["certificate"] == "Full" else "a subset"
    sheet.text(f"The scope is {whole}: it covers what is marked Yes, and nothing else.", after=5)
    columns = (Column("Functionality", 316), Column("Supported", 75, SMALL_STRONG), Column("Procedure", 80, SMALL_SOFT))
    parts = {"Certification profiles": found["profiles"], "Optional features": found["optional_features"]}
    for title, rows in parts.items():
        if rows:
            sheet.subheading(title)
            table(sheet, columns, ([row["title"], "Yes" if row["supported"] else "No", row["cite"]] for row in rows))


def extract(sheet: Sheet, document: AttestationDocument) -> None:
    """What a certificate says of the configuration keys (7.1.4)."""
    rows = document["derived"]["extract"]
    if not rows:
        return
    sheet.heading("Configuration")
    sheet.text(
        "Which optional configuration keys the device has, what its read-only keys contain, and what each is for "
        "(7.1.4), as it reported them.",
        after=5,
    )
    shown = {True: "Yes", False: "No", None: "not seen"}
    columns = (
        Column("Key", 166),
        Column("Has it", 42, SMALL_STRONG),
        Column("Value, if read-only", 108),
        Column("What it is for", 155),
    )
    table(
        sheet,
        columns,
        (
            [
                [
                    Said(row["key"], SMALL_STRONG),
                    Said(row["profile"] + (", optional" if row["optional"] else ""), SMALL_SOFT),
                ],
                shown[row["implemented"]],
                _values(row["values"], row["unit"]) if row["read_only"] else Said("writable", SMALL_SOFT),
                row["description"],
            ]
            for row in rows
        ),
    )


def _values(values: Sequence[str], unit: str) -> Cell:
    if not values:
        return Said("–", SMALL_SOFT)
    return [Said(f"{value} {unit}" if unit and value else value or "empty", SMALL) for value in values]


def performance(sheet: Sheet, document: AttestationDocument) -> None:
    """What was measured, in seconds (9.2); never for a product that was only declared (9.4)."""
    verdict = document["derived"]["verdict"]
    if verdict["mode"] == "declaration" or not verdict["performance"]:
        return
    sheet.heading("Performance")
    measured = document["evidence"]["measurements"]
    over = f", over {measured['technology']}" if measured and measured["technology"] else ""
    sheet.text(f"Measured on the tested product during the tests{over}, in seconds (9.2). No limits are set.", after=5)
    columns = (Column("Parameter", 171), *(Column(title, 50, SMALL, right=True) for title in VALUES))

    def value(seconds: float | None) -> str:
        return "–" if seconds is None else seconds_text(seconds * 1_000_000)

    table(
        sheet,
        columns,
        (
            [
                row["title"],
                "–" if row["stated"] is None else f"{row['stated']:g}",
                str(row["count"]),
                value(row["median"]),
                value(row["percentile_95"]),
                value(row["minimum"]),
                value(row["maximum"]),
            ]
            for row in verdict["performance"]
        ),
    )


def decisions(sheet: Sheet, document: AttestationDocument) -> None:
    """Decisions of the Compliance Working Group (5.4, 5.5)."""
    rows = document["derived"]["verdict"]["decisions"]
    sheet.heading("Decisions of the Compliance Working Group", follows=30)
    if not rows:
        sheet.text("None.", after=4)
        return
    columns = (Column("Reference", 80, SMALL_STRONG), Column("Date", 56), Column("Ground", 165), Column("About", 90))
    table(
        sheet,
        (*columns, Column("Lifted", 80)),
        (
            [
                row["reference"],
                row["date"],
                prose(row["ground"]),
                ", ".join(row["names"]) or "–",
                ", ".join(row["lifted"]) or "nothing",
            ]
            for row in rows
        ),
    )


def readings(sheet: Sheet, document: AttestationDocument) -> None:
    """Where the procedure can be understood in two ways: which way was taken."""
    found = document["evidence"]["readings"]
    others = {name: letter for name, letter in found.items() if letter != "taken"}
    sheet.heading("Readings of the procedure", follows=30)
    sheet.text(
        "Where the procedure can be understood in more than one way, its edition in certkit names the ways and the one "
        f"taken. In force, as taken: {', '.join(name for name in found if name not in others) or 'none'}.",
        SMALL,
        after=3,
    )
    for name, letter in others.items():
        sheet.text(f"{name}: alternative {letter}.", SMALL_STRONG)
    used = document["derived"]["verdict"]["readings"]
    if used:
        sheet.text(f"The test plan depends on: {', '.join(used)}.", SMALL, after=4)


def documents(sheet: Sheet, document: AttestationDocument) -> None:
    """The documents on which this one stands, each with its digest."""
    evidence = document["evidence"]
    sheet.heading("Documents on which this one stands")
    columns = (Column("Document", 165), Column("SHA-256", 306, SMALL_CODE))
    rows: list[list[Cell]] = [
        [
            [Said(RELATIONS[link["relation"]], SMALL_STRONG), Said(f"No. {link['id']}", SMALL)],
            [
                Said(link["sha256"], SMALL_CODE),
                Said(f"data: {link['payload_sha256']}", SMALL_CODE),
            ],
        ]
        for link in document["links"]
    ]
    rows += [
        [[Said("Certificate that this one supersedes", SMALL_STRONG), Said(f"No. {one['id']}", SMALL)], one["sha256"]]
        for one in document["supersedes"]
    ]
    rows += [
        [[Said("Events of the test tool", SMALL_STRONG), Said(f"behind {one['results']}", SMALL)], one["sha256"]]
        for one in evidence["events"]
    ]
    statement = evidence["statement"]
    edition = f"{evidence['edition']}, release {evidence['release']}"
    rows += [
        [[Said("PICS, its answers", SMALL_STRONG), Said(statement["file"], SMALL)], statement["pics_sha256"]],
        [[Said("Test record", SMALL_STRONG), Said(evidence["record"]["file"], SMALL)], evidence["record"]["sha256"]],
        [
            [
                Said("Rules of the procedure", SMALL_STRONG),
                Said(edition, SMALL),
            ],
            evidence["rulebook_sha256"],
        ],
    ]
    table(sheet, columns, rows)
    if document["issuer"]["register"]:
        sheet.text(f"Register of the issuer: {document['issuer']['register']}", SMALL, after=4)


def verification(sheet: Sheet, document: AttestationDocument, digest: str) -> None:
    """How anyone can verify it."""
    sheet.heading("How to verify this document", follows=110)
    sheet.text(
        "The paper proves nothing: verify the PDF file. It bears one electronic seal over the whole file, and the "
        f"data from which these pages are drawn as the attached file {ATTACHMENT}. With certkit, which needs no "
        "connection for it:",
        after=3,
    )
    sheet.text("certkit verify FILE.pdf --trust FOLDER", CODE, after=3)
    sheet.text(
        "It checks the seal, who may set it and whether it was revoked; draws these pages again from the data and "
        "compares them; and derives the test plan from the PICS and the verdict from the results once more. In any "
        "other program that shows electronic seals the seal has to be valid, to cover the whole file, and to be that "
        f"of {document['issuer']['name']}. On paper, compare the digest below with that of the file.",
        after=5,
    )
    renderer = document["renderer"]
    facts(
        sheet,
        [
            ("Number", document["id"]),
            ("SHA-256 of the data", Said(digest, CODE)),
            (
                "Drawn with",
                f"certkit {renderer['certkit']}, reportlab {renderer['reportlab']}, layout {renderer['layout']}",
            ),
        ],
        style=BODY,
    )


_OUTCOMES = ("passed", "lifted", "failed", "inconclusive", "not counted", "not run")


def case_counts(document: AttestationDocument, status: str) -> str:
    """What the test cases of a status came to: ``57 passed, 1 failed``."""
    cases = document["derived"]["verdict"]["test_cases"]
    return counted(Counter(str(case["outcome"]) for case in cases if case["status"] == status), _OUTCOMES)


def conformance(document: AttestationDocument) -> list[tuple[str, Cell]]:
    """The same for a list of facts."""
    rows: list[tuple[str, Cell]] = [("Required test cases", case_counts(document, "required"))]
    if any(case["status"] == "optional" for case in document["derived"]["verdict"]["test_cases"]):
        rows.append(("Optional test cases", case_counts(document, "optional")))
    return rows


def plan(sheet: Sheet, document: AttestationDocument) -> None:
    """Every test case that applies, why, and what it came to; and those that do not apply."""
    judged = {case["id"]: case for case in document["derived"]["verdict"]["test_cases"]}
    cases = document["derived"]["plan"]
    sheet.heading("Test plan and outcome")
    sheet.text(
        "Which test cases of the procedure apply follows from the PICS. Outcome is what the runs that count come to.",
        after=5,
    )
    columns = (
        Column("Test case", 66, SMALL_STRONG),
        Column("Title", 155),
        Column("Applies because", 170),
        Column("Outcome", 80, SMALL_STRONG),
    )
    applying = [case for case in cases if case["status"] != "not-applicable" or case["id"] in judged]

    def outcome(identifier: str) -> Cell:
        case = judged.get(identifier)
        if case is None:
            return "–"
        said = [Said(case["outcome"], SMALL_STRONG)]
        return [*said, Said(text(case["message"]), SMALL_SOFT)] if case["outcome"] != "passed" else said

    table(
        sheet,
        columns,
        (
            [
                case["id"],
                case["title"],
                [Said(f"{case['status'].replace('-', ' ')}", SMALL), Said(text(case["because"]), SMALL_SOFT)],
                outcome(case["id"]),
            ]
            for case in applying
        ),
    )
    rest = [case["id"] for case in cases if case not in applying]
    if rest:
        sheet.subheading(f"Not applicable ({len(rest)})", follows=26)
        sheet.text(", ".join(rest), SMALL, after=4)
    unknown = [case for case in judged.values() if case["id"] not in {planned["id"] for planned in cases}]
    if unknown:
        sheet.subheading("Results of test cases that the procedure does not have")
        table(
            sheet,
            (Column("Test case", 120, SMALL_STRONG), Column("What of it", 351)),
            ([case["id"], text(case["message"])] for case in unknown),
        )


_MADE = {"test tool": "exported by the test tool", "other tool": "written by another program", "typed": "typed"}


def origins(sheet: Sheet, document: AttestationDocument) -> None:
    """Where the results come from: which tool made them, or who typed them and why."""
    sheet.heading("Where the results come from", follows=30)
    columns = (Column("File", 150, SMALL_STRONG), Column("Runs", 40, right=True), Column("How they were made", 281))
    rows: list[list[Cell]] = []
    for source in document["derived"]["verdict"]["results"]:
        said = [Said(", ".join([_MADE[source["origin"]], *source["tools"]]), SMALL)]
        if source["testers"]:
            said.append(Said(f"tested by {', '.join(source['testers'])}", SMALL_SOFT))
        if source["typed_by"]:
            said.append(Said(f"typed by {source['typed_by']}: {source['typed_reason']}", SMALL_SOFT))
        rows.append([source["file"], str(source["runs"]), said])
    if rows:
        table(sheet, columns, rows)
    else:
        sheet.text("There are none.", after=4)


def runs(sheet: Sheet, document: AttestationDocument) -> None:
    """Every run in the results, in their order, with the resets between them."""
    judged = {
        (case["id"], _spot(one["where"])): one
        for case in document["derived"]["verdict"]["test_cases"]
        for one in case["runs"]
    }
    sheet.heading("Every run")
    columns = (
        Column("No.", 28, SMALL_SOFT, right=True),
        Column("Test case", 78, SMALL_STRONG),
        Column("Began", 116),
        Column("Lasted", 54),
        Column("Verdict", 52, SMALL_STRONG),
        Column("Counts", 143),
    )
    for results in document["evidence"]["results"]:
        sheet.subheading(f"From {results['file']}")
        rows: list[list[Cell]] = []
        for number, run in enumerate(results["runs"], 1):
            known = judged.get((run["test_case"], _spot(run["where"])))
            if run["kind"] != "test":
                counts = "reset between two tests" if run["kind"] == "reset" else "check that is built into the tool"
            elif known is None:
                counts = "not judged"
            else:
                counts = ("yes" if known["counts"] else "no") + (f": {text(known['why'])}" if known["why"] else "")
            began = run["start"] or ""
            rows.append(
                [
                    str(number),
                    run["test_case"] or run["name"],
                    began[:10] if run["day_only"] and began else moment_text(run["start"]),
                    duration_text(run["duration"]),
                    run["verdict"],
                    Said(counts, SMALL_SOFT if run["kind"] != "test" else SMALL),
                ]
            )
        table(sheet, columns, rows)
        if results["not_run"]:
            sheet.text(f"Listed there as not run: {', '.join(results['not_run'])}.", SMALL, after=4)


def _spot(where: PlaceDocument) -> tuple[str, int, int, str]:
    """What a run in the results and the same run in the verdict have in common."""
    return where.get("file", ""), where.get("line", 0), where.get("column", 0), where.get("cell", "")
