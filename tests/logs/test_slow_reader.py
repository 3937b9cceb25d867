"""The slow reader reads conversations in every layout as they were."""

import pytest

from tests.logs import slow_reader
from tests.logs.combinations import name_of, pairs, sample, talk_of
from tests.logs.conversation import compact
from tests.logs.layouts import WRITERS, Recipe, write


def reads_the_truth(number: int, recipe: Recipe) -> None:
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
    of_csms = write(conversation, recipe, "csms").truths[0].values
    assert slow_reader.measure(readings, station_side=station_side, dut="csms") == of_csms
    assert all(reading.turned == recipe.newest_first for reading in readings)


@pytest.mark.parametrize(("number", "recipe"), sample().items(), ids=map(name_of, sample().values()))
def test_a_sample(number, recipe):
    reads_the_truth(number, recipe)


@pytest.mark.exhaustive
@pytest.mark.parametrize("writer", list(WRITERS))
def test_each_writer_in_each_envelope(writer):
    for number, recipe in pairs().items():
        if recipe.writer == writer:
            reads_the_truth(number, recipe)
