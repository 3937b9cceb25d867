"""An edition's releases: documents pin what one means, so a published release neither changes nor disappears."""

import shutil
from pathlib import Path

import pytest
import yaml

from certkit.edition.digest import UNPINNED, digest_of
from certkit.edition.files import read_lock, shipped_editions
from certkit.edition.releases import check_lock, compiled_release, lock_problems, releases_of
from certkit.edition.rulebook import Rulebook, load_edition
from certkit.errors import RulebookError, UnknownName
from certkit.formats.compiled import COMPILED, read_compiled, tree_of
from certkit.formats.yaml_tree import Mapping, Scalar, Sequence, read_tree
from certkit.pics.read_yaml import read_pics_yaml
from certkit.plan.derive import make_plan
from certkit.resources import editions_folder
from tests.cli.program import certkit
from tests.edition.editions import SHIPPED, nodes, parts_of, trees_of, unpinned

SMALL = Path(__file__).parent / "second_edition" / "example-2.0.1-v1"
DEVICE = SMALL.parent / "devices" / "station-full.yaml"


@pytest.fixture
def small(tmp_path):
    """A copy of the small edition that can be changed."""
    folder = tmp_path / SMALL.name
    shutil.copytree(SMALL, folder)
    return folder


def replace(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def release(folder):
    """Make a new release, as docs/adding-an-edition.md says."""
    number = load_edition(folder).info.release
    earlier = folder / "releases" / str(number)
    earlier.mkdir(parents=True)
    for path in folder.glob("*.yaml"):
        shutil.copy(path, earlier)
    replace(folder / "edition.yaml", f"release: {number}", f"release: {number + 1}")


def plan(rulebook):
    return make_plan(read_pics_yaml(DEVICE.read_bytes(), DEVICE.name, lambda _: rulebook)[0], rulebook)


# Releases


def test_a_plan_of_release_1_is_derived_again_after_release_2_exists(small):
    before = plan(load_edition(small))
    case = before.test_cases[0]
    release(small)
    replace(small / "test_cases.yaml", case.title, "Reworded")
    replace(small / "items.yaml", "label: ", "label: Another ")

    newest = plan(load_edition(small))
    assert (newest.release, newest.test_cases[0].title) == (2, "Reworded")
    assert newest.rulebook_sha256 != before.rulebook_sha256
    assert plan(load_edition(small, release=1)) == before
    assert plan(load_edition(small, release=2)) == newest


def test_an_earlier_release_has_the_readings_that_are_asked_for(small):
    release(small)
    assert load_edition(small, {"X-01": "a"}, release=1).readings["X-01"].selected == "a"


def test_a_release_that_is_not_there_is_named_with_those_that_are(small):
    with pytest.raises(UnknownName) as caught:
        load_edition(small, release=3)
    assert caught.value.message == "there is no release 3 of the edition example-2.0.1-v1"
    assert caught.value.hint == "certkit has the release: 1"
    release(small)
    with pytest.raises(UnknownName) as caught:
        load_edition(small, release=3)
    assert caught.value.hint == "certkit has these releases: 1, 2"


@pytest.mark.parametrize("number", ["0", "-1", "01", "1.0", "one", "10000"])
def test_the_number_of_a_release_is_a_whole_number(small, number):
    replace(small / "edition.yaml", "release: 1", f"release: {number!r}")
    with pytest.raises(RulebookError, match=r"'release' of the edition is '.*'; it is a number: 1, 2, 3 and so on"):
        _ = load_edition(small).info


def test_an_edition_without_a_number_is_its_first_release(small):
    replace(small / "edition.yaml", "release: 1\n", "")
    assert load_edition(small).info.release == 1


def test_an_earlier_release_that_says_another_number_is_refused(small):
    release(small)
    replace(small / "releases" / "1" / "edition.yaml", "release: 1", "release: 2")
    with pytest.raises(RulebookError, match=r"this must be release 1 of .*, but it says that it is release 2 of"):
        load_edition(small, release=1)


def test_an_earlier_release_of_another_edition_is_refused(small):
    release(small)
    replace(small / "releases" / "1" / "edition.yaml", "id: example-2.0.1-v1", "id: example-2.0.1-v2")
    with pytest.raises(RulebookError, match=r"but it says that it is release 1 of example-2\.0\.1-v2"):
        load_edition(small, release=1)


def test_a_later_release_inside_the_newest_is_refused(small):
    release(small)
    (small / "releases" / "1").rename(small / "releases" / "3")
    replace(small / "releases" / "3" / "edition.yaml", "release: 1", "release: 3")
    with pytest.raises(RulebookError, match="which comes before release 2"):
        releases_of(small)


def test_something_else_among_the_releases_is_refused(small):
    (small / "releases" / "old").mkdir(parents=True)
    with pytest.raises(RulebookError, match="releases/old is not a release"):
        releases_of(small)


def test_check_proves_every_release(small):
    release(small)
    result = certkit("edition", "check", small)
    assert (result.code, result.err) == (0, "")
    assert f"digest {load_edition(small).sha256}" in result.out
    replace(small / "releases" / "1" / "terms.yaml", "- {id: ", "- {id: x_")
    assert certkit("edition", "check", small).code == 1


# The lock file


def test_every_shipped_release_is_locked():
    lock = read_lock((editions_folder() / "releases.lock").read_text(encoding="utf-8"), "releases.lock")
    for name in shipped_editions():
        digests = {rulebook.info.release: rulebook.sha256 for rulebook in releases_of(name)}
        assert list(lock_problems(name, digests, lock)) == []
    assert {name for name, _ in lock} == set(shipped_editions())


ONE, TWO, THREE = "1" * 64, "2" * 64, "3" * 64


@pytest.mark.parametrize(
    ("digests", "lock", "problem"),
    [
        ({1: ONE}, {}, f"release 1 of e is not locked; add this line to releases.lock: e 1 {ONE}"),
        (
            {1: ONE, 2: THREE},
            {("e", 1): ONE, ("e", 2): TWO},
            "release 2 of e no longer means what it did. If it was published, either restore it, or make a new "
            "release: copy the published files to e/releases/2/, write 'release: 3' in edition.yaml, and lock the new "
            f"release. If it was not published yet, its line in releases.lock is now: e 2 {THREE}",
        ),
        (
            {1: THREE, 2: TWO},
            {("e", 1): ONE, ("e", 2): TWO},
            "release 1 of e was changed, but an earlier release stays as it was; restore it",
        ),
        (
            {2: TWO},
            {("e", 1): ONE, ("e", 2): TWO},
            "release 1 of e is locked, but its files are missing; restore them",
        ),
    ],
    ids=["not locked", "newest changed", "earlier changed", "missing"],
)
def test_what_is_wrong_with_a_lock_and_what_to_do(digests, lock, problem):
    assert list(lock_problems("e", digests, lock)) == [problem]


@pytest.mark.parametrize(
    "text", ["e 1", f"e one {ONE}", f"e 0 {ONE}", f"e 1 {ONE} more", f"e 1 {ONE[:-1]}", f"e 1 {ONE}\ne 1 {TWO}"]
)
def test_a_line_that_is_not_a_release_is_refused(text):
    with pytest.raises(RulebookError):
        read_lock(text, "releases.lock")


def test_check_holds_an_edition_against_the_lock_beside_it(small):
    lock = small.parent / "releases.lock"
    lock.write_text(f"# published\n{SMALL.name} 1 {load_edition(small).sha256}\n", encoding="utf-8")
    check_lock(releases_of(small))
    replace(small / "items.yaml", "label: ", "label: Another ")
    with pytest.raises(RulebookError, match="no longer means what it did"):
        check_lock(releases_of(small))
    assert certkit("edition", "check", small).code == 1


# What the digest is over


@pytest.mark.parametrize("folder", [SHIPPED, SMALL], ids=lambda folder: folder.name)
def test_changing_any_leaf_changes_the_digest_but_for_those_that_only_explain(folder):
    for file, tree in trees_of(folder).items():
        digest = digest_of({file: tree})
        explaining = 0
        for path, node in nodes(tree):
            if not isinstance(node, Scalar):
                continue
            text, node.text = node.text, f"{node.text} otherwise"
            explaining += unpinned(file, path)
            assert (digest_of({file: tree}) == digest) is unpinned(file, path), (file, path)
            node.text = text
        if folder == SHIPPED:
            assert bool(explaining) is (file in UNPINNED), f"{file}: a pattern fits nothing"


@pytest.mark.parametrize("folder", [SHIPPED, SMALL], ids=lambda folder: folder.name)
def test_leaving_out_or_moving_anything_changes_the_digest(folder):
    for file, tree in trees_of(folder).items():
        digest = digest_of({file: tree})
        for path, node in nodes(tree):
            if isinstance(node, Sequence) and len(node.items) > 1:
                first = node.items.pop(0)
                assert (digest_of({file: tree}) == digest) is unpinned(file, path), (file, path)
                node.items.append(first)
                assert (digest_of({file: tree}) == digest) is unpinned(file, path), (file, path)
                node.items.insert(0, node.items.pop())
            elif isinstance(node, Mapping):
                pairs = node.pairs
                for key in list(pairs):
                    node.pairs = {other: value for other, value in pairs.items() if other != key}
                    assert (digest_of({file: tree}) == digest) is unpinned(file, (*path, key)), (file, path, key)
                node.pairs = pairs
    whole = trees_of(folder)
    assert digest_of({name: tree for name, tree in whole.items() if name != "coverage"}) != digest_of(whole)


def test_comments_folding_and_the_order_of_fields_are_layout(small):
    digest = load_edition(small).sha256
    for path in small.glob("*.yaml"):
        tree = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
        content = yaml.dump(tree, width=30, sort_keys=False, default_style='"')
        path.write_text(f"# another comment\n{content}", encoding="utf-8")
    assert load_edition(small).sha256 == digest
    load_edition(small).prove()


def reversed_mappings(tree):
    """The tree, once for each place with a mapping, with the mappings at that place in reversed order."""
    places = dict.fromkeys(path for path, node in nodes(tree) if isinstance(node, Mapping) and len(node.pairs) > 1)
    for place in places:
        for path, node in nodes(tree):
            if path == place and isinstance(node, Mapping):
                node.pairs = dict(reversed(node.pairs.items()))
        yield place, tree
        for path, node in nodes(tree):
            if path == place and isinstance(node, Mapping):
                node.pairs = dict(reversed(node.pairs.items()))


@pytest.mark.parametrize("folder", [SHIPPED, SMALL], ids=lambda folder: folder.name)
def test_the_order_of_a_mapping_counts_exactly_where_the_loader_keeps_it(folder, monkeypatch):
    usual = parts_of(folder)
    trees = trees_of(folder)
    monkeypatch.setattr("certkit.edition.files.read_tree", lambda content, name: trees[Path(name).stem])
    for file, tree in trees.items():
        digest = digest_of({file: tree})
        for place, changed in reversed_mappings(tree):
            assert (parts_of(folder) == usual) is (digest_of({file: changed}) == digest), (file, place)


# What is compiled of a shipped release


def shipped_releases():
    return [release for name in shipped_editions() for release in releases_of(name)]


def test_what_is_compiled_of_each_shipped_release_is_made_of_its_files_which_are_proven():
    """Where this fails, run `make docs`, or docs/tools/compile_editions.py alone."""
    for release in shipped_releases():
        assert (release.folder / COMPILED).read_bytes() == compiled_release(release.folder)
        assert release.is_proven


def test_a_compiled_tree_is_the_tree_of_the_yaml():
    for release in shipped_releases():
        trees = read_compiled((release.folder / COMPILED).read_bytes()).trees
        assert {name: tree_of(tree) for name, tree in trees.items()} == trees_of(release.folder)


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """A copy of what is shipped, in the place of what is shipped."""
    folder = tmp_path / "pics_templates"
    shutil.copytree(editions_folder(), folder)
    monkeypatch.setattr("certkit.edition.files.editions_folder", lambda: folder)
    return folder


def test_a_shipped_edition_whose_files_are_others_is_read_and_proven_again(installed):
    folder = installed / SHIPPED.name
    assert Rulebook(folder).is_proven
    before = Rulebook(folder).sha256
    replace(folder / "constraints.yaml", "when: ", "when: C-01 or ")
    assert not Rulebook(folder).is_proven
    assert Rulebook(folder).sha256 != before
    with pytest.raises(RulebookError):
        Rulebook(folder).prove()


def test_one_that_is_not_locked_is_proven(installed):
    (installed / "releases.lock").write_text("# nothing\n", encoding="utf-8")
    assert not Rulebook(installed / SHIPPED.name).is_proven


def test_so_is_one_under_a_reading_that_is_not_taken():
    assert not load_edition(readings={"B-02": "a"}).is_proven


def test_in_a_folder_of_ones_own_nothing_compiled_counts(tmp_path):
    folder = tmp_path / SHIPPED.name
    shutil.copytree(SHIPPED, folder)
    path = folder / COMPILED
    path.write_bytes(path.read_bytes().replace(b"Central System", b"Forged System"))
    own = load_edition(folder)
    assert not own.is_proven
    assert own.sha256 == load_edition().sha256
    assert repr(own.items) == repr(load_edition().items)


def test_to_prove_an_edition_reads_its_yaml_even_if_it_is_compiled(installed, monkeypatch):
    read = set()

    def watched(content, file):
        read.add(Path(file).stem)
        return read_tree(content, file)

    monkeypatch.setattr("certkit.edition.files.read_tree", watched)
    Rulebook(installed / SHIPPED.name).prove()
    assert read == set(trees_of(SHIPPED))
