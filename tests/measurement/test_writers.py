"""The table, the JSON and the picture."""

import json
import xml.etree.ElementTree as ET

from certkit.formats.json_document import write_document
from certkit.measurement.model import document_of
from certkit.measurement.write_svg import write_measurements_svg
from certkit.measurement.write_text import write_measurements_text
from tests.measurement.logs import CSMS, Log, measured, python_ocpp

HOSTILE = "<b>\x1b[31m&\"'"


def csms_result(station="CP1"):
    log = Log(station=station).boot()
    for number in range(1, 41):
        log.station_asks(10 * number, "Authorize", {"idTag": "A"}, answered=number / 50, reply={"idTagInfo": {}})
    return measured(log.line("noise").station_asks(900, "Heartbeat", {}, answered=None), CSMS)


def test_the_table():
    text = write_measurements_text(csms_result())
    table = text.split("\n\n")[0].split("\n")
    assert table[1].split() == ["parameter", "count", "minimum", "median", "95", "%", "maximum", "stated"]
    assert table[2].split() == ["response_timeout", "41", "0.010", "0.400", "0.760", "0.800", "2"]
    assert table[3].split() == ["authorize_response_time", "40", "0.020", "0.410", "0.760", "0.800", "0.8"]
    assert "left out: 1, the request is not answered before the log ends; first <stdin>:84" in text
    assert "“receive message” is from the station" in text
    assert text.endswith("All 2 parameters are measured.\n")


def test_the_table_of_what_is_not_measured():
    text = write_measurements_text(measured(Log().boot()))
    assert "Not measured: triggered_function_timeout, response_timeout, remote_start_time, remote_stop_time." in text


def test_the_json():
    document = json.loads(write_document(document_of(csms_result(), samples=True)))
    assert (document["version"], document["complete"], document["dut"]) == (1, True, "CSMS")
    authorize = document["measurements"][1]
    assert authorize["percentile_95"] == 0.76
    assert (authorize["slowest"]["file"], authorize["slowest"]["line"]) == ("<stdin>", 82)
    assert len(authorize["samples"]) == 40
    assert document["logs"][0]["noticed"]["no-frame"] == {"count": 1, "line": 83}
    assert json.loads(write_document(document_of(csms_result())))["measurements"][0]["samples"] == []


def test_the_picture_is_xml_and_shows_every_value():
    root = ET.fromstring(write_measurements_svg(csms_result()))
    spaces = {"s": "http://www.w3.org/2000/svg"}
    groups = root.findall("s:g", spaces)
    assert len(groups) == 2
    tips = [tip.text or "" for tip in groups[1].findall("s:rect/s:title", spaces)]
    assert sum(int(tip.split()[0]) for tip in tips) == 40


def test_nothing_from_a_log_can_steer_a_terminal_or_a_browser():
    log = Log(lambda when, to_csms, frame, station: python_ocpp(when, to_csms, frame, HOSTILE.replace(" ", ""))).boot()
    result = measured(log.csms_asks(5, "ClearCache", {}))
    assert "\x1b" not in write_measurements_text(result)
    picture = write_measurements_svg(result)
    assert "<b>" not in picture
    ET.fromstring(picture)
