"""What certkit meets outside: closed streams, removed folders, odd time zones, devices, other users, an early end."""

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from unittest import mock

import pytest

from tests.cli.program import COMPLETE, certkit

PROGRAM = [sys.executable, "-m", "certkit"]
PICS = str(COMPLETE.absolute())
SOURCE = str(Path.cwd())


def shell(line: str, folder: Path | str = SOURCE, **variables: str) -> subprocess.CompletedProcess[str]:
    """A line of the shell; ``certkit`` in it is this one."""
    environment = {**os.environ, "PYTHONPATH": SOURCE, "PROGRAM": sys.executable, "PICS": PICS, **variables}
    line = line.replace("certkit", '"$PROGRAM" -m certkit')
    return subprocess.run(["sh", "-c", line], env=environment, cwd=folder, capture_output=True, text=True, check=False)


CLOSED = {
    'certkit plan "$PICS" >&-': (2, "standard output cannot be written: Bad file descriptor"),
    "certkit --version >&-": (2, "standard output cannot be written: Bad file descriptor"),
    "certkit --help >&-": (2, "standard output cannot be written: Bad file descriptor"),
    'certkit --debug plan "$PICS" >&-': (2, "standard output cannot be written: Bad file descriptor"),
    "certkit plan - <&-": (2, "<stdin>: standard input is closed (name a file)"),
    'certkit plan "$PICS" >/dev/full': (2, "standard output cannot be written: No space left on device"),
    'certkit plan "$PICS" -o /dev/full': (2, "/dev/full: the file cannot be written: No space left on device"),
}


@pytest.mark.parametrize(("line", "expected"), CLOSED.items(), ids=CLOSED)
def test_a_stream_that_is_closed_or_full(line, expected):
    done = shell(line)
    assert (done.returncode, done.stderr) == (expected[0], f"certkit: {expected[1]}\n")


def test_what_is_meant_for_a_closed_terminal_is_not_written_into_a_file(tmp_path):
    """The numbers of the streams that are closed are not given to files."""
    done = shell('certkit plan "$PICS" -o plan.json <&- >&- 2>&-', tmp_path)
    assert done.returncode == 0
    assert (tmp_path / "plan.json").read_text().startswith('{"version"')


def test_without_standard_error_the_exit_code_says_it():
    assert [shell(f"certkit plan none{where}").returncode for where in ("", " 2>&-", " 2>/dev/full")] == [2, 2, 2]


@pytest.mark.parametrize(
    "arguments",
    ['plan "$PICS"', 'plan "$PICS" -o plan.json', 'pics check "$PICS" -f sarif', "verify .", "pki init --test pki"],
)
def test_in_a_folder_that_is_removed(arguments, tmp_path):
    done = shell(f"mkdir gone; cd gone; rmdir ../gone; certkit {arguments} >/dev/null", tmp_path)
    assert done.returncode in (0, 2)
    assert (done.stderr.count("\n"), "Traceback" in done.stderr) == (int(done.returncode != 0), False), done.stderr


@pytest.mark.parametrize("zone", ["EST5EDT,M3.2.0,M11.1.0", "<+03>-3", ":", "No/Such", ""])
def test_time_zones_of_every_form(zone):
    done = shell('certkit record new "$PICS"', TZ=zone)
    assert (done.returncode, "bug" in done.stderr) == (0, False)


@pytest.mark.parametrize("locale", ["xx_YY.nonsense", "POSIX", ""])
def test_odd_locales_and_no_home(locale):
    done = shell('certkit plan "$PICS"', LC_ALL=locale, LANG=locale, HOME="/nowhere/at/all")
    assert (done.returncode, done.stderr) == (0, "")


def test_outputs_that_are_no_files(tmp_path):
    loop, folder = tmp_path / "loop", tmp_path / "folder"
    loop.symlink_to(loop)
    folder.mkdir()
    for name, said in {
        loop: "the file cannot be written: Too many levels of symbolic links",
        folder: "this is a folder, not a file (name a file in it)",
        tmp_path
        / "none"
        / "x": f"the file cannot be written: No such file or directory (there is no folder {tmp_path / 'none'})",
        COMPLETE / "x": "the file cannot be written: Not a directory",
    }.items():
        for force in ([], ["--force"]):
            result = certkit("plan", COMPLETE, "-o", name, *force)
            assert result.code == 2
            assert result.err.startswith(f"certkit: {name}: {said}"), result.err
            assert result.err.count("\n") == 1


def test_a_link_as_output_is_followed(tmp_path):
    link, target = tmp_path / "link", tmp_path / "target"
    link.symlink_to(target)
    certkit("plan", COMPLETE, "-o", link)
    assert (link.is_symlink(), target.is_file()) == (True, True)


def test_dev_stdout_is_standard_output_wherever_it_goes(tmp_path):
    done = shell('certkit plan "$PICS" -f json -o /dev/stdout > out', tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "out").read_text().startswith("{")


