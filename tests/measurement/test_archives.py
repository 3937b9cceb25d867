"""Logs in archives: opened member by member, within limits, recognized by content; what is no log is refused."""

import bz2
import gzip
import hashlib
import io
import lzma
import tarfile
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certkit.errors import UnreadableFile
from certkit.logs import unpack
from certkit.logs.files import LogFiles, blocks_of_lines
from certkit.logs.kinds import Kind, recognize
from tests.measurement.archives import OTHERS, WORDS, tar, zipped

A, B = b"first log\n" * 3, b"second log\n" * 5
BOTH = (("a.log", A), ("b.log", B))


def read(content):
    """The logs of standard input: (name, text), and what was skipped."""
    files = LogFiles(["-"], io.BytesIO(content))
    found = []
    for log in files:
        text = b"\n".join(line for lines in blocks_of_lines(log) for line in lines) + b"\n"
        found.append((log.name.removeprefix("<stdin>"), text))
    return found, [(file.file.removeprefix("<stdin>/"), file.reason) for file in files.skipped]


LOGS = {
    "text": (A, [("", A)]),
    "gzip": (gzip.compress(A), [("", A)]),
    "gzip of several members": (gzip.compress(A) + gzip.compress(B), [("", A + B)]),
    "gzip with zeros at the end": (gzip.compress(A) + b"\0" * 700, [("", A)]),
    "bzip2": (bz2.compress(A) + bz2.compress(B), [("", A + B)]),
    "xz": (lzma.compress(A) + lzma.compress(B), [("", A + B)]),
    "gzip in gzip": (gzip.compress(gzip.compress(A)), [("", A)]),
    "tar": (tar(BOTH), [("/a.log", A), ("/b.log", B)]),
    "tar of version 7": (tar(BOTH, format=tarfile.USTAR_FORMAT), [("/a.log", A), ("/b.log", B)]),
    "tar.gz": (tar(BOTH, "w:gz"), [("/a.log", A), ("/b.log", B)]),
    "tar.bz2": (tar(BOTH, "w:bz2"), [("/a.log", A), ("/b.log", B)]),
    "tar.xz": (tar(BOTH, "w:xz"), [("/a.log", A), ("/b.log", B)]),
    "zip, sorted": (zipped(BOTH[::-1]), [("/a.log", A), ("/b.log", B)]),
    "folders": (zipped([("x/", b""), ("x/y/a.log", A)]), [("/x/y/a.log", A)]),
    "zip in zip": (zipped([("inner.zip", zipped(BOTH))]), [("/inner.zip/a.log", A), ("/inner.zip/b.log", B)]),
    "tar.gz in zip": (zipped([("r.tgz", tar(BOTH, "w:gz"))]), [("/r.tgz/a.log", A), ("/r.tgz/b.log", B)]),
    "zip in tar": (tar([("z", zipped(BOTH))]), [("/z/a.log", A), ("/z/b.log", B)]),
    "absolute and upward names": (tar([("/etc/a", A), ("../../b", B)]), [("/etc/a", A), ("/../../b", B)]),
    "the same name twice": (tar([("a", A), ("./a", B)]), [("/a", A), ("/a (2)", B)]),
    "an empty log": (tar([("a.log", b"")]), [("/a.log", b"\n")]),
}


@pytest.mark.parametrize(("content", "logs"), LOGS.values(), ids=LOGS)
def test_every_member_is_a_log_of_its_own(content, logs):
    assert read(content) == (logs, [])


@pytest.mark.parametrize("mark", [True, False])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_every_encoding_with_and_without_a_mark(encoding, mark):
    text = ("\ufeff" if mark else "") + 'für 日本 [2,"a","Heartbeat",{}]\n' * 5000
    assert read(gzip.compress(text.encode(encoding)))[0] == [("", text.removeprefix("\ufeff").encode())]


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_log_is_refused_by_name_with_the_way_to_text(name):
    what, way = WORDS[name]
    with pytest.raises(UnreadableFile, match=what) as error:
        read(OTHERS[name])
    assert way in error.value.hint


