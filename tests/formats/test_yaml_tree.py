"""YAML as a tree with places, and everything that is refused: each with its message and its place."""

import pytest

from certkit.errors import UnreadableFile
from certkit.formats import yaml_tree
from certkit.formats.yaml_tree import DEEPEST, LARGEST, Mapping, Scalar, Sequence, decode, plain, read_tree


def plain_tree(content):
    tree = read_tree(content, "f")
    assert tree is not None
    return plain(tree)


def refused(content):
    with pytest.raises(UnreadableFile) as caught:
        read_tree(content if isinstance(content, bytes) else content.encode(), "pics.yaml")
    error = caught.value
    assert error.file == "pics.yaml"
    assert error.hint
    return error.message, error.line, error.column


SCALARS = [
    # every scalar stays the text that it is
    ("Yes", "Yes"),
    ("no", "no"),
    ("true", "true"),
    ("1.10", "1.10"),
    ("0x1F", "0x1F"),
    ("012", "012"),
    ("1e3", "1e3"),
    ("2025-09-30", "2025-09-30"),
    ("12:30:45", "12:30:45"),
    (".inf", ".inf"),
    ("=HYPERLINK(1)", "=HYPERLINK(1)"),
    ("N.A.", "N.A."),
    ("'No'", "No"),
    ('"No"', "No"),
    ('"a\\nb"', "a\nb"),
    ("a  # a remark", "a"),
    ("<<", "<<"),
    # nothing, unless it is written in quotes
    ("", None),
    ("~", None),
    ("null", None),
    ("NULL", None),
    ('""', ""),
    ("'null'", "null"),
]


@pytest.mark.parametrize(("written", "text"), SCALARS)
def test_scalar(written, text):
    assert plain_tree(f"key: {written}\n".encode()) == {"key": text}


def test_shapes_and_places():
    tree = read_tree(b"# a remark\ngeneral:\n  vendor: ACME\n  list: [a, {b: c}]\nports:\n- x\n-\n", "f")
    assert isinstance(tree, Mapping)
    assert plain(tree) == {"general": {"vendor": "ACME", "list": ["a", {"b": "c"}]}, "ports": ["x", None]}
    assert (tree.line, tree.column) == (2, 1)
    key, general = tree.pairs["general"]
    assert key == Scalar("general", 2, 1)
    assert isinstance(general, Mapping)
    assert general.get("vendor") == Scalar("ACME", 3, 11)
    assert general.get("nothing") is None
    listed = general.get("list")
    assert isinstance(listed, Sequence)
    assert (listed.line, listed.column) == (4, 9)
    assert listed.items[0] == Scalar("a", 4, 10)


def test_place_of_an_empty_value_is_behind_its_colon():
    tree = read_tree(b"a:\nb: 1\n", "f")
    assert isinstance(tree, Mapping)
    assert tree.get("a") == Scalar(None, 1, 3)


def test_json_is_read():
    assert plain_tree(b'{"a": {"b": ["c", 1, null]}}') == {"a": {"b": ["c", "1", None]}}