def test_a_pipe_as_output(tmp_path):
    done = shell('mkfifo p; cat p > out & certkit plan "$PICS" -f json -o p; wait', tmp_path)
    assert (done.returncode, (tmp_path / "out").read_text()[:1]) == (0, "{")


@pytest.mark.parametrize("arguments", [
    ["firmware", "verify", "/dev/zero", "--hash", "0" * 64], ["firmware", "hash", "/dev/zero"],
    ["measure", "/dev/zero", "--pics", COMPLETE], ["plan", "/dev/zero"], ["verify", "/dev/zero"],
    ["pki", "show", "/dev/zero"], ["pki", "show", "file:/dev/zero"],
])  # fmt: skip
def test_a_device_has_no_end(arguments):
    result = certkit(*arguments)
    assert result.code in (1, 2)
    assert "Traceback" not in result.err
    assert "bug" not in result.err


def test_a_firmware_that_comes_through_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "p")
    result = certkit("firmware", "hash", tmp_path / "p")
    assert "this is a device or a pipe, not an image" in result.out + result.err


@pytest.mark.parametrize(("error", "said"), [
    (OSError(5, "Input/output error", "/some/file"), "/some/file: Input/output error"),
    (MemoryError(), "there is not enough memory"),
])  # fmt: skip
def test_what_the_system_refuses_is_no_bug(error, said):
    with mock.patch("certkit.cli.plan.make_plan", side_effect=error):
        result = certkit("plan", COMPLETE)
    assert (result.code, result.err) == (2, f"certkit: {said}\n")


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_a_key_that_others_can_read_is_warned_of(mode, tmp_path):
    key, passphrase = tmp_path / "key.p12", tmp_path / "passphrase"
    key.write_bytes(b"0")
    passphrase.write_text("secret\n")
    key.chmod(mode)
    passphrase.chmod(0o600)
    options = ["--key", f"file:{key}", "--passphrase-file", passphrase, "-o", tmp_path / "x.p7s"]
    warning = f"certkit: warning: {key} can be read by other users (run chmod 600 {key})\n"
    assert certkit("pki", "sign", COMPLETE, *options).err.startswith(warning)
    key.chmod(0o600)
    assert "warning" not in certkit("pki", "sign", COMPLETE, *options).err


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
@pytest.mark.parametrize("wait", [0.4, 1.0, None])
def test_an_ended_pki_init_leaves_nothing(number, wait, tmp_path):
    """With None it is ended as soon as anything can be seen in the folder."""
    running = subprocess.Popen([*PROGRAM, "pki", "init", "--test", str(tmp_path / "pki")], stderr=subprocess.DEVNULL)
    until = time.monotonic() + (wait or 30)
    while time.monotonic() < until and running.poll() is None and (wait is not None or not left_in(tmp_path)):
        time.sleep(0)
    running.send_signal(number)
    running.wait()
    hidden = [path for path in tmp_path.rglob("*") if path.relative_to(tmp_path).parts[0].startswith(".")]
    secrets = [path for path in hidden if path.name in ("passphrase.txt", "tsa.key.pem")]
    assert secrets == []
    if number is not signal.SIGKILL:
        assert hidden == []
    if left_in(tmp_path) == ["pki"]:
        assert (tmp_path / "pki/passphrase.txt").is_file()


def test_what_a_killed_pki_init_left_is_removed_by_the_next(tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = tmp_path / f".certkit-{ended.pid}-pki"
    left.mkdir()
    (left / "passphrase.txt").write_text("secret")
    running = tmp_path / f".certkit-{os.getpid()}-pki"
    running.mkdir()
    assert certkit("pki", "init", "--test", tmp_path / "other").code == 0
    assert left_in(tmp_path) == [running.name, "other"], "that of a process which is still there stays"


def test_where_files_need_names_a_pki_is_written_all_the_same(tmp_path):
    with mock.patch("certkit.files.write._unnamed", return_value=None):
        assert certkit("pki", "init", "--test", tmp_path / "pki").code == 0
    assert left_in(tmp_path) == ["pki"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "pki").rglob("*")} == {0o700, 0o600}


def test_a_file_is_on_the_disk_before_it_has_its_name(tmp_path):
    steps: list[str] = []
    link, sync = os.link, os.fsync

    def named(*names, **more):
        steps.append("name")
        link(*names, **more)

    def synced(number):
        steps.append("sync")
        sync(number)

    with mock.patch("os.fsync", synced), mock.patch("os.link", named):
        assert certkit("plan", COMPLETE, "-o", tmp_path / "plan.csv").code in (0, 1)
    assert steps == ["sync", "name", "sync"], "file, name, folder"


def test_a_pipe_in_a_trust_folder_is_not_waited_for(tmp_path):
    (tmp_path / "roots").mkdir()
    os.mkfifo(tmp_path / "roots/root.pem")
    result = certkit("verify", COMPLETE, "--trust", tmp_path)
    assert (result.code, "root.pem: this is not a file" in result.err) == (2, True)
