"""Sections of what follows from the evidence: result, scope, plan, runs, performance, and how to verify."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

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
from certkit.attestation.layout_1.wording import Content, counted, duration_text, place_text, prose, seconds_text
from certkit.attestation.scope import scope_rules
from certkit.attestation.v1.model import (
    FunctionalityDocument,
    PlaceDocument,
    ReasonDocument,
    ResultDocument,
    ResultsDocument,
    RunDocument,
)
from certkit.attestation.v1.words import rule_name

RELATIONS = {
    "report": "Test report",
    "declaration": "Vendor Declaration of Conformance",
    "representative certificate": "Certificate of the representative product",
}
VALUES = ("Stated", "Count", "Median", "95 %", "Shortest", "Longest")
_OUTCOMES = ("passed", "lifted", "failed", "inconclusive", "not counted", "not run")
_WORDS = {"lifted": "waived"}
"""Outcomes that the pages call otherwise than the data."""


def result(sheet: Sheet, content: Content) -> None:
    """The verdict, part by part, with every reason."""
    verdict = content.verdict
    sheet.heading("Result")
    parts: list[tuple[str, Cell]] = [
        (part["part"].capitalize(), Said(part["verdict"], SMALL_STRONG)) for part in verdict["parts"]
    ]
    facts(sheet, parts, style=SMALL)
    blocking = [reason for reason in verdict["reasons"] if reason["effect"] != "note"]
    notes = [reason for reason in verdict["reasons"] if reason["effect"] == "note"]
    _reasons(sheet, content, f"Blocking issues ({len(blocking)})", blocking)
    _reasons(sheet, content, f"Notes ({len(notes)})", notes)


def _reasons(sheet: Sheet, content: Content, title: str, reasons: list[ReasonDocument]) -> None:
    if not reasons:
        return
    sheet.subheading(title)
    columns = (
        Column("Effect", 60, SMALL_STRONG),
        Column("Rule", 92, SMALL_SOFT),
        Column("Reason", 178),
        Column("Procedure", 57, SMALL_SOFT),
        Column("Place", 84, SMALL_SOFT),
    )
    requirements = {row["number"]: row["cite"] for row in content.verdict["requirements"]}

    def cite(reason: ReasonDocument) -> str:
        known = content.rulebook.citations.get(reason["code"])
        if known and known.cite:
            return known.cite
        return "; ".join(dict.fromkeys(requirements[number] for number in reason["requirements"]))

    rows = (
        [
            reason["effect"],
            f"{reason['code']} {rule_name(reason['code'])}",
            content.sentence(reason["message"]),
            cite(reason),
            place_text(reason["where"]),
        ]
        for reason in reasons
    )
    table(sheet, columns, rows)


def requirements(sheet: Sheet, content: Content) -> None:
    """The requirements of the procedure that the record does not show to be met."""
    rows = [row for row in content.verdict["requirements"] if row["status"] in ("not met", "not shown")]
    sheet.heading("Requirements not met or not shown", follows=30)
    if not rows:
        sheet.text("None.", after=4)
        return
    columns = (
        Column("No.", 30, SMALL_SOFT, right=True),
        Column("Requirement", 205),
        Column("Status", 58, SMALL_STRONG),
        Column("Why", 118),
        Column("Procedure", 60, SMALL_SOFT),
    )
    cells = (
        [str(row["number"]), row["title"], row["status"], content.sentence(row["message"]), row["cite"]] for row in rows
    )
    table(sheet, columns, cells)


def supported(rows: Sequence[FunctionalityDocument]) -> str:
    """The supported ones, in one line."""
    return ", ".join(row["title"] for row in rows if row["supported"]) or "none"


def scope(sheet: Sheet, content: Content) -> None:
    """Every profile and optional feature, with Yes or No (A.1)."""
    scope = content.document["derived"]["scope"]
    sheet.heading("Scope")
    if scope is None:
        sheet.text("No scope follows from the PICS.", after=4)
        return
    whole = ""
    if scope_rules(content.rulebook).applied:
        whole = f"This is a {'full' if scope['certificate'] == 'Full' else 'subset'} certificate. "
    sheet.text(f"{whole}The scope is what is marked Yes, and nothing else.", after=5)
    columns = (Column("Functionality", 316), Column("Supported", 75, SMALL_STRONG), Column("Procedure", 80, SMALL_SOFT))
    parts = {"Certification profiles": scope["profiles"], "Optional features": scope["optional_features"]}
    for title, rows in parts.items():
        if rows:
            sheet.subheading(title)
            table(sheet, columns, ([row["title"], "Yes" if row["supported"] else "No", row["cite"]] for row in rows))


def tested_by(content: Content) -> str:
    """Who tested the product."""
    if content.verdict["mode"] == "declaration":
        return "the vendor, in an automatic run of the test tool"
    name = content.record.laboratory.name
    return name.value or (f"not understood: {name.refused}" if name.refused else "not stated")


def conformance(content: Content) -> list[tuple[str, Cell]]:
    """How many required and optional test cases had which outcome."""
    rows: list[tuple[str, Cell]] = [("Required test cases", _counts(content, "required"))]
    if any(case["status"] == "optional" for case in content.verdict["test_cases"]):
        rows.append(("Optional test cases", _counts(content, "optional")))
    return rows


def _counts(content: Content, status: str) -> str:
    cases = [case for case in content.verdict["test_cases"] if case["status"] == status]
    counts = Counter(_WORDS.get(case["outcome"], case["outcome"]) for case in cases)
    return counted(counts, tuple(_WORDS.get(outcome, outcome) for outcome in _OUTCOMES))


def tests(sheet: Sheet, content: Content) -> None:
    """Who tested, and what came of it."""
    sheet.heading("Conformance")
    facts(sheet, [("Tested by", tested_by(content)), *conformance(content)], style=SMALL)
    if content.is_declared:
        sheet.text(
            "A laboratory tested the representative product, not this one. Performance is measured on the "
            "representative product alone.",
            after=4,
        )


def plan(sheet: Sheet, content: Content) -> None:
    """Every test case that applies, why, and its outcome; and those that do not apply."""
    judged = {case["id"]: case for case in content.verdict["test_cases"]}
    cases = content.document["derived"]["plan"]
    sheet.heading("Test plan and outcome")
    sheet.text(
        "The PICS decides which test cases of the procedure apply. The outcome is that of the runs that count.", after=5
    )
    columns = (
        Column("Test case", 62, SMALL_STRONG),
        Column("Title", 170),
        Column("Applies because", 159),
        Column("Outcome", 80, SMALL_STRONG),
    )
    applying = [case for case in cases if case["status"] != "not-applicable" or case["id"] in judged]

    def outcome(identifier: str) -> Cell:
        case = judged.get(identifier)
        if case is None:
            return "–"
        word = Said(_WORDS.get(case["outcome"], case["outcome"]), SMALL_STRONG)
        return word if case["outcome"] == "passed" else [word, Said(content.sentence(case["message"]), SMALL_SOFT)]

    rows: list[list[Cell]] = [
        [
            case["id"],
            case["title"],
            [Said(case["status"].replace("-", " "), SMALL), Said(content.sentence(case["because"]), SMALL_SOFT)],
            outcome(case["id"]),
        ]
        for case in applying
    ]
    table(sheet, columns, rows)
    rest = [case["id"] for case in cases if case not in applying]
    if rest:
        sheet.subheading(f"Not applicable ({len(rest)})", follows=26)
        sheet.text(", ".join(rest), SMALL, after=4)
    unknown = [case for case in judged.values() if case["id"] not in {planned["id"] for planned in cases}]
    if unknown:
        sheet.subheading("Results of test cases that the procedure does not have")
        remarks = ([case["id"], content.sentence(case["message"])] for case in unknown)
        table(sheet, (Column("Test case", 120, SMALL_STRONG), Column("Remark", 351)), remarks)


_MADE = {"test tool": "exported by the test tool", "other tool": "written by another program", "typed": "typed"}


def origins(sheet: Sheet, content: Content) -> None:
    """Where the results come from: which tool made them, or who typed them and why."""
    sheet.heading("Where the results come from", follows=30)
    columns = (Column("File", 150, SMALL_STRONG), Column("Runs", 40, right=True), Column("How they were made", 281))
    rows: list[list[Cell]] = []
    for source in content.verdict["results"]:
        made = [Said(", ".join([_MADE[source["origin"]], *source["tools"]]), SMALL)]
        if source["testers"]:
            made.append(Said(f"tested by {', '.join(source['testers'])}", SMALL_SOFT))
        if source["typed_by"]:
            made.append(Said(f"typed by {source['typed_by']}: {source['typed_reason']}", SMALL_SOFT))
        rows.append([source["file"], str(source["runs"]), made])
    if rows:
        table(sheet, columns, rows)
    else:
        sheet.text("There are none.", after=4)


def runs(sheet: Sheet, content: Content) -> None:
    """Every run in the results, in their order, each with the resets before it."""
    judged = {(case["id"], _spot(run["where"])): run for case in content.verdict["test_cases"] for run in case["runs"]}
    sheet.heading("Every run")
    columns = (
        Column("No.", 26, SMALL_SOFT, right=True),
        Column("Test case", 64, SMALL_STRONG),
        Column("Reset before it", 108, SMALL_SOFT),
        Column("Began", 124),
        Column("Lasted", 52),
        Column("Verdict", 42, SMALL_STRONG),
        Column("Counts", 55),
    )
    for results in content.document["evidence"]["results"]:
        sheet.subheading(f"From {results['file']}")
        table(sheet, columns, _runs(content, results, judged))
        if results["not_run"]:
            sheet.text(f"Listed there as not run: {', '.join(results['not_run'])}.", SMALL, after=4)


_Spot = tuple[str, int, int, str]


def _runs(
    content: Content, results: ResultsDocument, judged: Mapping[tuple[str, _Spot], RunDocument]
) -> Iterator[list[Cell]]:
    resets: list[ResultDocument] = []
    number = 0
    for run in results["runs"]:
        if run["kind"] == "reset":
            resets.append(run)
            continue
        number += 1
        known = judged.get((run["test_case"], _spot(run["where"])))
        if run["kind"] != "test":
            counts = "check of the tool"
        elif known is None:
            counts = "not judged"
        else:
            why = f": {content.sentence(known['why'])}" if known["why"] else ""
            counts = f"{'yes' if known['counts'] else 'no'}{why}"
        began, before = _began(content, run), [_reset(content, reset, run) for reset in resets]
        cells = [began, duration_text(run["duration"]), run["verdict"], counts]
        yield [str(number), run["test_case"] or run["name"], before or "–", *cells]
        resets = []
    if resets:
        yield ["", "", [_reset(content, reset, None) for reset in resets], "after the last test", "", "", ""]


def _reset(content: Content, reset: ResultDocument, before: ResultDocument | None) -> Said:
    """Its verdict and when it began, without the day if that is the day of the test."""
    began, day = _began(content, reset), (before["start"] or "")[:10] if before else ""
    if day and not reset["day_only"]:
        began = began.removeprefix(day).lstrip()
    return Said(f"{reset['verdict']} {began}", SMALL_SOFT)


def _began(content: Content, run: ResultDocument) -> str:
    return run["start"][:10] if run["day_only"] and run["start"] else content.time(run["start"])


def _spot(where: PlaceDocument) -> _Spot:
    """What a run in the results and the same run in the verdict have in common."""
    return where.get("file", ""), where.get("line", 0), where.get("column", 0), where.get("cell", "")


def extract(sheet: Sheet, content: Content) -> None:
    """What a certificate says of the configuration keys (7.1.4)."""
    rows = content.document["derived"]["extract"]
    if not rows:
        return
    sheet.heading("Configuration")
    sheet.text(
        "The optional configuration keys, and the read-only keys with their values, as the device reported them.",
        after=5,
    )
    reported = {True: "Yes", False: "No", None: "write-only"}
    columns = (
        Column("Key", 182),
        Column("Reported", 52, SMALL_STRONG),
        Column("Value, if read-only", 112),
        Column("Purpose", 125),
    )

    def value(implemented: bool | None, read_only: bool, values: Sequence[str], unit: str) -> Cell:
        if implemented is False:
            return Said("not reported", SMALL_SOFT)
        if not read_only:
            return Said("writable", SMALL_SOFT)
        if not values:
            return Said("no value", SMALL_SOFT)
        return [Said(f"{one} {unit}" if unit and one else one or "empty", SMALL) for one in values]

    cells: Iterator[list[Cell]] = (
        [
            [
                Said(row["key"], SMALL_STRONG),
                Said(row["profile"] + (", optional" if row["optional"] else ""), SMALL_SOFT),
            ],
            reported[row["implemented"]],
            value(row["implemented"], row["read_only"], row["values"], row["unit"]),
            row["description"],
        ]
        for row in rows
    )
    table(sheet, columns, cells)


def performance(sheet: Sheet, content: Content) -> None:
    """What was measured, in seconds (9.2); never for a product that was only declared (9.4)."""
    verdict = content.verdict
    if verdict["mode"] == "declaration" or not verdict["performance"]:
        return
    sheet.heading("Performance")
    measured = content.document["evidence"]["measurements"]
    over = f", over {measured['technology']}" if measured and measured["technology"] else ""
    sheet.text(f"Measured on the tested product during the tests{over}, in seconds. There are no limits.", after=5)
    columns = (Column("Parameter", 171), *(Column(title, 50, SMALL, right=True) for title in VALUES))

    def seconds(value: float | None) -> str:
        return "–" if value is None else seconds_text(value * 1_000_000)

    rows = (
        [
            row["title"],
            "–" if row["stated"] is None else f"{row['stated']:g}",
            str(row["count"]),
            seconds(row["median"]),
            seconds(row["percentile_95"]),
            seconds(row["minimum"]),
            seconds(row["maximum"]),
        ]
        for row in verdict["performance"]
    )
    table(sheet, columns, rows)


def decisions(sheet: Sheet, content: Content) -> None:
    """Decisions of the Compliance Working Group (5.4, 5.5)."""
    sheet.heading("Decisions of the Compliance Working Group", follows=30)
    if not content.verdict["decisions"]:
        sheet.text("None.", after=4)
        return
    columns = (
        Column("Reference", 80, SMALL_STRONG),
        Column("Date", 56),
        Column("Ground", 165),
        Column("About", 90),
        Column("Waived", 80),
    )
    rows: Iterator[list[Cell]] = (
        [
            row["reference"],
            row["date"],
            prose(row["ground"]),
            ", ".join(row["names"]) or "–",
            ", ".join(row["lifted"]) or "nothing",
        ]
        for row in content.verdict["decisions"]
    )
    table(sheet, columns, rows)


def readings(sheet: Sheet, content: Content) -> None:
    """Where the procedure can be understood in two ways: which way was taken."""
    selected = content.document["evidence"]["readings"]
    others = {name: letter for name, letter in selected.items() if letter != "taken"}
    default = ", ".join(name for name in selected if name not in others) or "none"
    sheet.heading("Readings of unclear passages", follows=30)
    sheet.text(f"By default: {default}.", SMALL, after=3)
    for name, letter in others.items():
        sheet.text(f"{name}: alternative {letter}.", SMALL_STRONG)
    used = content.verdict["readings"]
    if used:
        sheet.text(f"The test plan depends on: {', '.join(used)}.", SMALL, after=4)


def based_on(sheet: Sheet, content: Content) -> None:
    """The documents on which this one is based, each with its digest."""
    document, evidence = content.document, content.document["evidence"]
    sheet.heading("Based on")

    def row(title: str, name: str, *digests: str) -> list[Cell]:
        return [[Said(title, SMALL_STRONG), Said(name, SMALL)], [Said(digest, SMALL_CODE) for digest in digests]]

    rows = [
        row(RELATIONS[link["relation"]], f"No. {link['id']}", link["sha256"], f"data: {link['payload_sha256']}")
        for link in document["links"]
    ]
    rows += [row("Superseded certificate", f"No. {one['id']}", one["sha256"]) for one in document["supersedes"]]
    rows += [row("Events of the test tool", f"for {one['results']}", one["sha256"]) for one in evidence["events"]]
    statement, record = evidence["statement"], evidence["record"]
    edition = f"{evidence['edition']}, release {evidence['release']}"
    rows += [
        row("PICS, its answers", statement["file"], statement["pics_sha256"]),
        row("Test record", record["file"], record["sha256"]),
        row("Rules of the procedure", edition, evidence["rulebook_sha256"]),
    ]
    table(sheet, (Column("Document", 165), Column("SHA-256", 306)), rows)


def verification(sheet: Sheet, content: Content) -> None:
    """How anyone can verify it."""
    document = content.document
    sheet.heading("How to verify this document", follows=110)
    sheet.text(
        "A printout proves nothing: verify the PDF file. It has one electronic signature over the whole file, and the "
        f"data from which these pages are drawn as the attached file {ATTACHMENT}. With certkit, offline:",
        after=3,
    )
    sheet.text("certkit verify FILE.pdf --trust FOLDER --offline", CODE, after=3)
    sheet.text(
        "certkit checks the signature, whether the signer may sign this kind of document, and whether a certificate is "
        "revoked. It draws these pages again from the data and compares them. It derives the test plan from the PICS "
        "and the verdict from the results again. In any other program that shows electronic signatures, check that "
        f"the signature is valid, covers the whole file, and is that of {document['issuer']['name']}.",
        after=5,
    )
    sheet.text(
        "To see whether a printout belongs to a PDF file, compare the SHA-256 below with that of the attached file. "
        f"Save {ATTACHMENT} from a PDF reader that lists attached files. Then, on Linux and macOS, or on Windows:",
        after=3,
    )
    sheet.text(f"openssl dgst -sha256 {ATTACHMENT}", CODE)
    sheet.text(f"certutil -hashfile {ATTACHMENT} SHA256", CODE, after=3)
    register = document["issuer"]["register"]
    if register:
        sheet.text(
            "The QR code on the first page opens the register of the issuer. Number and digest come after a # in the "
            "address, and a browser does not send that part. Anybody can print a QR code: look at the address before "
            "you rely on the page that it opens.",
            after=5,
        )
    renderer = document["renderer"]
    drawn = f"certkit {renderer['certkit']}, reportlab {renderer['reportlab']}, layout {renderer['layout']}"
    rows: list[tuple[str, Cell]] = [
        ("Number", document["id"]),
        ("SHA-256 of the data", Said(content.digest, CODE)),
        ("Drawn with", drawn),
    ]
    if register:
        rows.insert(2, ("Register of the issuer", Said(register, CODE)))
    facts(sheet, rows, style=BODY)
