"""The words of every reason to leave a pair out, and of everything that is noticed in a log, each once."""

from certkit.logs.model import notices
from certkit.measurement.model import reasons

LEFT_OUT = {
    "unanswered": "the request is not answered before the log ends",
    "duplicate-id": "another request with the same message id was waiting for its answer",
    "error": "the answer is an error",
    "rejected": "the request is not accepted",
    "scheduled": "the answer is Scheduled: the effect comes later",
    "whole-station": "the request is about connector 0, the whole station",
    "no-change": "the request leaves the connector as it is, so nothing has to follow",
    "unknown-status": "the log does not show the status of the connector before the request",
    "before-answer": "the triggered request comes before the answer",
    "not-followed": "no matching request follows before the log ends",
    "asked-again": "the same is requested again before the matching request comes",
    "restarted": "a Reset or a BootNotification comes in between",
    "other-status": "the connector changes to another status first",
    "cable-later": "the connector changes to Preparing after the request",
    "given-up": "the connector changes to Available after the request",
    "another": "something else is started on that connector first",
    "other-reason": "the transaction ends for another reason",
    "unknown-connector": "the log does not show which connector was reserved",
    "excluded": "firmware, diagnostics and reboot are not measured",
    "clock": "the clock of the log was put back or forward in between, or may have been",
    "negative": "the time stamp is earlier than that of the message before",
    "unreadable": "the payload cannot be read",
    "shortened": "the logger shortened the frame",
}
NOTICED = {
    "no-frame": "lines without a frame",
    "malformed": "frames that are not OCPP-J",
    "cut": "frames that are cut off",
    "shortened": "frames that the logger shortened",
    "no-time": "frames without a time",
    "too-long": "lines of more than 32 MB, which certkit does not read (write one entry to a line)",
    "contradiction": "frames whose direction contradicts the protocol",
    "no-direction": "requests whose direction is not known",
    "unknown-action": "requests that the protocol does not have",
    "other-version": "frames of OCPP 2.0.1 or later",
    "soap": "lines of OCPP-S (SOAP), which certkit does not read",
    "repeated": "frames that are in the log more than once, near in time",
    "other-time": "frames with the time at another place than most; they are not compared with the others",
    "number-id": "frames whose message id is a number, not a text",
    "list-payload": "frames whose payload is an empty list, not an object",
    "null-payload": "frames whose payload is null, not an object",
    "error-form": "errors (CALLERROR) that lack a field, or have one of another type",
    "out-of-order": "frames up to a second earlier than the one before",
}


def test_the_words_of_the_reasons_to_leave_a_pair_out():
    assert reasons() == LEFT_OUT


def test_the_words_of_what_is_noticed_in_a_log():
    assert notices() == NOTICED
