"""Time stamps over HTTP: a real authority, and everything that can answer in its place."""

import contextlib
import io
import socket
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from asn1crypto import tsp
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from certkit.signing import stamps
from certkit.signing.pki import Holder, new_key
from certkit.signing.sign import sign_document
from certkit.trust import network
from certkit.trust.network import NoAnswer, check_url, fetch
from tests.signing.pkis import BOX, NOW, key_of, page, picture, quick_pki, reissued, trust_of
from tests.signing.tsa import openssl_tsa, serving, stamp


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def signed(url, level="B-T", at=NOW):
    pki = quick_pki()
    place: dict[str, Any] = {"picture": picture(), "page": 0, "box": BOX}
    return sign_document(
        page(), key_of(pki, "laboratory"), kind="report", at=at, level=level, tsa=url, trust=trust_of(pki), **place
    )


@pytest.mark.parametrize("level", ["B-T", "B-LT", "B-LTA"])
def test_openssl_stamps_a_document(tsa, level):
    before = len(tsa.asked)
    now = datetime.now(UTC).replace(microsecond=0)  # the authority looks at its own clock
    assert signed(tsa.url, level, now).startswith(page())
    asked = [tsp.TimeStampReq.load(body) for _, body in tsa.asked[before:]]
    assert len(asked) == (3 if level == "B-LTA" else 2), "one to learn the size, one for each time stamp"
    assert all(request["cert_req"].native and request["nonce"].native for request in asked)
    assert len({request["nonce"].native for request in asked}) == len(asked)


def granted(token):
    return tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token}).dump()


def answered(body, *, holder=None, digest=None, nonce=True, at=NOW):
    """What an authority with something wrong about it answers."""
    pki = quick_pki()
    request = tsp.TimeStampReq.load(body)
    values = {"version": 1, "message_imprint": request["message_imprint"].copy(), "cert_req": True}
    if digest is not None:
        values["message_imprint"]["hashed_message"] = digest
    if nonce:
        values["nonce"] = request["nonce"]
    token = stamp(holder or pki.keys["tsa"], [pki.authority.certificate], at, tsp.TimeStampReq(values))
    return 200, "application/timestamp-reply", granted(token)


def refused(body):
    status = {"status": "rejection", "status_string": ["no more today"], "fail_info": {"bad_alg"}}
    return 200, "application/timestamp-reply", stamps.Response({"status": status}).dump()


def refused_by_openssl(folder):
    """What OpenSSL answers to a digest that it does not take, which a time-stamp authority would refuse."""
    digest = {"hash_algorithm": {"algorithm": "md5"}, "hashed_message": bytes(16)}
    request = tsp.TimeStampReq({"version": 1, "message_imprint": digest})
    with openssl_tsa(folder) as server:
        return fetch(server.url, request.dump(), stamps.QUERY)


def test_what_openssl_says_when_it_refuses_is_said(rehearsal):
    answer = refused_by_openssl(rehearsal.path)
    with serving(lambda body: (200, "", answer)) as server, pytest.raises(NoAnswer, match=r"refuses.*algorithm"):
        signed(server.url)


def other_key(body):
    pki = quick_pki()
    return answered(body, holder=Holder(pki.keys["tsa"].certificate, new_key("P-256")))


def stranger(body):
    pki, other = quick_pki(), quick_pki(rehearsal=False)
    chain = [pki.authority.certificate, other.root.certificate]
    return 200, "", granted(stamp(pki.keys["tsa"], chain, NOW, tsp.TimeStampReq.load(body)))


def without_certificate(body):
    answer = stamps.Response.load(answered(body)[2])
    del answer["time_stamp_token"]["content"]["certificates"]
    return 200, "", answer.dump(force=True)


def not_critical(body):
    pki = quick_pki()
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    return answered(body, holder=reissued(pki.keys["tsa"], pki.authority, add=[usage]))


def signer_as_authority(body):
    return answered(body, holder=quick_pki().keys["laboratory"])


def two_purposes(body):
    pki = quick_pki()
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.EMAIL_PROTECTION])
    return answered(body, holder=reissued(pki.keys["tsa"], pki.authority, add=[usage]))


WRONG = {
    "garbage": (lambda body: (200, "application/timestamp-reply", b"garbage"), "is not a time stamp"),
    "nothing": (lambda body: (200, "application/timestamp-reply", b""), "is not a time stamp"),
    "a web page": (lambda body: (200, "text/html", b"<html>Welcome</html>"), "is not a time stamp"),
    "the request itself": (lambda body: (200, "application/timestamp-reply", body), "is not a time stamp"),
    "a reply and more": (lambda body: (200, "", answered(body)[2] + b"more"), "is not a time stamp"),
    "an error": (lambda body: (503, "text/plain", b"busy"), "answers 503"),
    "not found": (lambda body: (404, "text/plain", b""), "answers 404"),
    "a refusal": (refused, "refuses.*no more today"),
    "other data": (lambda body: answered(body, digest=bytes(32)), "is of something else"),
    "an old reply": (lambda body: answered(body, nonce=False), "answers another request"),
    "another key": (other_key, "not made with the key of its certificate"),
    "no certificate": (without_certificate, "not a time stamp"),
    "a stranger's certificate": (stranger, "certificates that do not belong"),
    "a purpose that is not critical": (not_critical, "not one for time stamps alone"),
    "a signer's certificate": (signer_as_authority, "not one for time stamps alone"),
    "a certificate for more": (two_purposes, "not one for time stamps alone"),
}


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_what_is_no_time_stamp_for_this_is_refused(name):
    answer, message = WRONG[name]
    with serving(answer) as server, pytest.raises(NoAnswer, match=message) as caught:
        signed(server.url)
    assert caught.value.file == server.url


