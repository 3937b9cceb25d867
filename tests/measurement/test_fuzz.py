"""Whatever the bytes are, reading them ends in statistics or in one clear error."""

import gzip

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from certkit.errors import CertkitError
from certkit.formats.json_document import write_document
from certkit.measurement.model import document_of
from certkit.measurement.write_svg import write_measurements_svg
from certkit.measurement.write_text import write_measurements_text
from tests.measurement.logs import CSMS, LAYOUTS, STATION, Log, measured

PIECES = [
    *(b"[2,", b"[3,", b"[4,", b'"', b'\\"', b'""', b"{}]", b"}]", b"]", b"[", b",", b"'", b"...", b"\n", b"\r\n"),
    *(b"\x00", b"\xff", b'[2,"a","Heartbeat",{}]', b'[3,"a",{}]', b"{" * 50, b"[" * 50, b" 1e999 ", b"\xe2\x80\xa6"),
    *(b'[2, "b", "TriggerMessage", {"requestedMessage":[1]}]', b'{"time":"', b'"frame":', b"CSMS -> CP"),
    *(b"2026-03-03 10:00:00,000", b"2026-13-40 25:61:61", b"10:00", b"9999999999999", b"0000-00-00T00:00:00Z"),
    *(b" recv ", b" send ", b"> TEXT '", b"< TEXT '", b"-99:99"),
]
SETTINGS = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def ends_well(content):
    for answers in (STATION, CSMS):
        try:
            result = measured(content, answers)
        except CertkitError:
            continue
        assert result.logs[0].lines >= content.count(b"\n") or content[:2] in (b"\x1f\x8b", b"\xff\xfe", b"\xfe\xff")
        write_document(document_of(result, samples=True))
        write_measurements_text(result)
        write_measurements_svg(result)


@SETTINGS
@given(st.binary(max_size=3000))
@example(b"\x1f\x8b")
@example(b"\xff\xfe\x00")
@example(b"PK\x03\x04")
@example(gzip.compress(b"x")[:-3])
def test_any_bytes(content):
    ends_well(content)


@SETTINGS
@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_pieces_of_logs(pieces):
    ends_well(b"".join(pieces))


@st.composite
def damaged(draw):
    """A good log with bytes changed, taken out, put in or doubled."""
    log = Log(LAYOUTS[draw(st.sampled_from(sorted(LAYOUTS)))]).boot().status(1, 1, "Preparing")
    log.csms_asks(5, "TriggerMessage", {"requestedMessage": "Heartbeat"}).station_asks(6, "Heartbeat", {})
    log.csms_asks(10, "RemoteStartTransaction", {"connectorId": 1, "idTag": "TAG"}).start(12)
    content = bytearray(log.content)
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(content) - 1))
        what = draw(st.sampled_from(["change", "delete", "insert", "double"]))
        if what == "change":
            content[at] = draw(st.integers(0, 255))
        elif what == "delete":
            del content[at : at + draw(st.integers(1, 40))]
        elif what == "insert":
            content[at:at] = draw(st.sampled_from(PIECES))
        else:
            content[at:at] = content[at : at + 200]
        content = content or bytearray(b"\n")
    return bytes(content)


@SETTINGS
@given(damaged())
def test_damaged_logs(content):
    ends_well(content)
