"""Ids as people write them."""

import pytest

from certkit.text.plain_id import longer_ids, same_id

KNOWN = ("TC_003", "TC_004_1", "TC_004_2", "B-02", "B-24", "AQ-7.1", "C-06", "R-0", "vendor", "52")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("tc_3", ["TC_003"]),
        ("TC3", ["TC_003"]),
        ("TC-0003", ["TC_003"]),
        ("tc 4.1", ["TC_004_1"]),
        ("B2", ["B-02"]),
        ("b_24", ["B-24"]),
        ("aq7.1", ["AQ-7.1"]),
        ("r0", ["R-0"]),
        ("tc_4", []),
        ("vendor", []),
        ("052", []),
        ("", []),
    ],
)
def test_an_id_written_in_another_way(written, meant):
    assert same_id(written, KNOWN) == meant


def test_an_id_without_its_last_number():
    assert longer_ids("tc_4", KNOWN) == ["TC_004_1", "TC_004_2"]
    assert longer_ids("tc_3", KNOWN) == []
    assert longer_ids("tc", KNOWN) == []
