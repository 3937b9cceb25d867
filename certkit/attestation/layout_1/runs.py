"""The test plan with the outcome of every test case, and every single run."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from certkit.attestation.layout_1.sheet import SMALL, SMALL_SOFT, SMALL_STRONG, Sheet
from certkit.attestation.layout_1.tables import Cell, Column, Said, table
from certkit.attestation.layout_1.wording import counted, duration_text, moment_text
from certkit.attestation.v1.words import text

if TYPE_CHECKING:
    from certkit.attestation.v1.model import AttestationDocument, PlaceDocument

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
