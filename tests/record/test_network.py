"""The bounds of 9.2.2 against an evaluation of their own: 5 kB per second, 1000 ms, -81 dBm, which is CSQ 16."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certkit.record.requirements import Shown
from tests.record.records import mobile, read, shown, station

MET, NOT_MET, NOT_SHOWN = Shown.MET, Shown.NOT_MET, Shown.NOT_SHOWN

CSQ_IN_DBM = {0: -113, 1: -111, 2: -109, 9: -95, 10: -93, 14: -85, 15: -83, 16: -81, 17: -79, 30: -53, 31: -51}
"""From the table of the modem's command AT+CSQ."""


def before(**values: object) -> dict[str, object]:
    whole = {"phase": "before", "at": "2026-03-03 08:40", "technology": "4G", "bandwidth": 40, "latency": 300}
    whole |= {"rssi": -75, "device": "a dongle"}
    return {key: value for key, value in {**whole, **values}.items() if value is not None}


def during(**values: object) -> dict[str, object]:
    return before(**{"phase": "during", "at": "2026-03-03 12:00", **values})


def judged(*network: object, base=mobile):
    return base.shown({"network": list(network)})


@pytest.mark.parametrize(
    ("value", "status"),
    [(5, MET), ("5.0", MET), (5.0001, MET), (4.9999, NOT_MET), (0, NOT_MET), ("4,9", NOT_SHOWN), ("5 kB", NOT_SHOWN)],
)
def test_bandwidth(value, status):
    assert judged(before(bandwidth=value))[179].status is status


@pytest.mark.parametrize(
    ("value", "status"),
    [(1000, MET), (999.9, MET), (0, MET), (1000.1, NOT_MET), ("1 s", NOT_SHOWN), (-1, NOT_SHOWN), ("1e3", MET)],
)
def test_latency(value, status):
    assert judged(before(latency=value))[180].status is status


@pytest.mark.parametrize(
    ("value", "status"),
    [(-81, MET), (-80.9, MET), (-81.1, NOT_MET), (-113, NOT_MET), (0, MET), (81, NOT_SHOWN), ("-81 dBm", NOT_SHOWN)],
)
def test_signal_in_dbm(value, status):
    assert judged(before(rssi=value))[181].status is status


@pytest.mark.parametrize("csq", CSQ_IN_DBM)
def test_signal_as_csq(csq):
    row = judged(before(rssi=None, csq=csq))[181]
    assert row.status is (MET if CSQ_IN_DBM[csq] >= -81 else NOT_MET)
    assert row.message.startswith(f"{CSQ_IN_DBM[csq]} dBm ")


@pytest.mark.parametrize("csq", [99, 32, 50, 98, 100, 15.5, -1])
def test_what_is_no_signal_quality_shows_nothing(csq):
    assert judged(before(rssi=None, csq=csq))[181].status is NOT_SHOWN


@pytest.mark.parametrize(
    ("rssi", "csq", "status"),
    [
        (-81, 16, MET),
        (-80, 16, MET),
        (-79, 16, MET),
        (-78.5, 16, NOT_SHOWN),
        (-70, 10, NOT_SHOWN),
        (-120, 0, NOT_MET),
        (-40, 31, MET),
        (-75, 99, MET),
        (-75, 50, NOT_SHOWN),
        ("strong", 20, NOT_SHOWN),
    ],
)
def test_dbm_and_csq_have_to_agree(rssi, csq, status):
    assert judged(before(rssi=rssi, csq=csq))[181].status is status


def test_signal_is_asked_of_a_mobile_connection_alone():
    assert station.shown()[181].status is Shown.NOT_APPLICABLE
    rows = judged(before(), during(), before(technology="ethernet", rssi=None))
    assert rows[181].status is MET
    assert judged(before(technology=None, rssi=None))[181].status is NOT_SHOWN


