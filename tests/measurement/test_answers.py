"""Requests and answers: response timeout, Authorize, ids that come twice, answers that are missing."""

import pytest

from certkit.errors import CertkitError
from tests.measurement.logs import CSMS, Log, left_out, measured, parameter, read, values
from tests.rules.devices import edition, statement

ASK = [2, "a", "GetConfiguration", {}]


def test_answers_of_a_station():
    log = (
        Log()
        .boot()
        .csms_asks(10, "Reset", {"type": "Soft"}, answered=0.2)
        .csms_asks(20, "ClearCache", {}, answered=0.4)
    )
    log.frame(30, False, ASK).frame(30.3, True, [4, "a", "NotSupported", "", {}])
    assert values(measured(log), "response_timeout") == pytest.approx([0.2, 0.4, 0.3])


def test_answers_of_a_csms():
    log = (
        Log()
        .boot()
        .station_asks(5, "Authorize", {"idTag": "A"}, answered=0.3, reply={"idTagInfo": {"status": "Invalid"}})
    )
    log.csms_asks(6, "ClearCache", {}, answered=9)
    result = measured(log, CSMS)
    assert values(result, "response_timeout") == pytest.approx([0.01, 0.3])
    assert values(result, "authorize_response_time") == pytest.approx([0.3])
    assert [row.id for row in result.measurements] == ["response_timeout", "authorize_response_time"]
    assert result.complete


def test_an_error_is_no_authorization():
    log = (
        Log()
        .boot()
        .frame(5, True, [2, "a", "Authorize", {"idTag": "A"}])
        .frame(6, False, [4, "a", "InternalError", "", {}])
    )
    result = measured(log, CSMS)
    assert left_out(result, "authorize_response_time") == {"error": 1}
    assert values(result, "response_timeout") == pytest.approx([0.01, 1])


def test_a_request_that_is_not_answered():
    result = measured(Log().boot().csms_asks(10, "ClearCache", {}, answered=None))
    assert left_out(result, "response_timeout") == {"unanswered": 1}
    assert result.pairing.unanswered == 1


def test_an_answer_without_a_request():
    result = measured(Log().boot().frame(10, True, [3, "nobody", {}]))
    assert result.pairing.unexpected == 1
    assert result.pairing.first_unexpected == "<stdin>:3"


def test_an_id_that_two_requests_wait_with():
    log = (
        Log()
        .boot()
        .frame(10, False, ASK)
        .frame(11, False, ASK)
        .frame(12, True, [3, "a", {}])
        .frame(13, True, [3, "a", {}])
    )
    result = measured(log.frame(20, False, ASK).frame(20.5, True, [3, "a", {}]))
    assert values(result, "response_timeout") == pytest.approx([0.5])
    assert left_out(result, "response_timeout") == {"duplicate-id": 2}
    assert (result.pairing.duplicates, result.pairing.unexpected) == (1, 0)


def test_both_sides_and_several_stations_may_use_one_id():
    log = Log().frame(1, True, [2, "a", "Heartbeat", {}]).frame(2, False, ASK)
    log.frame(2.5, True, [3, "a", {}]).frame(3, False, [3, "a", {"currentTime": "2026-03-03T10:00:00Z"}])
    log.station = "CP2"
    log.frame(4, False, ASK).frame(4.25, True, [3, "a", {}])
    assert values(measured(log), "response_timeout") == pytest.approx([0.5, 0.25])
    assert read(log)[1].stations == ("CP1", "CP2")


def test_the_slowest_stands_in_the_log():
    log = Log().boot().csms_asks(10, "ClearCache", {}, answered=0.1).csms_asks(20, "Reset", {}, answered=3)
    slowest = parameter(measured(log), "response_timeout").slowest
    assert slowest is not None
    assert (slowest.what, slowest.line, slowest.since, slowest.station) == ("Reset answered", 6, 5, "CP1")


def test_statistics_by_nearest_rank():
    log = Log().boot()
    for number in range(1, 21):
        log.csms_asks(10 * number, "ClearCache", {}, answered=number / 10)
    row = parameter(measured(log), "response_timeout")
    assert (row.count, row.minimum, row.maximum) == (20, 100_000, 2_000_000)
    assert row.median == 1_050_000
    assert row.percentile_95 == 1_900_000
    assert row.stated == 5


def test_a_statement_without_a_device():
    with pytest.raises(CertkitError, match="does not say which kind of device"):
        measured(Log(), {"response_timeout": 5})


def test_a_software_stack_is_measured_as_a_station():
    names = [row.id for row in measured(Log(), {"dut": "Charging Station Software Stack"}).measurements]
    assert names == ["triggered_function_timeout", "response_timeout", "remote_start_time", "remote_stop_time"]


def test_nothing_is_measured_in_an_empty_log():
    result = measured(b"")
    assert not result.complete
    assert result.missing == tuple(row.id for row in result.measurements)


def test_what_the_vendor_states_decides_nothing():
    log = Log().boot().station_asks(5, "Authorize", {"idTag": "A"}, answered=30)
    assert measured(log, CSMS).complete


def test_the_result_names_what_it_was_made_from():
    result = measured(Log())
    assert result.rulebook_sha256 == edition().sha256
    assert result.pics_sha256 == statement({"dut": "Charging Station", **{
        "response_timeout": 5, "triggered_function_timeout": 5, "remote_start_time": 3, "remote_stop_time": 3,
    }}).sha256  # fmt: skip
    assert result.readings["E-04"] == "taken"
