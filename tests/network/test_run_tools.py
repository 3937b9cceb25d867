"""Measuring with the tools that are installed, on loopback; and what is refused before anything runs."""

import shutil
import socket
import subprocess
import time

import pytest

from certkit.errors import CertkitError
from certkit.network.read import read_network
from certkit.network.run_tools import check_host, missing_tools, run_iperf3, run_ping
from tests.cli.program import certkit


@pytest.mark.parametrize(
    "host",
    ["-x", "--help", "-c 1", "", " ", "a b", "a;b", "$(id)", "a\nb", "wss://a/b", "a/b", "a" * 300, "@a", "a@b", "ä"],
)
def test_hosts_that_are_refused(host):
    with pytest.raises(CertkitError):
        check_host(host)


@pytest.mark.parametrize(
    "host", ["localhost", "csms.example.org", "192.0.2.1", "::1", "fe80::1%eth0", "2001:db8::7", "a"]
)
def test_hosts(host):
    check_host(host)


def test_no_option_reaches_a_tool():
    result = certkit("network", "--", "-f")
    assert result.code == 2
    assert "“-f” is not the name or the address of a host" in result.err


def test_tools_that_are_missing_are_named_with_how_to_install_them(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda tool: None if tool == "iperf3" else f"/usr/bin/{tool}")
    assert missing_tools(["ping", "iperf3"]) == ["iperf3"]
    result = certkit("network", "localhost")
    assert result.code == 2
    assert "iperf3 is not installed" in result.err
    assert "apt-get install iperf3" in result.err
    assert "--only ping" in result.err


def completed(monkeypatch, *outputs: bytes) -> list[list[str]]:
    """Give these outputs one after the other, and keep the command lines."""
    calls: list[list[str]] = []

    def run(arguments, **_):
        calls.append(arguments)
        return subprocess.CompletedProcess(arguments, 0, outputs[min(len(calls), len(outputs)) - 1])

    monkeypatch.setattr(shutil, "which", lambda tool: f"/usr/bin/{tool}")
    monkeypatch.setattr(subprocess, "run", run)
    return calls


def test_a_ping_without_rights(monkeypatch):
    completed(monkeypatch, b"ping: socktype: SOCK_RAW\nping: socket: Operation not permitted\n")
    with pytest.raises(CertkitError) as caught:
        run_ping("localhost", 1)
    assert caught.value.message == "ping may not send: this user has no right to"
    assert "setcap" in caught.value.hint


def test_a_ping_that_does_not_know_the_option_for_times(monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    calls = completed(monkeypatch, b"ping: unrecognized option: D\nBusyBox\n", b"PING")
    assert run_ping("localhost", 3).output == b"PING"
    assert calls == [["/usr/bin/ping", "-n", "-D", "-c", "3", "localhost"], ["/usr/bin/ping", "-c", "3", "localhost"]]


def test_a_tool_that_does_not_end(monkeypatch):
    def run(arguments, **options):
        raise subprocess.TimeoutExpired(arguments, options["timeout"])

    monkeypatch.setattr(shutil, "which", lambda tool: f"/usr/bin/{tool}")
    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(CertkitError, match="iperf3 did not end within 21 seconds"):
        list(run_iperf3("localhost", 5201, 1))


@pytest.fixture
def server():
    """The port of an iperf3 server on loopback."""
    if missing := missing_tools(["ping", "iperf3"]):
        pytest.skip(f"{' and '.join(missing)} not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(["iperf3", "-s", "-B", "127.0.0.1", "-p", str(port)], stdout=subprocess.DEVNULL)
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    time.sleep(0.2)  # the server drops the probe and listens again
    yield port
    process.terminate()
    process.wait(10)


def test_loopback(server, tmp_path):
    arguments = ("--port", server, "--count", 1, "--seconds", 1, "--folder", tmp_path)
    result = certkit("network", "127.0.0.1", *arguments)
    if "no right" in result.err:
        pytest.skip("ping may not send here")
    assert result.code == 0, result.err
    files = sorted(tmp_path.iterdir())
    assert [file.name.partition("-127")[0] for file in files] == ["iperf3-download", "iperf3-upload", "ping"]
    outputs = [read_network(file.read_bytes(), file.name) for file in files]
    assert all(output.at is not None for output in outputs if output.format == "iperf3")
    assert (
        f"{min(one.bandwidth for one in outputs[:2] if one.bandwidth is not None):.3f}".rstrip("0").rstrip(".")
        in result.out
    )
    assert "NOT MET" not in result.out


def test_a_server_that_does_not_listen(tmp_path):
    if missing := missing_tools(["iperf3"]):
        pytest.skip(f"{missing[0]} not installed")
    result = certkit("network", "127.0.0.1", "--only", "iperf3", "--port", 1, "--seconds", 1, "--folder", tmp_path)
    assert result.code == 1
    assert "the test failed" in result.err
    assert len(list(tmp_path.iterdir())) == 2
