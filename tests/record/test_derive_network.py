"""The figures of a measurement come from the files that tools wrote, and what is typed has to agree."""

from datetime import UTC, datetime
from typing import Any

import pytest

from certkit.network.model import ToolOutput
from certkit.record.derive_network import with_outputs
from tests.record.records import of_text

AT = datetime(2026, 3, 3, 7, 40, tzinfo=UTC)


def derived(row: str, digests=(), **files: Any):
    record = of_text(f'record: 1\nutc_offset: "+01:00"\nnetwork: [{row}]\n')
    outputs = {name: ToolOutput(source=name, format="x", **said) for name, said in files.items()}
    return with_outputs(record, outputs, dict(digests))


def codes(record):
    return [finding.message.key for finding in record.findings]


def test_figures_that_are_not_typed_come_from_the_files():
    record = derived(
        "{phase: before, files: [{file: a}, {file: b}, {file: c}]}",
        a={"bandwidth": 40.5, "at": AT},
        b={"latency": 31.2},
        c={"csq": 20, "technology": "4G"},
    )
    (row,) = record.fields.network.rows
    assert (row.bandwidth.value, row.latency.value, row.csq.value) == (40.5, 31.2, 20)
    assert (row.at.value, row.technology.value) == (AT, "4G")
    assert record.findings == ()


def test_of_several_files_the_worst_figure_counts():
    files = {"a": {"bandwidth": 40.0, "latency": 30.0, "rssi": -70.0}, "b": {"bandwidth": 4.0, "latency": 1200.0}}
    (row,) = derived("{files: [{file: a}, {file: b}]}", **files).fields.network.rows
    assert (row.bandwidth.value, row.latency.value, row.rssi.value) == (4.0, 1200.0, -70.0)


def test_the_file_decides_also_where_the_typed_figure_is_a_rounded_one():
    record = derived("{bandwidth: 5, files: [{file: a}]}", a={"bandwidth": 4.96})
    assert record.findings == ()
    assert record.fields.network.rows[0].bandwidth.value == 4.96  # below the limit, as measured


@pytest.mark.parametrize(
    ("typed", "figure", "agrees"),
    [("31", 31.4, True), ("31", 31.6, False), ("31.2", 31.24, True), ("31.2", 31.9, False), ("11200", 11234.5, True)],
)
def test_typed_and_measured_may_differ_by_rounding(typed, figure, agrees):
    assert (codes(derived(f"{{latency: {typed}, files: [{{file: a}}]}}", a={"latency": figure})) == []) is agrees


@pytest.mark.parametrize(("typed", "keys"), [(20, []), (21, ["RC-07.figure"]), (99, ["RC-07.figure"])])
def test_signal_quality_has_to_be_the_same(typed, keys):
    assert codes(derived(f"{{csq: {typed}, files: [{{file: a}}]}}", a={"csq": 20})) == keys


def test_a_refused_figure_stays_refused():
    record = derived("{bandwidth: 40 kbit, files: [{file: a}]}", a={"bandwidth": 40.0})
    assert [finding.code for finding in record.findings] == ["RC-02"]


def test_times_without_a_zone_are_those_of_the_record():
    assert codes(derived("{at: 2026-03-03 08:40, files: [{file: a}]}", a={"csq": 20, "at": AT})) == []
    assert codes(derived("{at: 2026-03-03 07:40, files: [{file: a}]}", a={"csq": 20, "at": AT})) == ["RC-07.time"]


def test_a_file_that_could_not_be_read_leaves_the_typed_figure():
    record = derived("{bandwidth: 40, files: [{file: a}]}")
    assert record.fields.network.rows[0].bandwidth.value == 40
    assert record.findings == ()


PING, SIGNAL = {"latency": 18.2}, {"csq": 20}


@pytest.mark.parametrize(
    ("rows", "files", "digests", "keys"),
    [
        ("a a", {"a": PING}, {}, ["RC-07.repeated"]),
        ("a a", {"a": SIGNAL}, {}, ["RC-07.repeated"]),
        ("a a a", {"a": PING}, {}, ["RC-07.repeated"] * 2),
        ("a b", {"a": PING, "b": PING}, {"a": "1", "b": "1"}, ["RC-07.repeated"]),  # a copy
        ("a b", {"a": PING, "b": PING}, {"a": "1", "b": "2"}, []),
        ("a b", {"a": SIGNAL, "b": SIGNAL}, {"a": "1", "b": "1"}, []),  # a modem gives the same short answer
    ],
)
def test_a_file_is_one_measurement(rows, files, digests, keys):
    text = ", ".join(f"{{files: [{{file: {name}}}]}}" for name in rows.split())
    assert codes(derived(text, digests, **files)) == keys


def test_a_file_that_one_measurement_names_twice_is_no_other_measurement():
    assert codes(derived("{files: [{file: a}, {file: a}]}", a=PING)) == []
