"""From evidence to a signed file: what ``certkit declare``, ``report`` and ``certify`` share.

It loads what draws and signs, so the commands load it by name, after they have refused what may not be signed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version

from certkit.attestation.kinds import KINDS, Kind
from certkit.attestation.layouts import CURRENT, layout, renderer
from certkit.attestation.model import Issue
from certkit.attestation.rederive import pinned
from certkit.attestation.v1.model import AttestationDocument
from certkit.attestation.v1.read import hold_against_schema, read_attestation
from certkit.cli import output
from certkit.cli.errors import GOOD, print_error
from certkit.cli.passphrase import asking
from certkit.cli.signing_options import SigningOptions
from certkit.errors import CertkitError
from certkit.files.read import STDIN
from certkit.formats.canonical_json import canonical_json
from certkit.signing.keys import SigningKey, open_key
from certkit.signing.policy import check_level, check_may_sign, whole_chain
from certkit.signing.sign import check_tsa, sign_detached, sign_document
from certkit.text.terminal import safe
from certkit.trust.roles import register_of
from certkit.trust.store import Trust, load_trust
from certkit.verification.model import EARLIER, StepName, StepStatus, sentence
from certkit.verification.verify import Request, verify_document


def sign_attestation(kind: Kind, options: SigningOptions, attest: Callable[[Issue], AttestationDocument]) -> int:
    """Open the key, make the document, draw it, sign it, verify it, and write it."""
    for name in (options.output, options.p7s):
        if name:
            output.refuse_overwriting(name, force=options.force)
    trust = load_trust(options.trust) if options.trust else None
    tsa = options.tsa or None
    if tsa:
        check_tsa(tsa)
    with open_key(options.key, asking(options.passphrase_file)) as key:
        at = _now().replace(microsecond=0)  # after the passphrase was typed, which can take long
        role = check_may_sign(key, kind.value, at, trust)
        level = options.level or _least_level(key, kind, stamped=bool(tsa))
        check_level(key, kind.value, level)
        register = register_of(key.policy, key.name, rehearsal=key.is_rehearsal)
        issue = Issue(at, role.name, key.name, key.is_rehearsal, renderer(version("certkit")), options.id, register)
        data = canonical_json(attest(issue))
        hold_against_schema(data)
        document = read_attestation(data)  # as every verifier reads it
        pages = layout(CURRENT)
        signed = sign_document(
            pages.render(document, pinned(document["evidence"])),
            key,
            kind=kind.value,
            at=at,
            level=level,
            picture=pages.signature_page(pages.signature_lines(document)),
            page=pages.SIGNATURE_PAGE,
            box=pages.SIGNATURE_BOX,
            tsa=tsa,
            trust=trust,
            now=_now,
        )
        _verify_own(signed, key, trust)
        p7s = sign_detached(data, key, kind=kind.value, at=at, tsa=tsa, trust=trust, now=_now) if options.p7s else None
    output.save(options.output, signed, force=options.force)
    if p7s is not None:
        output.save_and_report(options.p7s, p7s, force=options.force)
    _report(document, options.output, signed, level)
    return GOOD


def _now() -> datetime:
    return datetime.now(UTC)


def _verify_own(signed: bytes, key: SigningKey, trust: Trust | None) -> None:
    """Verify what was signed, except for what depends on the trust store of a verifier.

    It is verified as of now, as any verifier does: since signing began, time stamps and CRLs have arrived that are
    later than the time in the signature. Without a trust store, the key's own chain takes its place; the chain of a
    time stamp is then unknown, and what depends on the time is left out.

    Raises:
        CertkitError: a verifier would not accept it.
    """
    own = {StepName.FILE, StepName.STRUCTURE, StepName.SIGNATURE, StepName.PAYLOAD, StepName.PAGES, StepName.DERIVATION}
    chain = tuple(whole_chain(key, trust))
    believed = trust or Trust(roots=chain[-1:], intermediates=chain[:-1])
    verification = verify_document(signed, "the signed document", Request(believed, key.policy, _now()))
    for step in verification.steps:
        left_out = trust is None and step.message == sentence(EARLIER)
        if step.name in own and step.status is not StepStatus.PASSED and not left_out:
            message = (
                f"the signed document cannot be verified, so nothing was written: {step.name.value}, {step.message}"
            )
            raise CertkitError(message, hint="please report this as a bug of certkit")


def _least_level(key: SigningKey, kind: Kind, *, stamped: bool) -> str:
    """The lowest level that the policy allows. A rehearsal with a time-stamp authority uses the official level."""
    rule = key.policy.kinds[kind.value]
    return rule.rehearsal_level if key.is_rehearsal and not stamped else rule.minimum_level


def _report(document: AttestationDocument, name: str, signed: bytes, level: str) -> None:
    wrote = "" if name == STDIN else f"wrote {safe(name)}: "
    issuer = document["issuer"]
    rehearsal = "REHEARSAL, " if document["rehearsal"] else ""
    title = KINDS[Kind(document["kind"])].title
    digest = hashlib.sha256(signed).hexdigest()
    print_error(
        f"{wrote}{rehearsal}{title} {document['id']}, {document['derived']['outcome']}, "
        f"signed at level {level} by {safe(issuer['name'])} ({issuer['role']}), SHA-256 {digest}"
    )