@pytest.mark.parametrize(
    ("difference", "good"),
    [
        (timedelta(minutes=-5), True),
        (timedelta(minutes=-6), False),
        (timedelta(minutes=5), True),
        (timedelta(minutes=6), False),
    ],
)
def test_a_clock_that_is_wrong_is_found_before_a_verifier_finds_it(difference, good):
    with serving(lambda body: answered(body, at=NOW + difference)) as server:
        if good:
            assert signed(server.url)
        else:
            with pytest.raises(NoAnswer, match=r"by the time-stamp authority it is .*set the clock"):
                signed(server.url)


def test_a_reply_that_fits_is_taken():
    """The cases above fail for what is wrong with them, and not otherwise."""
    with serving(answered) as server:
        assert signed(server.url).startswith(page())


def test_nobody_listens():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(NoAnswer, match="there is no connection: Connection refused"):
        signed(url)


def test_no_answer_in_time(monkeypatch):
    over = threading.Event()

    def late(body):
        over.wait(10)
        return 200, "", b""

    with serving(late) as server:
        with pytest.raises(NoAnswer, match=r"no answer within 0\.2 seconds"):
            fetch(server.url, b"?", "text/plain", timeout=0.2)
        over.set()


def test_an_answer_without_end(monkeypatch):
    monkeypatch.setattr(network, "LARGEST", 1000)
    with serving(lambda body: (200, "", bytes(1001))) as server, pytest.raises(NoAnswer, match="more than"):
        fetch(server.url)
    with serving(lambda body: (200, "", bytes(1000))) as server:
        assert fetch(server.url) == bytes(1000)


def test_what_answers_is_no_web_server():
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def rude():
            connection, _ = listening.accept()
            with connection:
                connection.recv(10_000)
                connection.sendall(b"SSH-2.0-OpenSSH_9.2\r\n")

        thread = threading.Thread(target=rude)
        thread.start()
        with pytest.raises(NoAnswer, match="does not speak HTTP"):
            fetch(f"http://127.0.0.1:{listening.getsockname()[1]}", timeout=5)
        thread.join()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "tsa.example.org",
        "ftp://example.org/",
        "file:///etc/passwd",
        "http://",
        "https:///path",
        "http://example.org:port/",
        "http://example.org/a b",
        "http://example.org/\r\nX: y",
        "http://user:password@example.org/",
    ],
)
def test_what_is_no_plain_url_is_refused(url):
    with pytest.raises(NoAnswer):
        check_url(url)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080", "https://tsa.example.org/tsr?x=1", "http://[::1]:80/"])
def test_what_is_one_is_taken(url):
    check_url(url)


def test_a_redirection_goes_nowhere_but_to_the_web():
    handler = network._SameScheme()
    with pytest.raises(NoAnswer):
        handler.redirect_request(None, io.BytesIO(), 302, "", {}, "file:///etc/passwd")


@pytest.mark.parametrize("target", ["ftp://127.0.0.1/list", "file:///etc/passwd", "//user:word@127.0.0.1/"])
def test_a_server_that_sends_elsewhere_is_not_followed(target):
    """Over a real connection: urllib by itself follows to ftp."""
    with (
        elsewhere(target) as url,
        pytest.raises(NoAnswer, match=r"not an http:// or https:// URL|must not contain a name|is not allowed"),
    ):
        fetch(url, timeout=5)


@contextlib.contextmanager
def elsewhere(target):
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer():
            connection, _ = listening.accept()
            with connection:
                connection.recv(10_000)
                head = f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n"
                connection.sendall(head.encode())

        thread = threading.Thread(target=answer)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        thread.join()


def test_a_server_that_sends_a_little_now_and_then_is_given_up():
    """Each piece comes in time, the whole never does."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def drip():
            connection, _ = listening.accept()
            with connection, contextlib.suppress(OSError):
                connection.recv(10_000)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
                while not over.wait(0.05):
                    connection.sendall(b"x")

        thread = threading.Thread(target=drip)
        thread.start()
        with pytest.raises(NoAnswer, match=r"no complete answer within 0\.6 seconds"):
            fetch(f"http://127.0.0.1:{listening.getsockname()[1]}", timeout=0.2)
        over.set()
        thread.join()


def test_a_time_stamp_is_asked_for_with_sha_256():
    assert stamps.DIGEST == "sha256"


def test_an_expired_authority_is_not_embedded():
    pki = quick_pki()
    old = reissued(pki.keys["tsa"], pki.authority, ends=NOW - timedelta(minutes=1))
    from certkit.errors import CertkitError

    with serving(lambda body: answered(body, holder=old)) as server, pytest.raises(CertkitError, match="expired"):
        signed(server.url, "B-LT")
