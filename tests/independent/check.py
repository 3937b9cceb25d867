"""Does this folder agree with itself? Run: python tests/independent/check.py

Reads the forms of devices/ into answers, compares the hand-written plans with applicability.py, and runs
constraints.py over every device and every example. Needs PyYAML and nothing else; never imports the tool.
"""

import csv
import itertools
import sys
from pathlib import Path

import yaml

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from applicability import ALTERNATIVES, ROWS, CSMS  # noqa: E402
from constraints import CONSTRAINTS  # noqa: E402

# What each item of a condition may be answered; of a limit, the values around its threshold.
YES_NO = ("Yes", "No")
DOMAINS = {
    "dut": ("CSMS", "Charging Station", "Charging Station Software Stack"),
    "subtype": ("N.A.", "Mode 1/2-only Charging Station"),
    "C-06": ("Yes", "No", "Both"),
    "C-10": ("Yes", "No", "Configurable"),
    "ChargeProfileMaxStackLevel": (0, 1),
    "ChargingScheduleMaxPeriods": (4, 5),
    "LocalAuthListMaxLength": (4, 5),
    "SendLocalListMaxLength": (4, 5),
}


def value(answer):
    if isinstance(answer, bool):
        return "Yes" if answer else "No"
    if isinstance(answer, list):
        return tuple(answer)
    return answer


def read(path):
    """The form as a dict from item id to answer; what is empty is left out."""
    form = yaml.safe_load(path.read_text(encoding="utf-8"))
    answers = {}
    for part in ("general", "profiles", "features", "cipher_suites", "questions"):
        answers.update(form.get(part) or {})
    answers["ports"] = form.get("ports")
    for name, limit in (form.get("limits") or {}).items():
        if name == "other":
            answers.update(limit)
        elif isinstance(limit, dict):
            answers.update({f"{name}.{bound}": number for bound, number in limit.items()})
        else:
            answers[name] = limit
    for name, stated in (form.get("performance") or {}).items():
        answers[f"performance.{name}" if name == "communication_technology" else name] = stated
    for name, stated in (form.get("family") or {}).items():
        answers[f"family.{name}"] = stated
    return {item: value(answer) for item, answer in answers.items() if answer not in (None, "", [])}


def results(cell, given):
    """Every result the cell can still have when the answers of `given` stand and the others are open."""
    open_items = [item for item in cell.items if item not in given]
    choices = itertools.product(*(DOMAINS.get(item, YES_NO) for item in open_items))
    return {cell.applies({**given, **dict(zip(open_items, choice))}) for choice in choices}


def expect(cell, answers):
    """Status, deciding items and blocking items of one cell."""
    if cell is None:
        return "not-applicable", set(), set()
    given = {item: answers[item] for item in cell.items if item in answers}
    possible = results(cell, given)
    if len(possible) == 1:
        if not possible.pop():
            found = "not-applicable"
        else:
            found = "optional" if cell.mark == "O" else "required"
        return found, deciding(cell, given), set()
    missing = [item for item in cell.items if item not in given]
    return "undetermined", set(), {item for item in missing if matters(cell, given, item, missing)}


def deciding(cell, given):
    """The union of the smallest sets of answers that settle the row."""
    union, smallest = set(), []
    for size in range(len(given) + 1):
        for chosen in itertools.combinations(given, size):
            if any(set(found) <= set(chosen) for found in smallest):
                continue
            if len(results(cell, {item: given[item] for item in chosen})) == 1:
                smallest.append(chosen)
                union |= set(chosen)
    return union


def matters(cell, given, item, missing):
    """Is there a way to answer the other open items so that this one turns the result?"""
    others = [one for one in missing if one != item]
    for choice in itertools.product(*(DOMAINS.get(one, YES_NO) for one in others)):
        if len(results(cell, {**given, **dict(zip(others, choice))})) > 1:
            return True
    return False


