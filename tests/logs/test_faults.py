"""Logs with one thing wrong: the cause is named, nothing is invented, and what is not touched is still measured."""

from collections.abc import Callable
from typing import NamedTuple

import pytest

from tests.logs.conversation import Conversation, Message, conversation
from tests.logs.layouts import WRITERS, Recipe, write
from tests.logs.reading import Measured, measure_bytes, unaccounted

LAYOUTS = ["python_ocpp", "steve", "two_parties", "pino", "winston", "csv_time_first"]


def answer_of(talk: Conversation, action: str) -> Message:
    """The answer to the first request of this kind."""
    request = next(message for message in talk.messages if message.action == action)
    return next(message for message in talk.messages if message.id == request.id and message.kind != 2)


def request_of(talk: Conversation, action: str) -> Message:
    return next(message for message in talk.messages if message.action == action)


def logged(talk: Conversation, writer: str, change: Callable[[Message, str], str]) -> bytes:
    """The conversation with the line of each message as ``change`` leaves it."""
    program = WRITERS[writer]
    lines = [change(message, program.text_of(message)) for message in talk.messages]
    return "".join(f"{line}\n" for line in [program.header, *lines] if line).encode()


def is_right_without(measured: Measured, talk: Conversation, *spoiled: Message) -> None:
    """Values are those of the truth; of them, only what begins or ends with a spoiled message may be missing."""
    complete, rest = talk.truth(MS).values, talk.without(*spoiled).truth(MS).values
    for name, values in measured.values.items():
        surplus = values.copy()
        for value in rest[name]:
            assert value in surplus, f"{name}: {value} is not measured any more: {measured.left_out[name]}"
            surplus.remove(value)
        spare = complete[name].copy()
        for value in values:
            assert value in spare, f"{name}: {value} is invented"
            spare.remove(value)


MS = 1000


class Fault(NamedTuple):
    """``spoils`` says which message, ``turn`` what happens to its frame, ``reasons`` how that may be named."""

    spoils: Callable[[Conversation], Message]
    turn: Callable[[str], str]
    reasons: set[str]


def half(frame: str) -> str:
    return frame[: len(frame) // 2]


FAULTS = {
    "an answer is cut off": Fault(lambda t: answer_of(t, "GetConfiguration"), half, {"cut"}),
    "a request is cut off": Fault(lambda t: request_of(t, "GetConfiguration"), half, {"cut"}),
    "an answer is shortened": Fault(
        lambda t: answer_of(t, "TriggerMessage"),
        lambda f: f.replace('Accepted"', "Acc..."),
        {"shortened", "unreadable"},
    ),
    "an answer is shortened with one sign": Fault(
        lambda t: answer_of(t, "GetConfiguration"), lambda f: f[:40] + "…", {"shortened"}
    ),
    "an answer is shortened to its end": Fault(
        lambda t: answer_of(t, "GetConfiguration"), lambda f: f[:40] + "...", {"shortened"}
    ),
    "an id is a number": Fault(
        lambda t: answer_of(t, "ClearCache"), lambda f: '[3,17,{"status":"Accepted"}]', {"number-id"}
    ),
    "a payload is a list": Fault(
        lambda t: answer_of(t, "ClearCache"), lambda f: f.replace('{"status":"Accepted"}', "[]"), {"list-payload"}
    ),
    "a payload is null": Fault(
        lambda t: answer_of(t, "ClearCache"), lambda f: f.replace('{"status":"Accepted"}', "null"), {"null-payload"}
    ),
    "an answer has no payload": Fault(
        lambda t: answer_of(t, "ClearCache"), lambda f: f.replace(',{"status":"Accepted"}', ""), {"malformed"}
    ),
    "an error has no details": Fault(
        lambda t: answer_of(t, "GetDiagnostics"), lambda f: f.replace(',"",{}', ""), {"error-form"}
    ),
    "an error has a description only": Fault(
        lambda t: answer_of(t, "GetDiagnostics"), lambda f: f.replace(',"",{}', ',""'), {"error-form"}
    ),
    "a request has no payload": Fault(
        lambda t: request_of(t, "ClearCache"), lambda f: f.replace(",{}]", "]"), {"malformed"}
    ),
    "an action is of no protocol": Fault(
        lambda t: request_of(t, "ClearCache"), lambda f: f.replace("ClearCache", "ClearEverything"), {"unknown-action"}
    ),
}


def escaped_as(writer: str, frame: str) -> str:
    """A frame inside a line of this writer."""
    if writer in ("pino", "winston"):
        return frame.replace('"', '\\"')
    return frame.replace('"', '""') if writer == "csv_time_first" else frame


@pytest.mark.parametrize("writer", LAYOUTS)
@pytest.mark.parametrize("name", FAULTS)
def test_one_frame(tmp_path, name, writer):
    spoils, turn, reasons = FAULTS[name]
    talk = conversation(8, ("EX22",))
    target = spoils(talk)

    def change(message: Message, line: str) -> str:
        if message is not target:
            return line
        before, after = escaped_as(writer, message.text), escaped_as(writer, turn(message.text))
        assert before in line
        assert after != before
        return line.replace(before, after)

    measured = measure_bytes(tmp_path, logged(talk, writer, change))
    assert unaccounted(measured, len(talk.messages)) == []
    named = measured.noticed.union(*measured.left_out.values())
    assert named & reasons, named
    is_right_without(measured, talk, target, *(m for m in talk.messages if m.id == target.id))


STRANGE = {
    "a transaction of OCPP 2.0.1": (
        ['[2,"x-1","TransactionEvent",{"eventType":"Started","seqNo":0}]', '[3,"x-1",{}]'],
        "other-version",
    ),
    "SOAP": (
        ['<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope"><soap:Body/></soap:Envelope>'],
        "soap",
    ),
    "an unknown kind": (['[7,"x-1",{}]'], "no-frame"),
    "a list of numbers": (["[2,3,4]"], "no-frame"),
}


@pytest.mark.parametrize("name", STRANGE)
def test_strange_frames_in_between(tmp_path, name):
    frames, reason = STRANGE[name]
    talk = conversation(9, ("EX22",))
    count = 0

    def change(message: Message, line: str) -> str:
        nonlocal count
        count += 1
        if count % 11:
            return line
        return "\n".join([line, *(line[: line.index("[", 40)] + frame for frame in frames)])

    content = logged(talk, "python_ocpp", change)
    assert frames[0].encode() in content
    measured = measure_bytes(tmp_path, content)
    assert unaccounted(measured) == []
    assert reason in measured.noticed
    assert measured.values == talk.truth(MS).values


def test_a_frame_inside_a_payload_is_no_message(tmp_path):
    talk = conversation(10, ("EX22",), ("tricky",))
    for writer in WRITERS:
        recipe = Recipe(writer)
        if recipe.possible:
            measured = measure_bytes(tmp_path, write(talk, recipe).content)
            assert (writer, unaccounted(measured, len(talk.messages))) == (writer, [])
            assert (writer, measured.values) == (writer, talk.truth(WRITERS[writer].unit).values)