@pytest.mark.parametrize("name", OTHERS)
def test_in_an_archive_it_is_skipped_and_listed_unless_it_may_have_logs(name):
    content = zipped([("a.log", A), ("other", OTHERS[name])])
    if name in ("7z", "rar", "zstd"):
        with pytest.raises(UnreadableFile, match=WORDS[name][0]) as error:
            read(content)
        assert error.value.file == "<stdin>/other"
        return
    logs, skipped = read(content)
    assert logs == [("/a.log", A)]
    assert [file for file, _ in skipped] == ["other"]


def test_links_hidden_files_and_other_texts_are_listed_and_what_macos_adds_is_not():
    names = [("a.log", A), ("link", None), (".b", B), ("README.md", B), ("__MACOSX/._a.log", B), (".DS_Store", B)]
    assert read(tar(names)) == (
        [("/a.log", A)],
        [("link", "link"), (".b", "hidden"), ("README.md", "by-name")],
    )


def test_a_device_in_a_tar_is_listed():
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        entry = tarfile.TarInfo("null")
        entry.type = tarfile.CHRTYPE
        archive.addfile(entry)
    with pytest.raises(UnreadableFile, match="no log in this archive"):
        read(file.getvalue())
    assert read(zipped([("a.log", A), ("t.tar", file.getvalue())]))[1] == [("t.tar/null", "device")]


def test_digests_are_of_the_file_and_of_each_log(tmp_path):
    path, packed = tmp_path / "logs.tar.gz", gzip.compress(B)
    path.write_bytes(tar([("a.log", A), ("b.log.gz", packed), ("c.pdf", OTHERS["pdf"])], "w:gz"))
    files = LogFiles([str(path)], io.BytesIO())
    digests = {}
    for log in files:
        while log.read(1000):
            pass
        digests[log.name.rsplit("/", 1)[-1]] = log.sha256
    assert digests == {
        "a.log": hashlib.sha256(A).hexdigest(),
        "b.log.gz": hashlib.sha256(packed).hexdigest(),
    }
    assert files.digests == {str(path): hashlib.sha256(path.read_bytes()).hexdigest()}


def test_a_log_that_nobody_reads_changes_no_digest(tmp_path):
    path = tmp_path / "logs.tar"
    path.write_bytes(tar(BOTH))
    files = LogFiles([str(path)], io.BytesIO())
    assert len([log.name for log in files]) == 2
    assert files.digests == {str(path): hashlib.sha256(path.read_bytes()).hexdigest()}


BROKEN = {
    "gzip cut off": (gzip.compress(A * 999)[:-9], "broken or cut off"),
    "gzip with a wrong checksum": (gzip.compress(A)[:-8] + b"\0" * 8, "broken or cut off"),
    "gzip with something behind": (gzip.compress(A) + b"more", "broken or cut off"),
    "bzip2 cut off": (bz2.compress(A * 999)[:-9], "broken or cut off"),
    "xz cut off": (lzma.compress(A * 999)[:-9], "broken or cut off"),
    "tar cut off": (tar(BOTH)[:700], "broken or cut off"),
    "tar without its end": (tar(BOTH)[:2048], "broken or cut off"),
    "zip cut off": (zipped(BOTH)[:-30], "broken or cut off"),
    "an archive without a log": (zipped([("a.pdf", OTHERS["pdf"])]), "no log in this archive"),
}


@pytest.mark.parametrize(("content", "message"), BROKEN.values(), ids=BROKEN)
def test_a_broken_archive_is_one_clear_error(content, message):
    with pytest.raises(UnreadableFile, match=message):
        read(content)


def test_an_encrypted_member_is_named():
    content = bytearray(zipped([("x/a.log", A)]))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + flags] |= 1
    with pytest.raises(UnreadableFile, match="encrypted") as error:
        read(bytes(content))
    assert error.value.file == "<stdin>/x/a.log"


def nested(levels):
    content = A
    for _ in range(levels):
        content = gzip.compress(content)
    return content


def test_depth_has_a_limit():
    assert read(nested(8))[0] == [("", A)]
    with pytest.raises(UnreadableFile, match="more than 8 levels"):
        read(nested(9))


def test_the_number_of_members_has_a_limit(monkeypatch):
    monkeypatch.setattr(unpack, "MOST_MEMBERS", 5)
    assert len(read(tar([(str(number), A) for number in range(5)]))[0]) == 5
    for content in (tar([(str(n), A) for n in range(6)]), zipped([(str(n), zipped(BOTH)) for n in range(3)])):
        with pytest.raises(UnreadableFile, match="more than 5 files"):
            read(content)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, lambda c: zipped([("a.log", c)])])
