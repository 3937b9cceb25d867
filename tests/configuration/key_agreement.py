"""An edition's table of configuration keys against the one written by hand, in every field."""

import re

from certkit.configuration.read_keys import key_table
from tests.configuration import keys_by_hand as by_hand

ACCESS = {"R": "R", "RW": "RW", "W": "W", "?": "R or RW", "-": None}
REQUIRED = {"req": True, "opt": False, "-": None}


def keys_agree(edition) -> None:
    """Every key, profile, relation and finding is as written by hand."""
    table = key_table(edition())
    assert table.asked_of == by_hand.STATIONS
    assert sorted(table.keys) == sorted(row[1] for row in by_hand.rows())
    for row in by_hand.rows():
        key_agrees(table.keys[row[1]], row)
    found = {name: str(node) for name, node in table.profiles.items()}
    for key in table.keys.values():
        found |= {f"{key.key} needed": str(key.needed)} if key.needed else {}
        found |= {f"{key.key} read_only": str(key.read_only)} if key.read_only else {}
    assert found == by_hand.CONDITIONS
    relations = [f"{key.key} | {relation_of(relation)}" for key in table.keys.values() for relation in key.relations]
    assert sorted(relations) == sorted(by_hand.RELATIONS.strip().split("\n"))
    kinds = {code: kind for kind, codes in by_hand.KINDS.items() for code in codes.split()}
    assert {row.id: row.kind for row in table.findings.values()} == kinds
    assert all(row.cite for row in table.findings.values())


def key_agrees(key, row) -> None:
    """One key against its line."""
    profile, name, section, required_before, access_before, required, access, kind, unit = row
    assert key.profile == profile
    assert (key.required_before, key.required) == (REQUIRED[required_before], REQUIRED[required])
    assert (key.access_before, key.access) == (ACCESS[access_before], ACCESS[access])
    assert (key.type, key.unit) == (kind, "" if unit == "-" else unit)
    assert section in key.cite.replace(";", " ").replace(",", " ").split()
    assert (key.minimum, key.maximum) == (by_hand.BOUNDS.get(name, (0, None)) if kind == "integer" else (None, None))
    assert sorted(key.names) == sorted(by_hand.LISTS.get(name, "").split())
    assert key.phases == (by_hand.LISTS.get(name) is by_hand.MEASURANDS)
    assert key.length == (f"{name}MaxLength" if name in by_hand.LENGTHS.split() else "")
    rotation = name == "ConnectorPhaseRotation"
    assert (bool(key.entry), key.spaces) == (rotation, rotation)
    if rotation:
        entries = [f"{number}.{way}" for number in (0, 1, 25) for way in by_hand.ROTATIONS.split()]
        assert [entry for entry in (*entries, *by_hand.NO_ROTATIONS) if re.fullmatch(key.entry, entry)] == entries
    units = name == "ChargingScheduleAllowedChargingRateUnit"
    assert dict(key.aliases) == ({"A": "Current", "W": "Power"} if units else {})


def relation_of(relation) -> str:
    """A relation, written as by hand."""
    if relation.compare:
        said = relation.compare + (f" off {relation.off}" if relation.off is not None else "")
    else:
        said = "; ".join(f"{answer}: {expected(found)}" for answer, found in relation.answers.items())
        assert relation.off is None
    return f"{relation.item} | {relation.finding} | {said}"


def expected(found) -> str:
    """What is expected of a key."""
    words = [] if found.present is None else ["present" if found.present else "absent"]
    words += [found.access.value] if found.access else []
    words += [f"={found.value}"] if found.value else []
    words += [f"with {name}" for name in found.includes] + [f"without {name}" for name in found.excludes]
    words += [f"from {found.at_least}"] if found.at_least is not None else []
    return " ".join(words)
