"""Whatever an edition leaves out: it is refused when it is loaded, or every command still works with it.

Each file and many rows and fields of both editions are left out in turn. `certkit edition check` refuses what the rest
cannot do without; with what it accepts, no command ends with an error of certkit's own (exit code 70).
"""

import shutil
from pathlib import Path

import pytest

from certkit.edition.files import FILES, OPTIONAL_FILES
from certkit.edition.rulebook import Rulebook
from certkit.errors import CertkitError
from certkit.formats.yaml_tree import Mapping, Sequence, read_tree
from tests.cli.program import certkit
from tests.edition.editions import SHIPPED, trees_of

HERE = Path(__file__).parent / "second_edition"
SMALL = HERE / "example-2.0.1-v1"
EXAMPLES = SHIPPED.parents[1] / "examples"
DOSSIER = EXAMPLES / "dossier"
OURS = 70
"""The exit code of an error of certkit's own."""


def commands(folder, work):
    """Commands that read everything of an edition; each is a list of arguments."""
    if folder.name == SMALL.name:
        statements = [HERE / "devices" / name for name in ("station-full.yaml", "csms.yaml", "station-open.yaml")]
    else:
        statements = [DOSSIER / "pics.yaml", EXAMPLES / "csms.yaml", EXAMPLES / "family" / "member" / "pics.yaml"]
    yield from (["pics", "check", path] for path in statements)
    yield from (["plan", path, "--format", "json"] for path in statements[:2])
    yield ["pics", "new", "--dut", "CSMS", "-o", work / "form.xlsx", "--force"]
    yield ["pics", "new", "--dut", "Charging Station"]
    yield ["schema", "pics"]
    yield ["record", "new", statements[0], "-o", work / "record.yaml", "--force"]
    yield ["results", "check", DOSSIER / "results.json", "--pics", statements[0]]
    yield ["configuration", "check", DOSSIER / "getconfiguration.json", "--pics", statements[0]]
    yield ["measure", DOSSIER / "messages.log", "--pics", statements[0]]
    if folder.name != SMALL.name:
        yield ["assess", DOSSIER / "record.yaml"]


def without(node, path=()):
    """Every place in a tree, as its path and what it is without one entry or field: (path, leave out, put back)."""
    if isinstance(node, Sequence):
        entries = node.items
        for number in range(len(entries)):
            node.items = entries[:number] + entries[number + 1 :]
            yield (*path, number)
        node.items = entries
        for number, entry in enumerate(entries):
            yield from without(entry, (*path, number))
    elif isinstance(node, Mapping):
        pairs = node.pairs
        for key in pairs:
            node.pairs = {name: pair for name, pair in pairs.items() if name != key}
            yield (*path, key)
        node.pairs = pairs
        for key, (_, value) in pairs.items():
            yield from without(value, (*path, key))


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """A function that copies an edition and lets it be read from trees that a test can change."""

    def copy(source):
        folder = tmp_path / source.name
        shutil.copytree(source, folder)
        trees = trees_of(folder)

        def read(content, file):
            path = Path(file)
            return trees[path.stem] if path.parent == folder else read_tree(content, file)

        monkeypatch.setattr("certkit.edition.files.read_tree", read)
        return folder, trees

    return copy


def refuses(folder):
    """Whether the edition is refused when all of it is read."""
    try:
        Rulebook(folder).prove()
    except CertkitError:
        return True
    return False


def failing(folder, work):
    """The commands that end with an error of certkit's own."""
    results = [(arguments, certkit(*arguments, "--edition", folder)) for arguments in commands(folder, work)]
    return [(arguments, result.err) for arguments, result in results if result.code == OURS]


@pytest.mark.parametrize(("source", "step"), [(SMALL, 3), (SHIPPED, 97)], ids=["small", "shipped"])
def test_without_any_row_or_field_it_is_refused_or_works(source, step, copied, tmp_path):
    folder, trees = copied(source)
    for file, tree in trees.items():
        for number, path in enumerate(without(tree)):
            if number % step:
                continue
            if not refuses(folder):
                assert failing(folder, tmp_path) == [], (file, path)


@pytest.mark.parametrize("source", [SMALL, SHIPPED], ids=lambda source: source.name)
@pytest.mark.parametrize("file", [*FILES, *OPTIONAL_FILES])
def test_without_any_file_it_is_refused_or_works(source, file, copied, tmp_path):
    folder, _ = copied(source)
    path = folder / f"{file}.yaml"
    if not path.exists():
        pytest.skip("the edition has no such file")
    path.unlink()
    result = certkit("edition", "check", folder)
    assert result.code in ((1, 2) if file in FILES else (0, 1))
    if result.code == 0:
        assert failing(folder, tmp_path) == []