def test_a_bomb_is_refused(pack, monkeypatch):
    monkeypatch.setattr(unpack, "SMALL", 100_000)
    for content in (pack(b" " * 3_000_000), pack(pack(b" " * 3_000_000))):
        with pytest.raises(UnreadableFile, match="more than 500 times its size"):
            read(content)


def test_how_much_is_unpacked_has_a_limit(monkeypatch):
    monkeypatch.setattr(unpack, "MOST_BYTES", 1_000_000)
    with pytest.raises(UnreadableFile, match="more than 1 million bytes"):
        read(gzip.compress(A * 40_000))


def test_a_name_in_a_tar_and_a_table_of_contents_have_a_limit(monkeypatch):
    with pytest.raises(UnreadableFile, match="a name is too long"):
        read(tar([("x" * 70_000, A)], format=tarfile.GNU_FORMAT))
    monkeypatch.setattr(unpack, "_MOST_LISTED", 50)
    with pytest.raises(UnreadableFile, match="table of contents"):
        read(zipped(BOTH))


@pytest.mark.property
@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.text(st.characters(codec="utf-8", exclude_characters="\0/\\"), min_size=1, max_size=200).filter(
                lambda name: (
                    name not in (".", "..") and not name.startswith((".", "~$")) and not name.lower().endswith("db")
                )
            ),
            st.text("ab \n[]{}", max_size=900),
        ),
        min_size=1,
        max_size=5,
        unique_by=lambda pair: pair[0],
    ),
    st.sampled_from([tarfile.GNU_FORMAT, tarfile.PAX_FORMAT]),
    st.sampled_from(["w", "w:gz", "w:xz"]),
)
def test_what_python_packs_is_read_as_it_was(members, form, mode):
    pairs = [(f"d/{name}.txt", text.encode()) for name, text in members]
    logs, skipped = read(tar(pairs, mode, format=form))
    assert skipped == []
    assert logs == [(f"/{name}", text if text.endswith(b"\n") else text + b"\n") for name, text in pairs]


CONTAINERS = [
    gzip.compress(A),
    bz2.compress(A),
    lzma.compress(A),
    tar(BOTH),
    tar([("n" * 150, A)], format=tarfile.PAX_FORMAT),
    tar([("n" * 150, A)], format=tarfile.GNU_FORMAT),
    tar(BOTH, "w:gz"),
    zipped(BOTH),
    zipped([("inner.zip", zipped(BOTH)), ("t", tar(BOTH))]),
    *OTHERS.values(),
]


@pytest.mark.property
@settings(max_examples=400)
@given(st.sampled_from(CONTAINERS), st.data())
def test_changed_bytes_are_read_or_refused(content, data):
    """No traceback, whatever is changed, cut off, repeated or put in front."""
    changed = bytearray(content[: data.draw(st.integers(0, len(content)))])
    for _ in range(data.draw(st.integers(0, 4))):
        if changed:
            changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    try:
        logs, _ = read(bytes(changed) + data.draw(st.binary(max_size=20)))
    except UnreadableFile as error:
        assert error.message  # noqa: PT017
    else:
        assert logs


@pytest.mark.property
@given(st.binary(max_size=600))
def test_any_bytes_have_a_kind(content):
    assert recognize(content)


def test_a_tar_header_with_any_checked_content_is_read_or_refused():
    """A right checksum over wrong fields: sizes that are negative, huge, or no number."""
    good = bytearray(tar(BOTH)[:512])
    for size in (b"\xff" * 12, b"\x80" + b"\xff" * 11, b"-0000000001\0", b"99999999999\0", b"abcdefghijk\0"):
        header = bytearray(good)
        header[124:136] = size
        header[148:156] = b" " * 8
        header[148:156] = b"%06o\0 " % sum(header)
        assert recognize(bytes(header)) is Kind.TAR
        with pytest.raises(UnreadableFile, match="broken or cut off"):
            read(bytes(header) + b"x" * 2000)


def test_a_zip_with_a_link(tmp_path):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.log", A)
        entry = zipfile.ZipInfo("link")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    assert read(file.getvalue()) == ([("/a.log", A)], [("link", "link")])
