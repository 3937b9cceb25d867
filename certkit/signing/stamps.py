"""Time stamps from an RFC 3161 authority, held against what was asked for before they are believed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from asn1crypto import cms, core, tsp
from pyhanko.sign.timestamps import TimeStamper

from certkit.trust.certificates import CLOCKS, chain_of
from certkit.trust.network import NoAnswer, check_url, fetch
from certkit.trust.purposes import stamper_problem
from certkit.trust.roles import shipped_policy
from certkit.verification.algorithms import canonical as one_form
from certkit.verification.algorithms import digest_of
from certkit.verification.der import encode, only, read, take
from certkit.verification.signature import ALGORITHM_PROTECTION
from certkit.verification.steps import Failed
from certkit.verification.times import read_token

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
            problem = _refusal(response["status"])
            if not problem:
                encoding = canonical(response["time_stamp_token"].dump())
                problem = _problem(encoding, message_digest, md_algorithm, nonce)
                token = cms.ContentInfo.load(encoding)
            if not problem:
                self._compare_clocks(token["content"]["encap_content_info"]["content"].parsed["gen_time"].native)
        except NoAnswer:
            raise
        except Exception:  # asn1crypto raises what it likes on bytes that are not what they should be
            raise NoAnswer(
                "the answer is not a time stamp", hint="is this the URL of a time-stamp authority?", file=self.url
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


def canonical(token: bytes) -> bytes:
    """A token in the one form that a verifier accepts.

    Nothing signs the order of certificates in a token and the way in which algorithms are named, and authorities
    differ in them: OpenSSL leaves certificates as its configuration has them. So this can be set right afterwards.

    Raises:
        Malformed: it is not a signature.
    """
    kind, wrapped = take(read(token), "06 a0")
    version, digests, content, certificates, signers = take(only(wrapped, 0x30), "02 31 30 a0 31")
    number, name, digest, signed, mechanism, value = take(only(signers, 0x30), "02 30 30 a0 30 04")
    listed = {entry.whole for entry in digests.inner}
    algorithms = [digest.whole, mechanism.whole]
    if not any(attribute.inner[0].content == ALGORITHM_PROTECTION for attribute in signed.inner if attribute.inner):
        algorithms = [one_form(encoding, digest_of(digest.whole) or "") for encoding in algorithms]
        listed = {one_form(encoding, "") for encoding in listed}
    order = sorted({entry.whole for entry in certificates.inner})
    info = encode(0x30, number.whole, name.whole, algorithms[0], signed.whole, algorithms[1], value.whole)
    data = encode(
        0x30, version.whole, encode(0x31, *sorted(listed)), content.whole, encode(0xA0, *order), encode(0x31, info)
    )
    return encode(0x30, kind.whole, encode(0xA0, data))


def _problem(token: bytes, digest: bytes, algorithm: str, nonce: int | None) -> str:
    """Why a token cannot be believed, or empty."""
    try:
        stamp = read_token(read(token), lambda name: digest if name == algorithm else b"", "the time stamp")
    except Failed as failed:
        return str(failed)
    if stamp.nonce != nonce:
        return "the time stamp answers another request"
    if problem := stamper_problem(stamp.signature.certificate, shipped_policy().rehearsal_oid):
        return f"the certificate of the time-stamp authority {problem}"
    path = chain_of(stamp.signature.certificate, stamp.signature.others)
    if any(entry not in path for entry in stamp.signature.others):
        return "the time stamp carries certificates that do not belong to it"
    return ""
