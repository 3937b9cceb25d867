"""What ``certkit pki`` does."""

from __future__ import annotations

import os
import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path

from certkit.cli import output
from certkit.cli.errors import FINDINGS, GOOD, say
from certkit.cli.passphrase import asking, first_line_of
from certkit.errors import CertkitError
from certkit.files.write import OWNER_ONLY, write_file
from certkit.loading import load
from certkit.text.terminal import safe


def now() -> datetime:
    """Now, in whole seconds, as certificates have it."""
    return datetime.now(UTC).replace(microsecond=0)


def init(folder: str, algorithm: str, crl_url: str, passphrase_file: str | None) -> int:
    """Make a rehearsal PKI."""
    from certkit.signing.pki import make_pki
    from certkit.signing.pki_folder import PASSPHRASE, refuse_existing, write_pki
    from certkit.trust.network import check_url

    refuse_existing(folder)
    if crl_url:
        check_url(crl_url)
    passphrase = first_line_of(passphrase_file) if passphrase_file is not None else secrets.token_urlsafe(18)
    write_pki(make_pki(now(), algorithm=algorithm, crl_url=crl_url.rstrip("/")), folder, passphrase)
    say(f"wrote {safe(folder)}: a rehearsal PKI; its passphrase is in {safe(str(Path(folder) / PASSPHRASE))}")
    return GOOD


def request(
    role: str,
    name: str,
    organization: str,
    country: str,
    key: str,
    file: str,
    algorithm: str,
    passphrase_file: str | None,
    *,
    force: bool,
) -> int:
    """Write a request for a certificate."""
    from certkit.signing.keys import file_of, signing_with
    from certkit.signing.request import make_request, subject_of
    from certkit.trust.roles import shipped_policy

    policy = shipped_policy()
    wanted = policy.roles[role.replace("-", " ")]
    subject = subject_of(name, organization, country)
    output.refuse_overwriting(file, force=force)
    if key.lower().startswith("pkcs11:"):
        from certkit.signing.token import open_token

        found = open_token(key, asking(passphrase_file))
        try:
            if found.public is None:
                raise CertkitError("the token has no public key beside the private one", file=key)
            made = make_request(subject, wanted, found.public, found.sign, policy)
        finally:
            found.close()
    else:
        from certkit.signing.keys import read_key_file, write_key_file
        from certkit.signing.pki import new_key

        path = file_of(key)
        if path.exists():
            private, _, _ = read_key_file(key, path, asking(passphrase_file))
            made = make_request(subject, wanted, private.public_key(), signing_with(private), policy)
        else:
            fresh = new_key(algorithm)
            made = make_request(subject, wanted, fresh.public_key(), signing_with(fresh), policy)
            passphrase = asking(passphrase_file, twice=True)(f"New passphrase of {path.name}")
            content = write_key_file(wanted.name, fresh, None, [], passphrase)
            try:
                write_file(path, content, mode=OWNER_ONLY, replace=False)
            except OSError as error:
                raise CertkitError(f"the key cannot be written: {error.strerror}", file=str(path)) from None
            say(f"wrote {safe(str(path))}: the new key; keep it, and a copy of it, where nobody else can read it")
    output.save(file, made, force=force)
    if file != "-":
        say(f"wrote {safe(file)}: the request; send it to the certification authority")
    return GOOD


def complete(key: str, certificates: list[str], file: str, passphrase_file: str | None) -> int:
    """Put an issued certificate beside its key."""
    from certkit.files.read import read_file
    from certkit.signing.keys import file_of, read_key_file, write_key_file
    from certkit.trust.certificates import read_certificates

    path = file_of(key)
    kept: list[str] = []
    ask = asking(passphrase_file)

    def once(prompt: str) -> str:
        kept.append(ask(prompt))
        return kept[-1]

    _refuse_existing(file)
    private, _, _ = read_key_file(key, path, once)
    there = [found for name in certificates for found in read_certificates(read_file(name, sys.stdin.buffer), name)]
    public = private.public_key()
    own = [found for found in there if found.public_key() == public]
    if len(own) != 1:
        count = "no certificate" if not own else f"{len(own)} certificates"
        raise CertkitError(
            f"of what is given, {count} belongs to this key", hint="certkit pki show shows one", file=key
        )
    others = [found for found in there if found not in own]
    content = write_key_file("certkit", private, own[0], others, kept[-1])  # type: ignore[arg-type]  # as it was read
    try:
        write_file(Path(file), content, mode=OWNER_ONLY, replace=False)
    except OSError as error:
        raise CertkitError(f"the file cannot be written: {error.strerror}", file=file) from None
    say(f"wrote {safe(file)}, under the same passphrase; certkit pki show file:{safe(file)} shows what it is")
    return GOOD


