"""``certkit pki csr``."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from certkit.cli import output as out
from certkit.cli.errors import GOOD, print_error
from certkit.cli.options import ForceOption, KeyOption, PassphraseFileOption
from certkit.cli.passphrase import asking
from certkit.cli.pki.complete import write_key
from certkit.cli.pki.init import AlgorithmOption
from certkit.errors import CertkitError
from certkit.loading import load
from certkit.signing.keys import file_of, read_key_file, signing_with, write_key_file
from certkit.signing.pki import new_key
from certkit.signing.request import make_request, subject_of
from certkit.text.terminal import safe
from certkit.trust.roles import shipped_policy


def csr(
    role: Annotated[
        Literal["test-tool", "laboratory", "certification-body", "vendor"],
        typer.Option("--role", metavar="ROLE", help="test-tool, laboratory, certification-body or vendor."),
    ],
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="Name of the holder, as documents show it.")],
    key: KeyOption,
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="Write the request to a file, as PEM.")],
    organization: Annotated[
        str, typer.Option("--organization", metavar="NAME", help="Name of the organization, if it differs.")
    ] = "",
    country: Annotated[str, typer.Option("--country", metavar="CC", help="Country, two letters as in DE.")] = "",
    algorithm: AlgorithmOption = "P-256",
    passphrase_file: PassphraseFileOption = None,
    force: ForceOption = False,
) -> int:
    """Write a certificate request (PKCS#10).

    The request asks for the key usage and the policy of the role. If the key file does not exist, it is created with a
    new key under a passphrase; on a token, the key must exist. Use an existing key file to renew its certificate.
    --force overwrites the request, never a key.

    \b
    Examples:
      certkit pki csr --role laboratory --name "Example Laboratory" --key file:laboratory.p12 -o laboratory.csr
      certkit pki csr --role certification-body --name "Example" --key "pkcs11:token=cb;object=sign" -o cb.csr
    """  # noqa: D301
    policy = shipped_policy()
    wanted = policy.roles[role.replace("-", " ")]
    subject = subject_of(name, organization, country)
    out.refuse_overwriting(output, force=force)
    ask = asking(passphrase_file)
    if key.lower().startswith("pkcs11:"):
        token = load("certkit.signing.token:open_token")(key, ask)
        try:
            if token.public is None:
                raise CertkitError("the token has no public key for the private one", file=key)
            request = make_request(subject, wanted, token.public, token.sign, policy)
        finally:
            token.close()
    else:
        path = file_of(key)
        if path.exists():
            private, _, _ = read_key_file(key, path, ask)
            request = make_request(subject, wanted, private.public_key(), signing_with(private), policy)
        else:
            fresh = new_key(algorithm)
            request = make_request(subject, wanted, fresh.public_key(), signing_with(fresh), policy)
            passphrase = asking(passphrase_file, twice=True)(f"New passphrase of {path.name}")
            write_key(path, write_key_file(wanted.name, fresh, None, [], passphrase))
            print_error(f"wrote {safe(str(path))}: the new key; keep it and a copy where nobody else can read it")
    out.save(output, request, force=force)
    if output != "-":
        print_error(f"wrote {safe(output)}: the request; send it to the certification authority")
    return GOOD
