"""Nothing that is written of a log holds what its messages say: an AuthorizationKey least of all (4.2, 9.2)."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certkit.cli.main import run
from certkit.errors import CertkitError
from certkit.formats.json_document import write_document
from certkit.measurement.model import document_of
from certkit.measurement.write_svg import write_measurements_svg
from certkit.measurement.write_text import write_measurements_text
from tests.measurement.logs import CSMS, LAYOUTS, STATION, Log, at, measured, python_ocpp

PICS = Path(__file__).resolve().parents[1] / "independent" / "devices" / "ac-socket.yaml"
SECRET = "Zq7SecretOfTheStation9"
AS_HEX = SECRET.encode().hex()
KEY = {"key": "AuthorizationKey", "value": SECRET}


def written(content: bytes) -> str:
    """All that certkit writes of a log, of a station and of a CSMS."""
    texts = []
    for answers in (STATION, CSMS):
        try:
            result = measured(content, answers)
        except CertkitError as error:
            texts.append(f"{error!r} {error} {error.hint}")
            continue
        texts += [
            write_measurements_text(result),
            write_document(document_of(result, samples=True)).decode(),
            write_measurements_svg(result),
            repr(result),
        ]
    return "\n".join(texts)


def with_secrets(layout) -> Log:
    """A log in which the slowest answers are those that carry secrets."""
    log = Log(layout).boot().status(1, 1, "Available")
    log.csms_asks(10, "ChangeConfiguration", KEY, answered=4)
    reply = {"configurationKey": [{**KEY, "readonly": False}], "unknownKey": [SECRET]}
    log.csms_asks(20, "GetConfiguration", {"key": ["AuthorizationKey", SECRET]}, answered=5, reply=reply)
    log.csms_asks(30, "TriggerMessage", {"requestedMessage": SECRET}, answered=1)
    log.csms_asks(35, "RemoteStartTransaction", {"idTag": SECRET, "connectorId": 1}, answered=0.2).start(36, tag=SECRET)
    log.station_asks(37, "Authorize", {"idTag": SECRET}, answered=3, reply={"idTagInfo": {"parentIdTag": SECRET}})
    log.station_asks(41, "DataTransfer", {"vendorId": SECRET, "data": f'{{"password":"{SECRET}"}}'})
    log.csms_asks(50, "ChangeConfiguration", KEY, answered=None)
    return log


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_no_layout_lets_a_secret_out(layout):
    content = with_secrets(layout).content
    assert SECRET.encode() in content
    assert SECRET not in written(content)


DAMAGED = {
    "cut off": lambda line: line[: line.index(SECRET) + len(SECRET)],
    "cut off within the secret": lambda line: line[: line.index(SECRET) + 12],
    "shortened by the logger": lambda line: line.replace('"}]', '...', 1),
    "not JSON": lambda line: line.replace("{", "{{", 1),
    "an error that says it": lambda line: line.split(" [2")[0] + f' [4,"m9","InternalError","{SECRET}",{{}}]',
    "a message id that says it": lambda line: line.replace('"m9"', f'"{SECRET}"'),
    "an id that is no text": lambda line: line.replace('"m9"', f'["{SECRET}"]'),
    "an action that the protocol does not have": lambda line: line.replace("ChangeConfiguration", f"key={SECRET}"),
    "no direction": lambda line: line.replace("send", ""),
    "no time": lambda line: line[30:],
    "a time that is none": lambda line: line.replace("2026-03-03", "2026-99-99"),
    "no frame": lambda line: line.replace("[2,", "(2,"),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGED.values(), ids=DAMAGED)
def test_no_damage_lets_a_secret_out(damage):
    line = python_ocpp(at(5), False, [2, "m9", "ChangeConfiguration", KEY])
    answer = python_ocpp(at(95), True, [3, "m9", {"status": "Accepted"}])
    content = Log().boot().line(damage(line)).line(answer).content
    assert SECRET[:12] not in written(content)


def test_an_unknown_action_is_named_only_if_it_is_a_plain_name():
    def slowest(action):
        log = Log().boot().csms_asks(5, action, {}, answered=9)
        return written(log.content)

    assert "GetFortune answered" in slowest("GetFortune")
    assert "a request answered" in slowest(f"key={SECRET}")


@pytest.mark.parametrize("name", [f"CP1:{SECRET}@", f"wss://CP1:{SECRET}@csms/ocpp/CP1", AS_HEX, f"password={SECRET}"])
def test_a_station_whose_name_looks_like_a_secret_is_not_named(name):
    log = Log(station=name).boot().csms_asks(5, "ClearCache", {}, answered=2)
    text = written(log.content)
    assert name not in text
    assert "(held back)" in text or "1 station" not in text


def test_two_stations_that_are_not_named_stay_two():
    first, second = (Log(station=f"CP{number}:{SECRET}{number}@x") for number in (1, 2))
    for log, name in ((first, "a"), (second, "b")):
        log.frame(5, False, [2, "same", "ClearCache", {}]).line("").frame(6, True, [3, "same", {"status": name}])
    result = measured(first.boot().content + second.content)
    assert result.logs[0].stations == ("(held back)", "(held back)")
    assert result.pairing.duplicates == 0


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["ChangeConfiguration", "GetConfiguration", "TriggerMessage", "Authorize", "MeterValues"]),
            st.recursive(
                st.sampled_from([SECRET, f"x {SECRET}", f"station={SECRET}", f"send {SECRET}: send"]),
                lambda inner: (
                    st.lists(inner, max_size=2) | st.dictionaries(st.just(SECRET) | st.text(max_size=3), inner)
                ),
                max_leaves=4,
            ),
            st.integers(0, 200),
        ),
        max_size=8,
    ),
    st.sampled_from(sorted(LAYOUTS)),
)
def test_no_payload_lets_a_secret_out(messages, layout):
    log = Log(LAYOUTS[layout]).boot()
    for number, (action, value, cut) in enumerate(messages):
        side = log.station_asks if action in ("Authorize", "MeterValues") else log.csms_asks
        side(5 + number, action, {"value": value}, answered=0.5, reply={"status": value})
        log.lines[-1] = log.lines[-1][: max(len(log.lines[-1]) - cut, 60)] if cut < 40 else log.lines[-1]
    assert SECRET not in written(log.content)


def test_what_the_command_says_of_broken_files(tmp_path, capsys):
    content = with_secrets(python_ocpp).content
    (tmp_path / "cut.gz").write_bytes(gzip.compress(content)[:-20])
    (tmp_path / "cut.zip").write_bytes(b"PK\x03\x04" + content)
    (tmp_path / "odd.log").write_bytes(b"\xff\xfe" + content)
    (tmp_path / "whole.log").write_bytes(content)
    codes = [
        run(["measure", str(file), "--pics", str(PICS), "--format", form])
        for file in sorted(tmp_path.iterdir())
        for form in ("table", "json", "svg")
    ]
    shown = capsys.readouterr()
    assert SECRET not in shown.out + shown.err
    assert SECRET.encode("utf-16-le").decode("utf-16-be") not in shown.out + shown.err
    assert 2 in codes
    document, _ = json.JSONDecoder().raw_decode(shown.out[shown.out.index('{"version"') :])
    assert document["version"] == 1
