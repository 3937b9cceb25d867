"""Time stamps for tests: OpenSSL's ``ts`` behind HTTP on loopback, and an authority with a clock of its own."""

from __future__ import annotations

import hashlib
import secrets
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from asn1crypto import algos, cms, core, tsp
from cryptography import x509
from pyhanko.sign.general import as_signing_certificate_v2, simple_cms_attribute
from pyhanko.sign.timestamps import TimeStamper

from certkit.signing.keys import signing_with
from certkit.signing.pki import Holder
from certkit.signing.signer import to_asn1

Answer = Callable[[bytes], tuple[int, str, bytes]]
"""What a server answers to a body: status, media type, content."""


class Server(ThreadingHTTPServer):
    """Answers every request; ``asked`` is what it was sent."""

    daemon_threads = True

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.asked: list[tuple[str, bytes]] = []
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.asked.append((self.path, body))
        status, media_type, content = self.server.answer(body)
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        with suppress(ConnectionError):  # the client has gone
            self.wfile.write(content)

    def do_GET(self) -> None:
        self.do_POST()

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing on standard error."""


@contextmanager
def serving(answer: Answer) -> Iterator[Server]:
    """A server on loopback until the end of the ``with``."""
    server = Server(answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def openssl_tsa(folder: Path) -> Iterator[Server]:
    """OpenSSL's time-stamp authority with the key and configuration of a rehearsal PKI's folder."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")
    lock = threading.Lock()  # OpenSSL counts serial numbers in one file

    def answer(body: bytes) -> tuple[int, str, bytes]:
        with lock:
            query, reply = folder / "request.tsq", folder / "reply.tsr"
            query.write_bytes(body)
            command = [openssl, "ts", "-reply", "-config", "tsa/tsa.cnf", "-queryfile", str(query), "-out", str(reply)]
            done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
            if done.returncode:
                return 500, "text/plain", done.stderr
            return 200, "application/timestamp-reply", reply.read_bytes()

    with serving(answer) as server:
        yield server


class FixedTimeStamper(TimeStamper):
    """A time-stamp authority in this process, with whatever clock a test needs."""

    def __init__(self, holder: Holder, chain: list[x509.Certificate], at: datetime) -> None:
        super().__init__()
        self.holder = holder
        self.chain = chain
        self.at = at

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        token = stamp(self.holder, self.chain, self.at, req)
        return tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token})


def stamp(holder: Holder, chain: list[x509.Certificate], at: datetime, request: tsp.TimeStampReq) -> cms.ContentInfo:
    """A time-stamp token (RFC 3161, 2.4.2)."""
    certificate = to_asn1(holder.certificate)
    values = {
        "version": "v1",
        "policy": "2.25.1",
        "message_imprint": request["message_imprint"],
        "serial_number": secrets.randbits(60),
        "gen_time": at,
    }
    if request["nonce"].native is not None:
        values["nonce"] = request["nonce"]
    content = tsp.TSTInfo(values).dump()
    attributes = cms.CMSAttributes(
        [
            simple_cms_attribute("content_type", "tst_info"),
            simple_cms_attribute("signing_time", cms.Time({"utc_time": core.UTCTime(at)})),
            simple_cms_attribute("signing_certificate_v2", as_signing_certificate_v2(certificate)),
            simple_cms_attribute("message_digest", hashlib.sha256(content).digest()),
        ]
    )
    digest = algos.DigestAlgorithm({"algorithm": "sha256"})
    kind = "sha256_rsa" if certificate.public_key.algorithm == "rsa" else "sha256_ecdsa"
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": {
                "issuer_and_serial_number": {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
            },
            "digest_algorithm": digest,
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": kind}),
            "signed_attrs": attributes,
            "signature": signing_with(holder.key)(attributes.dump(), "sha256"),
        }
    )
    signed = cms.SignedData(
        {
            "version": "v3",
            "digest_algorithms": [digest],
            "encap_content_info": {"content_type": "tst_info", "content": cms.ParsableOctetString(content)},
            "certificates": [certificate, *(to_asn1(entry) for entry in chain)],
            "signer_infos": [signer],
        }
    )
    return cms.ContentInfo({"content_type": "signed_data", "content": signed})
