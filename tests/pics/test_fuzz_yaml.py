"""Whatever stands in a file, reading it ends in a statement or in one CertkitError."""

import random
from contextlib import suppress

import yaml
from hypothesis import given
from hypothesis import strategies as st

from certkit.edition.domains import NotInDomain
from certkit.edition.rulebook import load_edition
from certkit.errors import CertkitError
from certkit.formats.yaml_tree import DEEPEST, read_tree
from certkit.pics.check import check_pics
from certkit.plan.derive import make_plan
from tests.pics.statements import HEAD, edition, read
from tests.rules.devices import FOLDER

FILES = [path.read_bytes() for path in sorted(FOLDER.glob("*.yaml"))]
PIECES = [
    b"---\n",
    b"...\n",
    b"&a ",
    b"*a",
    b"!!str ",
    b"? ",
    b": ",
    b"- ",
    b"[",
    b"]",
    b"{",
    b"}",
    b"'",
    b'"',
    b"|\n",
    b">\n",
    b"#",
    b"\t",
    b"\n",
    b"\r",
    b"\0",
    b"\x85",
    b"\xe2\x80\xa8",
    b"\xef\xbb\xbf",
    b"\xff",
    b"\xc3",
    b"Yes",
    b"null",
    b"1e999",
    b"%",
    b"@",
    b"`",
    b"<<: ",
    b"edition: x\n",
    b"\x1b[31m",
    b"\\u202e",
]

scalars = st.one_of(
    st.text(max_size=20), st.sampled_from(["Yes", "No", "Both", "5", "", "=1+1"]), st.none(), st.integers()
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


def reading_ends_well(content):
    """Read, check and plan; True if it is a statement."""
    try:
        pics = read(content)
    except CertkitError as error:
        refused = error
    else:
        assert len(pics.sha256) == 64
        assert not set(pics.answers) & set(pics.refused)
        check_pics(pics, edition())
        assert len(make_plan(pics, edition()).test_cases) == 112
        return True
    assert refused.message
    assert "\n" not in str(refused)
    assert refused.file == "pics.yaml" or "edition" in refused.message
    return False


@given(st.binary(max_size=200))
def test_any_bytes(content):
    reading_ends_well(content)


@given(st.text(max_size=200))
def test_any_text(content):
    reading_ends_well(content.encode("utf-8", "surrogatepass"))


@given(st.lists(st.sampled_from(PIECES), max_size=40).map(b"".join))
def test_pieces_of_yaml(content):
    reading_ends_well(content)
    reading_ends_well(HEAD.encode() + content)


@given(st.sampled_from(FILES), st.integers(0, 10**9))
def test_valid_files_with_something_changed(content, seed):
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(content))
        until = min(len(content), at + chance.choice((0, 0, 1, 5, 40)))
        content = content[:at] + chance.choice([b"", *PIECES]) + content[until:]
    reading_ends_well(content)


@given(st.sampled_from(FILES), st.integers(0, 2000))
def test_files_cut_off(content, length):
    reading_ends_well(content[:length])


@given(st.data())
def test_any_value_for_any_item(data):
    item = data.draw(st.sampled_from(list(edition().items.values())))
    value = data.draw(values)
    with suppress(NotInDomain):
        item.domain.parse(value)
    tree: dict = {}
    inner = tree
    for key in item.path[:-1]:
        inner = inner.setdefault(key, {})
    inner[item.path[-1]] = value
    content = yaml.safe_dump(tree, allow_unicode=True).encode("utf-8", "surrogatepass")
    reading_ends_well(content)


@given(st.text(max_size=300))
def test_any_name_of_an_edition(name):
    try:
        load_edition(name)
    except CertkitError as error:
        refused = error
        assert "\n" not in str(refused)


@given(
    st.lists(st.sampled_from([b"[", b"{a: ", b"- ", b"a:\n ", b"? "]), min_size=DEEPEST + 1, max_size=60).map(b"".join)
)
def test_nesting_of_any_kind_never_gets_deeper_than_allowed(content):
    try:
        tree = read_tree(content, "f")
    except CertkitError:
        return
    depth, level = 0, [tree]
    while level:
        level = [
            child
            for node in level
            for child in (getattr(node, "items", None) or [value for _, value in getattr(node, "pairs", {}).values()])
        ]
        depth += bool(level)
    assert depth <= DEEPEST
