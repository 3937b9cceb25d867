"""Statements, findings and plans for the writers, small enough to see through."""

from certkit.finding import Finding, Place, Related, Severity
from certkit.findings.checked_file import CheckedFile
from certkit.pics.check import check_pics
from certkit.pics.model import Answer, InvalidAnswer, Pics
from certkit.pics.read_yaml import read_pics_yaml
from certkit.plan.model import DecidingAnswer, PlannedPrerequisite, PlannedTestCase, Status, TestPlan
from tests.rules.devices import edition

EDITION = "ocpp-1.6-v2.4"

HOSTILE = (
    '=HYPERLINK("http://evil","x")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "::error::owned",
    "a\x1b[31mred\x1b[0m",
    "a\u202eb",
    "a\nb\r\nc",
    "| cell | <b>html</b> | `code` | **bold** | [link](http://evil) |",
    "%0A::error::owned",
    "[bold red]markup[/]",
    "\ud800",
    '"quotes", commas; and \\backslashes\\',
    "汉字 é ﷽ 👩‍👩‍👧",
)
"""Texts with which a file could try to be more than text."""


def checked(text: str, source: str = "pics.yaml", *, draft: bool = False) -> CheckedFile:
    """A YAML file that was checked."""
    content = text.encode("utf-8")
    pics, rulebook = read_pics_yaml(content, source, lambda _: edition())
    return CheckedFile(pics, rulebook, check_pics(pics, rulebook, draft=draft), content)


def with_findings(*findings: Finding, source: str = "pics.yaml", content: str = "", answers=None) -> CheckedFile:
    """A file with findings written by hand."""
    pics = Pics(EDITION, source, answers or {})
    return CheckedFile(pics, edition(), findings, content.encode("utf-8", "surrogatepass"))


def finding(message: str = "Something is wrong.", **fields) -> Finding:
    """A finding in which only what matters need be said."""
    fields = {"code": "P-01", "name": "some-name", "severity": Severity.ERROR, "message": message} | fields
    return Finding(**fields)


def workbook_with_a_contradiction(value: str = "Yes") -> CheckedFile:
    """A workbook in which R-1 is answered without R-0; ``value`` is what its cell holds."""
    places = {item: Place("form.xlsx", sheet="PICS", cell=cell) for item, cell in (("R-0", "C37"), ("R-1", "C38"))}
    answers = {"R-0": Answer("No", places["R-0"]), "R-1": Answer(value, places["R-1"])}
    found = finding(
        "Reserving the entire station needs Reservations.",
        hint="Answer R-0 with Yes.",
        items=("R-1", "R-0"),
        cite="Appendix A",
        where=places["R-1"],
        related=(Related("R-0", places["R-0"]),),
    )
    return CheckedFile(Pics(EDITION, "form.xlsx", answers), edition(), (found,))


def refused_in_a_workbook(text: str) -> CheckedFile:
    """A workbook whose cell for C-07 holds what is no answer."""
    place = Place("form.xlsx", sheet="PICS", cell="C33")
    pics = Pics(EDITION, "form.xlsx", {}, {"C-07": InvalidAnswer(text, place)})
    found = finding(
        "C-07 is not answered with Yes or No.", code="K-02", name="not-an-answer", items=("C-07",), where=place
    )
    return CheckedFile(pics, edition(), (found,))


def row(name: str = "TC_003", status: Status = Status.REQUIRED, **fields) -> PlannedTestCase:
    """A row of a plan."""
    fields = {"title": "A title", "section": "Core / A section", "mark": "C", "because": "C-07 is Yes"} | fields
    return PlannedTestCase(id=name, status=status, **fields)


def plan(
    *rows: PlannedTestCase, seed: str | None = None, source: str = "pics.yaml", dut: str | None = "CSMS"
) -> TestPlan:
    """A plan of these rows."""
    return TestPlan(
        edition=EDITION,
        rulebook_sha256="1" * 64,
        pics_sha256="2" * 64,
        source=source,
        dut=dut,
        readings=(("B-02", "a"), ("B-07", "taken")),
        test_cases=rows,
        seed=seed,
    )


THREE_ROWS = (
    row(
        "TC_001",
        title="Cold boot",
        mark="M",
        because="mandatory for every CSMS",
    ),
    row(
        "TC_003",
        Status.OPTIONAL,
        title="Plugin first",
        because="C-07 is Yes; AQ-2 is No",
        answers=(
            DecidingAnswer("C-07", "Yes", Place(line=25, column=9)),
            DecidingAnswer("AQ-2", "No", Place(line=39, column=9)),
        ),
        readings=("B-07",),
        prerequisites=(PlannedPrerequisite("a list of 5 idTags", False, ("LocalAuthListMaxLength",)),),
    ),
    row(
        "TC_010",
        Status.NOT_APPLICABLE,
        title="Remote start",
        section="Core / Another",
        mark="",
        because="not in the list",
    ),
)
"""A plan that is complete."""

OPEN_ROW = row("TC_054", Status.UNDETERMINED, because="depends on RT-0, not answered", blocked_by=("RT-0",))


def product(**values: str) -> Pics:
    """A statement that names its product."""
    answers = {"vendor": "Vendor", "model": "Model", "firmware_version": "1.0"} | values
    return Pics(
        EDITION, "pics.yaml", {item: Answer(value, Place("pics.yaml", 3, 3)) for item, value in answers.items()}
    )