def check_plans(devices, say):
    for name, answers in devices.items():
        with (HERE / "devices" / f"{name}.expected.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        if [row["test_case"] for row in rows] != list(ROWS):
            say(f"{name}: the rows are not those of the document in its order")
        for row in rows:
            cell = getattr(ROWS[row["test_case"]], "csms" if answers["dut"] == CSMS else "station")
            hand = (
                row["status"],
                set(filter(None, row["deciding"].split(";"))),
                set(filter(None, (row.get("blocked_by") or "").split(";"))),
            )
            if hand != expect(cell, answers):
                say(f"{name} {row['test_case']}: written {hand}, from the table {expect(cell, answers)}")


def check_findings(devices, say):
    for name, answers in devices.items():
        if name.startswith("incomplete"):
            continue
        errors = [one.id for one in CONSTRAINTS if one.severity == "error" and one.fires(answers)]
        warnings = {one.id for one in CONSTRAINTS if one.severity == "warning" and one.fires(answers)}
        if errors:
            say(f"{name}: a consistent device with errors {errors}")
        written = set((HERE / "devices" / f"{name}.warnings").read_text(encoding="utf-8").split())
        if written != warnings:
            say(f"{name}: warnings written {sorted(written)}, found {sorted(warnings)}")


def change(answers, changes):
    changed = {**answers, **changes}
    return {item: answer for item, answer in changed.items() if answer is not None}


def check_examples(devices, say):
    known = set().union(*devices.values()) | {"authorize_response_time"}
    for one in CONSTRAINTS:
        if not set(one.items) <= known:
            say(f"{one.id}: unknown items {set(one.items) - known}")
        for device, changes in one.firing:
            if one.fires(devices[device]):
                say(f"{one.id}: {device} fires it unchanged")
            if not one.fires(change(devices[device], changes)):
                say(f"{one.id}: does not fire on {device} with {changes}")
            if not set(changes) <= set(one.items):
                say(f"{one.id}: the example changes an item the row does not name: {changes}")
        for device, changes in one.silent:
            if one.fires(change(devices[device], changes)):
                say(f"{one.id}: fires on {device} with {changes}")
        for device, changes in one.firing + one.silent:
            # the predicate looks at nothing but its items
            full = change(devices[device], changes)
            if one.fires(full) != one.fires({item: full[item] for item in one.items if item in full}):
                say(f"{one.id}: looks at more than its items on {device}")


def check_tables(say):
    if len(ROWS) != 112:
        say(f"{len(ROWS)} rows instead of 112")
    ids = [one.id for one in CONSTRAINTS]
    if len(set(ids)) != len(ids):
        say("a constraint id appears twice")
    if {one.severity for one in CONSTRAINTS} != {"error", "warning"}:
        say("an unknown severity")
    for reading, rows in ALTERNATIVES.items():
        for test_case, columns in rows.items():
            for column, other in columns.items():
                taken = getattr(ROWS[test_case], column)
                items = sorted(set(taken.items) | set(other.items))
                grid = [
                    dict(zip(items, choice))
                    for choice in itertools.product(*(DOMAINS.get(item, YES_NO) for item in items))
                ]
                if all(taken.applies(a) == other.applies(a) for a in grid):
                    say(f"{reading} {test_case} {column}: no different from the reading taken")
    for reading, rows in list(ALTERNATIVES.items()) + [("taken", None)]:
        cells = (
            [cell for columns in rows.values() for cell in columns.values()]
            if rows is not None
            else [cell for row in ROWS.values() for cell in (row.station, row.csms) if cell]
        )
        for cell in cells:
            every = set(cell.items)
            if any(not matters(cell, {}, item, sorted(every)) for item in every):
                say(f"{reading}: an item of {cell.items} never matters")


def main():
    complaints = []
    devices = {path.stem: read(path) for path in sorted((HERE / "devices").glob("*.yaml"))}
    check_tables(complaints.append)
    check_plans(devices, complaints.append)
    check_findings(devices, complaints.append)
    check_examples(devices, complaints.append)
    print(*complaints, sep="\n")
    alternatives = sum(len(columns) for rows in ALTERNATIVES.values() for columns in rows.values())
    print(
        f"{len(ROWS)} test cases, {len(ALTERNATIVES)} other readings with {alternatives} cells, "
        f"{len(CONSTRAINTS)} constraints, {len(devices)} devices, {len(complaints)} complaints"
    )
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
