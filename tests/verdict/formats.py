"""The results of the example in each format: the tool's JSON and CSV, JUnit XML, and a filled-in worksheet."""

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from xml.sax.saxutils import quoteattr

from openpyxl import Workbook, load_workbook

from certkit.plan.derive import make_plan, run_sequence
from certkit.plan.write_xlsx import write_plan
from tests.verdict.dossiers import Dossier
from tests.verdict.example import statement

TYPED = "    typed_by: R. Example\n    typed_reason: The tool's export was lost; typed from its log.\n"
HEADER, TESTER, VERDICT, DATE, REMARKS = 11, 8, 9, 10, 11


def start_of(row: dict) -> datetime:
    date, time = row["startTime"]["date"], row["startTime"]["time"]
    whole = datetime(date["year"], date["month"], date["day"], time["hour"], time["minute"], time["second"])  # noqa: DTZ001
    return whole + timedelta(microseconds=time["nano"] // 1000)


def as_json(rows: list[dict]) -> bytes:
    return json.dumps({"data": rows}, indent=1).encode()


def as_csv(rows: list[dict]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows({**row, "startTime": start_of(row).isoformat()} for row in rows)
    return out.getvalue().encode()


def as_junit(rows: list[dict]) -> bytes:
    """As a converter would write it: what holds for all runs as properties of the suite."""
    common = {key: rows[0][key] for key in ("configuration", "config_version", "ocppVersion", "sut")}
    common["pics_mode"] = "true"
    properties = "".join(f"<property name={quoteattr(key)} value={quoteattr(str(common[key]))}/>" for key in common)
    failures = sum(row["verdict"] == "fail" for row in rows)
    lines = [
        f'<testsuite name="run" tests="{len(rows)}" failures="{failures}">',
        f"<properties>{properties}</properties>",
    ]
    for row in rows:
        begin = f'<testcase name={quoteattr(row["testCaseName"])} time="{row["duration"]}"'
        body = "><failure/></testcase>" if row["verdict"] == "fail" else "/>"
        lines.append(f'{begin} timestamp="{start_of(row).isoformat()}"{body}')
    return "\n".join([*lines, "</testsuite>"]).encode()


def as_worksheet(rows: list[dict]) -> bytes:
    """The worksheet that certkit writes for the statement, with the last verdict of each test case."""
    pics, rulebook = statement()
    plan = make_plan(pics, rulebook)
    verdicts = {row["testCaseName"].removesuffix("_CS"): row for row in rows}
    workbook = load_workbook(io.BytesIO(write_plan(plan, rulebook, run_sequence(plan, rulebook))))
    sheet = workbook.worksheets[0]
    for number in range(HEADER + 1, sheet.max_row + 1):
        row = verdicts.get(str(sheet.cell(number, 2).value))
        if row is not None:
            sheet.cell(number, TESTER, "S. Sample")
            sheet.cell(number, VERDICT, row["verdict"])
            sheet.cell(number, DATE, datetime(2026, 3, 3))  # noqa: DTZ001
    return saved(workbook)


def saved(workbook: Workbook) -> bytes:
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


FORMATS: dict[str, Callable[[list[dict]], bytes]] = {
    "results.json": as_json,
    "results.csv": as_csv,
    "results.xml": as_junit,
    "results.xlsx": as_worksheet,
}


def given_as(dossier: Dossier, name: str, content: bytes, *, typed: bool = True) -> Dossier:
    """The dossier with its results in another file."""
    before, after = dossier.text.split("  - file: results.json\n    sha256:", 1)
    digest, _, rest = after.partition("\n")
    answered = TYPED if typed else ""
    dossier.text = f"{before}  - file: {name}\n    sha256:{digest}\n{answered}{rest}"
    del dossier.files["results.json"]
    dossier.files[name] = content
    return dossier
