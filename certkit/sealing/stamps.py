"""Time stamps from an RFC 3161 authority, held against what was asked for before they are believed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from asn1crypto import cms, core, tsp
from cryptography import x509
from pyhanko.sign.timestamps import TimeStamper

from certkit.sealing.certificates import CLOCKS, chain_of
from certkit.sealing.network import NoAnswer, check_url, fetch
from certkit.verification.failure import Failed
from certkit.verification.signature import check_signed_data

QUERY = "application/timestamp-query"
DIGEST = "sha256"
"""Over which a time stamp is asked for; independent of what the signer's key goes with."""


class Response(core.Sequence):  # type: ignore[misc]  # asn1crypto has no types
    """RFC 3161, 2.4.2. asn1crypto's own takes no refusal, which comes without a token."""

    _fields = [  # noqa: RUF012  # asn1crypto wants it so
        ("status", tsp.PKIStatusInfo),
        ("time_stamp_token", cms.ContentInfo, {"optional": True}),
    ]


class HttpTimeStamper(TimeStamper):
    """A time-stamp authority at a URL.

    What it answers is checked at once, as strictly as a verifier will: that it is a time stamp, of this digest and this
    request, and that the certificate that comes with it verifies it. Whether to believe that is the chain's question.
    """

    def __init__(self, url: str, at: datetime, now: Callable[[], datetime]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        check_url(url)
        self.url = url
        self.at = at
        self.now = now

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        nonce, request = self.request_cms(message_digest, md_algorithm)  # type: ignore[no-untyped-call]
        answer = fetch(self.url, request.dump(), QUERY)
        try:
            response = Response.load(answer, strict=True)
            token = response["time_stamp_token"]
            problem = _refusal(response["status"]) or _problem(token, message_digest, md_algorithm, nonce)
            if not problem:
                self._compare_clocks(token["content"]["encap_content_info"]["content"].parsed["gen_time"].native)
        except NoAnswer:
            raise
        except Exception:  # asn1crypto raises what it likes on bytes that are not what they should be
            raise NoAnswer(
                "what came back is no time stamp", hint="is this the URL of a time-stamp authority?", file=self.url
            ) from None
        if problem:
            raise NoAnswer(problem, hint="use another time-stamp authority", file=self.url)
        return token

    def _compare_clocks(self, theirs: datetime) -> None:
        """Refuse what a verifier would: data that is later than its time stamp, or a time stamp that is yet to come."""
        here = self.now()
        if not self.at - CLOCKS <= theirs <= here + CLOCKS:
            said = f"{theirs:%Y-%m-%d %H:%M} UTC, while the clock here says {here.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
            raise NoAnswer(f"by the time-stamp authority it is {said}", hint="set the clock", file=self.url)


def _refusal(status: tsp.PKIStatusInfo) -> str:
    """Why the authority gives no time stamp, or empty."""
    if status["status"].native in ("granted", "granted_with_mods"):
        return ""
    said = [*(status["status_string"].native or ()), *sorted(status["fail_info"].native or ())]
    return f"the time-stamp authority refuses: {'; '.join(said) or status['status'].native}"


def _problem(token: cms.ContentInfo, digest: bytes, algorithm: str, nonce: int | None) -> str:
    """Why a token cannot be believed, or empty."""
    signed = token["content"]
    content = signed["encap_content_info"]
    info = content["content"].parsed
    imprint = info["message_imprint"]
    if imprint["hash_algorithm"]["algorithm"].native != algorithm or imprint["hashed_message"].native != digest:
        return "the time stamp is for other data than was asked for"
    if info["nonce"].native != nonce:
        return "the time stamp answers another request"
    try:
        seal = check_signed_data(signed, None, "tst_info", "the time stamp")
    except Failed as failed:
        return str(failed)
    usage = seal.certificate.extended_key_usage_value
    critical = "extended_key_usage" in seal.certificate.critical_extensions
    if usage is None or usage.native != ["time_stamping"] or not critical:
        return "the certificate of the time-stamp authority is not one for time stamps alone"
    leaf, *others = (x509.load_der_x509_certificate(entry.dump()) for entry in (seal.certificate, *seal.others))
    path = chain_of(leaf, others)
    if any(entry not in path for entry in others):
        return "the time stamp carries certificates that do not belong to it"
    return ""
