"""The slow reader reads every combination of layouts as the conversation was."""

import pytest

from tests.logs import slow_reader
from tests.logs.combinations import everything, talk_of
from tests.logs.conversation import compact
from tests.logs.layouts import WRITERS, Recipe, write


def reads_the_truth(recipe: Recipe, number: int) -> None:
    conversation = talk_of(recipe, number)
    written = write(conversation, recipe)
    readings = slow_reader.read(written.content, recipe.writer, recipe.envelope)
    station_side = WRITERS[recipe.writer].side == "station"
    truth = written.truths[0]
    messages = [message for reading in readings for message in reading.messages]
    assert len(messages) == len(truth.messages)
    assert len(messages) + sum(reading.copies for reading in readings) == written.frames
    found = sorted((time, received != station_side, compact(frame)) for time, _, received, frame in messages)
    assert found == sorted((message.time, message.from_station, message.text) for message in truth.messages)
    assert slow_reader.measure(readings, station_side=station_side) == truth.values
    if number % 4:
        return
    of_csms = write(conversation, recipe, "csms").truths[0].values
    assert slow_reader.measure(readings, station_side=station_side, dut="csms") == of_csms
    if recipe.newest_first:
        assert all(reading.turned for reading in readings)


COMBINATIONS = list(enumerate(everything()))


@pytest.mark.parametrize(("number", "recipe"), COMBINATIONS[::37], ids=[str(r) for _, r in COMBINATIONS[::37]])
def test_a_sample(number, recipe):
    reads_the_truth(recipe, number)


@pytest.mark.exhaustive
@pytest.mark.parametrize("writer", list(WRITERS))
def test_all(writer):
    for number, recipe in COMBINATIONS:
        if recipe.writer == writer:
            reads_the_truth(recipe, number)
