"""metrics.yaml: what it says, and what the loader refuses."""

import shutil

import pytest

from certkit.edition.rulebook import Rulebook
from certkit.errors import RulebookError
from certkit.measurement.model import Metrics
from certkit.measurement.read_metrics import metrics_of
from tests.measurement.metrics_by_hand import metrics_agree
from tests.rules.devices import edition


@pytest.fixture
def folder(tmp_path):
    target = tmp_path / edition().info.id
    shutil.copytree(edition().folder, target)
    return target


def changed(folder, before, after):
    path = folder / "metrics.yaml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    return Rulebook(folder)


def test_the_parameters_are_those_written_by_hand():
    metrics_agree(edition)


def test_the_scope_of_each_kind_of_device():
    scope = {kind: [metric.id for metric in metrics_of(edition()).in_scope(kind)] for kind in edition().info.kinds}
    station = ["triggered_function_timeout", "response_timeout", "remote_start_time", "remote_stop_time"]
    assert scope == {
        "Charging Station": station,
        "Charging Station Software Stack": station,
        "CSMS": ["response_timeout", "authorize_response_time"],
    }


def test_the_pairs_of_the_procedure():
    pairs = [
        (pair.request, pair.then or pair.named_by)
        for metric in metrics_of(edition()).parameters.values()
        for pair in metric.pairs
    ]
    assert pairs == [
        ("CancelReservation", "StatusNotification"),
        ("ReserveNow", "StatusNotification"),
        ("ChangeAvailability", "StatusNotification"),
        ("TriggerMessage", "requestedMessage"),
        ("RemoteStartTransaction", "StartTransaction"),
        ("RemoteStopTransaction", "StopTransaction"),
    ]


def test_the_readings_that_are_taken():
    named = {name for metric in metrics_of(edition()).parameters.values() for name in metric.readings}
    assert named == {f"E-{number:02}" for number in range(1, 15)}
    assert "E-15" in edition().readings


def test_an_edition_may_have_no_metrics(folder):
    (folder / "metrics.yaml").unlink()
    rulebook = Rulebook(folder)
    assert metrics_of(rulebook) == Metrics()
    assert rulebook.sha256 != edition().sha256


REFUSED = {
    "an item that is none": ("id: response_timeout", "id: reply_timeout", "not an item that asks for a number"),
    "asked of another device": ("asked_of: csms", "asked_of: all", "other devices"),
    "a reading that is none": ("E-13, E-14]", "E-99]", "E-99"),
    "a request that is none": ("request: ReserveNow", "request: ReserveLater", "ReserveLater"),
    "a request of the other side": ("then: StartTransaction", "then: RemoteStopTransaction", "RemoteStopTransaction"),
    "a reason that is none": ("cable-later", "rain", "rain"),
    "an expectation's reason that is none": ("otherwise: other-status", "otherwise: rain", "rain"),
    "an exception that cannot be triggered": ("except: [Diag", "except: [Reset, Diag", "Reset"),
    "an answer that is none": ("answers: [CALLRESULT]", "answers: [REPLY]", "REPLY"),
    "a request counted that is none": ("requests: [Authorize]", "requests: [Authorise]", "Authorise"),
    "an action of both sides": ("from_either: [Data", "from_either: [Heartbeat, Data", "Heartbeat"),
    "a field that is none": ("unit: seconds", "unit: seconds\n  limit: 5", "limit"),
    "a start that is none": ("starts_at: conf", "starts_at: later", "later"),
}


@pytest.mark.parametrize(("before", "after", "message"), REFUSED.values(), ids=REFUSED)
def test_what_does_not_fit_is_refused(folder, before, after, message):
    with pytest.raises(RulebookError, match=message) as caught:
        changed(folder, before, after).prove()
    assert caught.value.file.endswith("metrics.yaml")