def sign(
    name: str, key: str, file: str, tsa: str | None, trust: str | None, passphrase_file: str | None, *, force: bool
) -> int:
    """Sign a vendor's statement."""
    from certkit.files.read import read_file
    from certkit.signing.keys import open_key
    from certkit.signing.policy import check_may_sign
    from certkit.trust.store import load_trust

    output.refuse_overwriting(file, force=force)
    content = read_file(name, sys.stdin.buffer)
    believed = load_trust(trust) if trust is not None else None
    with open_key(key, asking(passphrase_file)) as opened:
        check_may_sign(opened, "statement", now(), believed)
        from certkit.signing.sign import sign_detached  # loads pyHanko, once it is clear that it is needed

        signature = sign_detached(content, opened, kind="statement", at=now(), tsa=tsa, trust=believed, now=now)
        rehearsal = "; a rehearsal, worth nothing" if opened.is_rehearsal else ""
        output.save(file, signature, force=force)
        if file != "-":
            say(f"wrote {safe(file)}: signed by {safe(opened.name)}{rehearsal}")
    return GOOD


def show(what: str, passphrase_file: str | None, form: str) -> int:
    """Show a key or certificates."""
    from certkit.files.read import read_file
    from certkit.signing.key_summary import CertificatesDocument, summarize, summary_lines
    from certkit.trust.certificates import chain_of, check_readable, read_certificates
    from certkit.trust.roles import shipped_policy

    policy, at = shipped_policy(), now()
    if what.lower().startswith(("pkcs11:", "file:")) or what.lower().endswith((".p12", ".pfx")):
        from certkit.signing.keys import open_key

        uri = what if ":" in what else f"file:{what}"
        with open_key(uri, asking(passphrase_file)) as key:
            check_readable(key.certificate, what)
            found = [summarize(key.certificate, key.chain, policy, at)]
            if not found[0].problems:
                key.sign(b"certkit pki show", key.digest)  # raises if key and certificate do not belong together
    else:
        there = read_certificates(read_file(what, sys.stdin.buffer), what)
        for entry in there:
            check_readable(entry, what)
        found = [summarize(entry, chain_of(entry, there), policy, at) for entry in there]
    if form == "json":
        write_document = load("certkit.formats.json_document:write_document")
        output.write(write_document(CertificatesDocument(certificates=tuple(found))))
    else:
        lines = [line for entry in found for line in (*summary_lines(entry, what), "")]
        output.write("\n".join(map(safe, lines)))
    return FINDINGS if any(entry.problems for entry in found) else GOOD


def revoke(folder: str, what: str, reason: str) -> int:
    """Revoke a key of a rehearsal PKI."""
    from certkit.signing.pki_folder import revoke_in

    file, serial = revoke_in(folder, what, now(), reason=reason)
    say(f"wrote {safe(file)}: with the serial number {serial:x} revoked")
    return GOOD


def renew(folder: str) -> int:
    """Issue the revocation lists again."""
    from certkit.signing.pki_folder import renew_lists

    for file in renew_lists(folder, now()):
        say(f"wrote {safe(file)}")
    return GOOD


def _refuse_existing(file: str) -> None:
    """Before anybody is asked for a passphrase: a key file is never overwritten."""
    if os.path.lexists(file):
        raise CertkitError(
            "the file already exists, and keys are never overwritten", hint="name another file", file=file
        )