def test_of_the_measurements_before_the_last_of_each_technology_counts():
    poor, good = before(at="2026-03-03 07:00", latency=2000, improved="an antenna"), before()
    assert judged(poor, good)[180].status is MET
    assert judged(good, poor)[180].status is MET, "the time decides, and not the order"
    assert judged(poor, before(technology="2G"))[180].status is NOT_MET
    assert judged(before(latency=2000, improved="x"), before(at=None))[180].status is MET
    assert judged(good, before(at=None, latency=2000))[180].status is NOT_MET


def test_times_on_two_clocks_are_compared_by_the_record_s_offset():
    early = before(at="2026-03-03T08:30:00+00:00", latency=2000)  # 09:30 on the record's clock
    late = before(at="2026-03-03 09:00")
    assert judged(early, late)[180].status is NOT_MET
    document = mobile.changed({"network": [early, late], "utc_offset": None})
    assert shown(read(document), mobile.statement)[180].status is MET, "without it the order of the list holds"


def test_during_the_tests_every_measurement_counts():
    assert judged(before(), during(), during(at="2026-03-03 13:00", bandwidth=4))[179].status is NOT_MET
    assert judged(before(), during(bandwidth=4), during(at="2026-03-03 13:00"))[179].status is NOT_MET


def test_what_breaks_a_bound_decides_also_where_another_lacks_its_value():
    assert judged(during(bandwidth=None), during(bandwidth=4))[179].status is NOT_MET
    assert judged(during(bandwidth=4), during(bandwidth=None))[179].status is NOT_MET


def test_a_poor_connection_needs_a_word():
    poor = before(at="2026-03-03 07:00", latency=2000)
    assert judged(poor, before())[182].status is NOT_SHOWN
    assert judged({**poor, "improved": "an antenna"}, before())[182].status is MET
    assert judged(before(at="2026-03-03 07:00", rssi=-90), before())[182].status is NOT_SHOWN
    assert judged(during(latency=2000))[182].status is NOT_SHOWN


def test_both_phases_have_to_be_of_the_mobile_connection():
    assert judged(before(), during())[177].status is MET
    assert judged(before(), during(technology="ethernet"))[177].status is NOT_SHOWN
    assert judged(before(), during(latency=None))[177].status is NOT_SHOWN


# -- an evaluation of its own ------------------------------------------------------------------------------------------
values = st.one_of(st.none(), st.sampled_from([0, 1, 4, 5, 6, 999, 1000, 1001, 4.9, 1000.5]))
measurements = st.fixed_dictionaries(
    {
        "phase": st.sampled_from(["before", "during", None]),
        "at": st.sampled_from(["2026-03-03 08:00", "2026-03-03 09:00", "2026-03-03 10:00"]),
        "technology": st.sampled_from(["4G", "2G", "ethernet"]),
        "bandwidth": values,
        "latency": values,
        "rssi": st.one_of(st.none(), st.sampled_from([-120, -82, -81, -80, -51])),
    }
)


def by_hand(network: list[dict], key: str, *, is_mobile_only: bool = False) -> Shown:
    """Read off the procedure: which measurements count, whether one breaks the bound, whether one is missing."""
    last: dict[str, dict] = {}
    for row in (row for row in network if row["phase"] == "before"):
        if row["technology"] not in last or row["at"] >= last[row["technology"]]["at"]:
            last[row["technology"]] = row
    counting = [*last.values(), *(row for row in network if row["phase"] != "before")]
    if is_mobile_only:
        counting = [row for row in counting if row["technology"] != "ethernet"]
    values = [None if row[key] is None else Fraction(str(row[key])) for row in counting]
    known = [value for value in values if value is not None]
    good = {"bandwidth": lambda v: v >= 5, "latency": lambda v: v <= 1000, "rssi": lambda v: v >= -81}[key]
    if not all(map(good, known)):
        return NOT_MET
    return MET if values and len(known) == len(values) else NOT_SHOWN


@settings(max_examples=150, deadline=None)
@given(st.lists(measurements, max_size=5))
def test_any_list_of_measurements(network):
    rows = judged(*({key: value for key, value in row.items() if value is not None} for row in network))
    assert rows[179].status is by_hand(network, "bandwidth")
    assert rows[180].status is by_hand(network, "latency")
    assert rows[181].status is by_hand(network, "rssi", is_mobile_only=True)
