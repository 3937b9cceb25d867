"""``certkit pki``: keys and certificates; a rehearsal PKI to try with, and requests for real certificates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, ClassVar, Literal

import typer

from certkit.cli.groups import SETTINGS, Group, single
from certkit.cli.options import ForceOption
from certkit.cli.passphrase import KeyOption, PassphraseFileOption

TestOption = Annotated[
    str, typer.Option("--test", metavar="DIR", help="The folder of the rehearsal PKI.", show_default=False)
]
AlgorithmOption = Annotated[
    Literal["P-256", "P-384", "Ed25519", "RSA"],
    typer.Option(
        "--algorithm",
        metavar="NAME",
        help="P-256 (the default), P-384, Ed25519 or RSA (3072 bits).",
        show_default=False,
    ),
]
RoleOption = Annotated[
    Literal["test-tool", "laboratory", "certification-body", "vendor"],
    typer.Option("--role", metavar="ROLE", help="test-tool, laboratory, certification-body or vendor."),
]


def init(
    test: TestOption,
    algorithm: AlgorithmOption = "P-256",
    crl_url: Annotated[
        str, typer.Option("--crl-url", metavar="URL", help="Where the revocation lists will be found, if anywhere.")
    ] = "",
    passphrase_file: PassphraseFileOption = None,
) -> int:
    """Make a PKI to rehearse with: a key for each role.

    With root, issuing authority, time-stamp authority and revocation lists. What is sealed with its keys is marked as a
    rehearsal on every page, and never verifies as official. It always needs --test: the authorities of a real PKI are
    not made by certkit. Without a passphrase one is made up; either way it stands in passphrase.txt of the folder,
    which only its owner can read.

    \b
    Examples:
      certkit pki init --test rehearsal
      certkit report record.yaml --key file:rehearsal/laboratory.p12 --passphrase-file rehearsal/passphrase.txt -o r.pdf
    """  # noqa: D301
    from certkit.cli import keys

    return keys.init(test, algorithm, crl_url, passphrase_file)


def csr(
    role: RoleOption,
    name: Annotated[
        str, typer.Option("--name", metavar="NAME", help="Whom the certificate is for, as documents show.")
    ],
    key: KeyOption,
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="The request, PEM.")],
    organization: Annotated[
        str, typer.Option("--organization", metavar="NAME", help="The organization, if it has another name.")
    ] = "",
    country: Annotated[str, typer.Option("--country", metavar="CC", help="Two letters, as DE.")] = "",
    algorithm: AlgorithmOption = "P-256",
    passphrase_file: PassphraseFileOption = None,
    force: ForceOption = False,
) -> int:
    """Write a request for a certificate (PKCS#10).

    It asks for the key usage and the policy of the role. A key file that is not there is made, with a new key under a
    passphrase; on a token the key has to be there already. Of an existing key file the key is taken, which renews its
    certificate. --force overwrites the request, never a key.

    \b
    Examples:
      certkit pki csr --role laboratory --name "Example Laboratory" --key file:laboratory.p12 -o laboratory.csr
      certkit pki csr --role certification-body --name "Example" --key "pkcs11:token=cb;object=seal" -o cb.csr
    """  # noqa: D301
    from certkit.cli import keys

    return keys.request(role, name, organization, country, key, output, algorithm, passphrase_file, force=force)


def complete(
    key: KeyOption,
    certificate: Annotated[
        list[str], typer.Option("--certificate", metavar="FILE", help="What was issued, and its issuers. Repeatable.")
    ],
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="The new key file.")],
    passphrase_file: PassphraseFileOption = None,
) -> int:
    """Put a certificate that was issued beside its key.

    With those of its issuers, into a new key file.

    \b
    Example:
      certkit pki complete --key file:laboratory.p12 --certificate issued.pem --certificate ca.pem -o sealing.p12
    """  # noqa: D301
    from certkit.cli import keys

    return keys.complete(key, certificate, output, passphrase_file)


def sign(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The vendor's statement, a YAML file or workbook.")],
    key: KeyOption,
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="The signature, as pics.xlsx.p7s.")],
    tsa: Annotated[
        str | None, typer.Option("--tsa", metavar="URL", help="A time-stamp authority, for a time that is proven.")
    ] = None,
    trust: Annotated[
        str | None, typer.Option("--trust", metavar="DIR", help="Where the key's chain has to end.")
    ] = None,
    passphrase_file: PassphraseFileOption = None,
    force: ForceOption = False,
) -> int:
    """Sign a vendor's statement beside its file (CAdES).

    So that it is known whose it is. It needs a key of the role vendor; declarations, reports and certificates are
    sealed by the commands that make them. The file stays as it is.

    \b
    Examples:
      certkit pki sign pics.xlsx --key file:vendor.p12 -o pics.xlsx.p7s
      openssl cms -verify -binary -cades -purpose any -inform DER -in pics.xlsx.p7s -content pics.xlsx -CAfile root.pem
    """  # noqa: D301
    from certkit.cli import keys

    return keys.sign(file, key, output, tsa, trust, passphrase_file, force=force)


def show(
    what: Annotated[str, typer.Argument(metavar="KEY", help="A certificate's file, file:key.p12 or pkcs11:….")],
    passphrase_file: PassphraseFileOption = None,
    format: Annotated[  # the option's name
        Literal["text", "json"],
        typer.Option("--format", "-f", metavar="FORMAT", help="text (the default) or json.", show_default=False),
    ] = "text",
) -> int:
    """Show what a certificate or a key is, and if it can seal.

    Of a file, a key file or a token: whose it is, for which role, until when, and by whom issued. The exit code is 1 if
    it can't seal now: it has no role, is not valid now, or its key is too weak.

    \b
    Examples:
      certkit pki show issued.pem
      certkit pki show file:rehearsal/laboratory.p12 --passphrase-file rehearsal/passphrase.txt
    """  # noqa: D301
    from certkit.cli import keys

    return keys.show(what, passphrase_file, format)


def revoke(
    test: TestOption,
    what: Annotated[str, typer.Argument(metavar="WHAT", help="A role, tsa, issuing-ca, or a serial number.")],
    reason: Annotated[
        Literal["key-compromise", "superseded", "cessation", "affiliation", "privilege-withdrawn"],
        typer.Option(
            "--reason",
            metavar="REASON",
            help="key-compromise (the default), superseded, cessation …",
            show_default=False,
        ),
    ] = "key-compromise",
) -> int:
    """Revoke a key of a rehearsal PKI.

    Its revocation list is issued again, with the key in it.

    \b
    Examples:
      certkit pki revoke --test rehearsal laboratory
      certkit pki revoke --test rehearsal 2e:fc:69:37 --reason superseded
    """  # noqa: D301
    from certkit.cli import keys

    return keys.revoke(test, what, reason)


def crl(test: TestOption) -> int:
    """Issue the revocation lists of a rehearsal PKI again.

    Both of them, valid from now.

    \b
    Example:
      certkit pki crl --test rehearsal
    """  # noqa: D301
    from certkit.cli import keys

    return keys.renew(test)


class PkiGroup(Group):
    """``certkit pki``."""

    table: ClassVar[Mapping[str, Callable[[], typer.Typer]]] = {
        "init": lambda: single(init),
        "csr": lambda: single(csr),
        "complete": lambda: single(complete),
        "show": lambda: single(show),
        "sign": lambda: single(sign),
        "revoke": lambda: single(revoke),
        "crl": lambda: single(crl),
    }


app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.callback(cls=PkiGroup, context_settings=SETTINGS, no_args_is_help=True)
def pki() -> None:
    """Make keys to rehearse with; request and show real ones."""