def test_byte_order_mark_and_windows_line_ends_do_not_matter():
    tree = read_tree(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n", "f")
    assert isinstance(tree, Mapping)
    assert tree.get("b") == Scalar("2", 2, 4)
    assert plain(tree) == {"a": "1", "b": "2"}


@pytest.mark.parametrize("content", [b"# only a remark\n", b"\n# a\n\n# b"])
def test_remarks_alone_are_nothing(content):
    assert read_tree(content, "f") is None


@pytest.mark.parametrize("content", [b"a", b"--- a", b"'a: b'", b"---\n# nothing"])
def test_a_single_value_is_a_scalar(content):
    assert isinstance(read_tree(content, "f"), Scalar)


BREAK = "did not find expected comment or line break while scanning a block scalar"
START = "found character that cannot start any token while scanning for the next token"

REFUSED = [
    # two ways to read it
    ("a: 1\nb: 2\na: 3\n", "the key 'a' is given twice (first in line 1)", 3, 1),
    ("a: {b: 1, 'b': 2}", "the key 'b' is given twice (first in line 1)", 1, 11),
    ("a: &x 1\nb: 2", "the anchor &x is not allowed here", 1, 4),
    ("a: &x [1]\nb: *x", "the anchor &x is not allowed here", 1, 4),
    ("a: &x {b: 1}", "the anchor &x is not allowed here", 1, 4),
    ("&x a: 1", "the anchor &x is not allowed here", 1, 1),
    ("a: *x", "the alias *x is not allowed here", 1, 4),
    ("*x : 1", "the alias *x is not allowed here", 1, 1),
    ("a: !!str 1", "the tag tag:yaml.org,2002:str is not allowed here", 1, 4),
    ("a: !!python/name:os.x []", "the tag tag:yaml.org,2002:python/name:os.x is not allowed here", 1, 4),
    ("--- !x\na: 1", "the tag !x is not allowed here", 1, 5),
    ("a: ! 1", "the tag ! is not allowed here", 1, 4),
    ("a: 1\n---\nb: 2", "a second YAML document begins here", 2, 1),
    ("a: 1\n...\n---\n", "a second YAML document begins here", 3, 1),
    ("? [a]\n: 1", "a key must be a plain word", 1, 3),
    ("{[a]: 1}", "a key must be a plain word", 1, 2),
    ("? {a: 1}\n: 1", "a key must be a plain word", 1, 3),
    ("{~: 1}", "a key must be a plain word", 1, 2),
    ("~: 1", "a key must be a plain word", 1, 1),
    # too deep, in every way there is
    ("[" * 100_000, f"the file nests deeper than {DEEPEST} levels", 1, 13),
    ("{a: " * 100_000, f"the file nests deeper than {DEEPEST} levels", 1, 49),
    ("- " * 100_000, f"the file nests deeper than {DEEPEST} levels", 1, 25),
    ("? " * 100_000, "a key must be a plain word", 1, 3),
    ("[\n" * 100_000, f"the file nests deeper than {DEEPEST} levels", 13, 1),
    ("[[{a: " * 10_000, f"the file nests deeper than {DEEPEST} levels", 1, 25),
    ("\n".join(" " * n + "a:" for n in range(500)), f"the file nests deeper than {DEEPEST} levels", 13, 13),
    # not YAML
    ("a: b: c", "this is not valid YAML: mapping values are not allowed in this context", 1, 5),
    ("a: [1, 2", "this is not valid YAML: did not find expected ',' or ']' while parsing a flow sequence", 2, 1),
    ("...", "this is not valid YAML: did not find expected node content while parsing a block node", 1, 1),
    (": 1", "this is not valid YAML: did not find expected key while parsing a block mapping", 1, 1),
    ("a: 'text", "this is not valid YAML: found unexpected end of stream while scanning a quoted scalar", 1, 9),
    ("a:\n\tb: 1", f"this is not valid YAML: {START}", 2, 1),
    ("a: @b", f"this is not valid YAML: {START}", 1, 4),
    ("a: 1\n  b: 2", "this is not valid YAML: mapping values are not allowed in this context", 2, 4),
    ("a: |x\n  b", f"this is not valid YAML: {BREAK}", 1, 5),
    ("%YAML 3.0\n---\na: 1", "this is not valid YAML: found incompatible YAML document", 1, 1),
    # characters that no text should have
    ("a: 1\nb: x\0y", "the character U+0000 is not allowed in YAML", 2, 5),
    ("a: \x1b[31mred", "the character U+001B is not allowed in YAML", 1, 4),
    ("é: \x7f", "the character U+007F is not allowed in YAML", 1, 4),
    ("a: 1".encode("utf-16-le"), "the character U+0000 is not allowed in YAML", 1, 2),
    # not UTF-8
    ("vendor: Größe\n".encode("latin-1"), "the file is not UTF-8 text (byte 0xf6)", 1, 11),
    ("a: é\nvendor: ".encode() + b"\xe9\n", "the file is not UTF-8 text (byte 0xe9)", 2, 9),
    ("a: é ".encode() + b"\xe9\n", "the file is not UTF-8 text (byte 0xe9)", 1, 6),
    (b"\xef\xbb\xbfa: \xe9\n", "the file is not UTF-8 text (byte 0xe9)", 1, 4),
    ("a: 1".encode("utf-16"), "the file is not UTF-8 text (byte 0xff)", 1, 1),
    (b"a: \xed\xa0\x80", "the file is not UTF-8 text (byte 0xed)", 1, 4),
    # nothing
    (b"", "the file is empty", 0, 0),
    (b" \n\t\r\n", "the file is empty", 0, 0),
    (b"\xef\xbb\xbf", "the file is empty", 0, 0),
    (b"a: " + b"x" * LARGEST, "the file has 2,000,003 bytes; a file of this kind has at most 2,000,000", 0, 0),
]  # fmt: skip


@pytest.mark.parametrize(("content", "message", "line", "column"), REFUSED, ids=range(len(REFUSED)))
def test_refused(content, message, line, column):
    assert refused(content) == (message, line, column)


def test_the_hint_is_about_what_is_wrong():
    def hint(content):
        with pytest.raises(UnreadableFile) as caught:
            read_tree(content, "f")
        return caught.value.hint

    assert "colon in quotes" in hint(b"a: b: c")
    assert "spaces, not tabs" in hint(b"a:\n\tb: 1")
    assert "bracket is missing" in hint(b"a: [1")
    assert "check quotes" in hint(b"a: |x\n  b")
    assert "remove the line ---" in hint(b"a: 1\n---\nb: 1\n")
    assert "UTF-8" in hint(b"\xff")


def test_as_deep_as_allowed_is_read():
    assert read_tree(b"[" * DEEPEST + b"]" * DEEPEST, "f") is not None


def test_decode_gives_the_text_without_byte_order_mark():
    assert decode(b"\xef\xbb\xbfa: \xc3\xa9", "f") == "a: é"


def test_the_parser_without_libyaml_gives_the_same_trees_and_refuses_the_same(monkeypatch):
    import yaml

    good = [f"key: {written}\n" for written, _ in SCALARS] + ["a:\n- b: [c, {d: e}]\n- f\n", "# nothing"]
    with_libyaml = [read_tree(text.encode(), "f") for text in good]
    monkeypatch.setattr(yaml_tree, "_Parser", yaml.SafeLoader)
    assert [read_tree(text.encode(), "f") for text in good] == with_libyaml
    for content, *_ in REFUSED:
        refused(content)
