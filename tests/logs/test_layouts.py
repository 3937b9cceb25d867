"""certkit reads conversations as they were, in every layout that software writes."""

from pathlib import Path

import pytest

from tests.logs.combinations import name_of, pairs, sample, talk_of
from tests.logs.conversation import conversation
from tests.logs.layouts import NAMES, WRITERS, Recipe, write
from tests.logs.reading import STATEMENTS, by_command, difference, unaccounted


@pytest.mark.parametrize(("number", "recipe"), sample().items(), ids=map(name_of, sample().values()))
def test_a_sample(tmp_path, number, recipe):
    assert difference(tmp_path, write(talk_of(recipe, number), recipe)) == ""


@pytest.mark.exhaustive
@pytest.mark.parametrize("writer", list(WRITERS))
def test_each_writer_in_each_envelope(tmp_path, writer):
    wrong = {}
    for number, recipe in pairs().items():
        if recipe.writer == writer:
            wrong[number, name_of(recipe)] = difference(tmp_path, write(talk_of(recipe, number), recipe))
    assert {name: fault for name, fault in wrong.items() if fault} == {}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("writer", ["python_ocpp", "evcc", "time_after"])
def test_any_name_of_a_station(tmp_path, writer, name):
    assert difference(tmp_path, write(conversation(4, (name,)), Recipe(writer))) == ""


@pytest.mark.parametrize("writer", ["python_ocpp", "evcc", "arrows", "gcp", "winston"])
def test_many_stations_with_the_same_message_ids(tmp_path, writer):
    written = write(conversation(5, ("CP01", "Garage Station", "cp/1", "charger")), Recipe(writer))
    assert difference(tmp_path, written) == ""


@pytest.mark.parametrize("runtime", ["docker_json", "cri"])
@pytest.mark.parametrize("writer", ["python_ocpp", "websockets_frame", "pino", "csv_time_last", "xml_escaped"])
def test_a_frame_that_a_container_runtime_splits(tmp_path, writer, runtime):
    written = write(conversation(7, scenes=("big",)), Recipe(writer, runtime))
    assert difference(tmp_path, written) == ""


@pytest.mark.parametrize("dut", STATEMENTS)
@pytest.mark.parametrize("recipe", [Recipe(), Recipe("pino", "docker_json", "two hops", newest_first=True)])
def test_by_the_command(tmp_path: Path, dut, recipe):
    written = write(conversation(6), recipe, dut)
    path = tmp_path / written.name
    path.write_bytes(written.content)
    measured = by_command(path, dut)
    assert measured.values == written.truths[0].values
    assert unaccounted(measured, written.frames) == []
