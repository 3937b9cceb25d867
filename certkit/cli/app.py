"""The program: its table of commands, and what is the same for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from certkit.cli.commands import SETTINGS, Group, Listed
from certkit.cli.errors import GOOD, INTERRUPTED, PIPE_CLOSED, USAGE, print_error
from certkit.loading import load
from certkit.text.terminal import safe

COMMANDS: Mapping[str, Listed] = {
    "pics": Listed(
        "Write, check, convert and compare PICS files.",
        commands={
            "new": Listed("Write a PICS form, blank or with what evidence tells.", "certkit.cli.pics.new:new"),
            "check": Listed("Check PICS files.", "certkit.cli.pics.check:check"),
            "convert": Listed("Convert a PICS between YAML and a workbook.", "certkit.cli.pics.convert:convert"),
            "diff": Listed("Compare two PICS files and their plans.", "certkit.cli.pics.diff:diff"),
        },
    ),
    "plan": Listed("List the test cases that apply to a device.", "certkit.cli.plan:plan"),
    "explain": Listed("Explain a test case, an item or a code.", "certkit.cli.explain:explain"),
    "configuration": Listed(
        "Check and extract the configuration keys of a station.",
        commands={
            "check": Listed("Check configuration keys against the PICS.", "certkit.cli.configuration.check:check"),
            "extract": Listed(
                "List the keys as a certificate states them.", "certkit.cli.configuration.extract:extract"
            ),
        },
    ),
    "results": Listed(
        "Check test results against the plan.",
        commands={"check": Listed("Check test results against the plan.", "certkit.cli.results:check")},
    ),
    "firmware": Listed(
        "Hash and verify firmware images.",
        commands={
            "hash": Listed("Hash a firmware image.", "certkit.cli.firmware.hash:hash_image"),
            "verify": Listed("Compare a firmware image with its hash.", "certkit.cli.firmware.verify:verify"),
        },
    ),
    "measure": Listed("Measure performance in message logs.", "certkit.cli.measure:measure"),
    "network": Listed("Measure latency and bandwidth of the way to a host.", "certkit.cli.network:network"),
    "record": Listed(
        "Write, check and freeze the record of a test run.",
        commands={
            "new": Listed("Write a record to fill in, and freeze the PICS.", "certkit.cli.record.new:new"),
            "check": Listed("Check a record against the requirements.", "certkit.cli.record.check:check"),
            "status": Listed(
                "Show what is run, what is left and what blocks a pass.", "certkit.cli.record.status:status"
            ),
            "set": Listed("Set fields of a record.", "certkit.cli.record.set:set_"),
            "network": Listed("Add a measurement of the connection to a record.", "certkit.cli.record.network:network"),
            "freeze": Listed("Write the digests of its files into a record.", "certkit.cli.record.freeze:freeze"),
        },
    ),
    "assess": Listed("Assess a dossier: pass, fail or incomplete.", "certkit.cli.assess:assess"),
    "family": Listed(
        "Check a product family.",
        commands={"check": Listed("Check the members of a product family.", "certkit.cli.family:check")},
    ),
    "declare": Listed("Sign a Vendor Declaration of Conformance.", "certkit.cli.declare:declare"),
    "report": Listed("Sign a test report.", "certkit.cli.report:report"),
    "certify": Listed("Sign a certificate.", "certkit.cli.certify:certify"),
    "recertify": Listed("Compare a changed device with its certificate.", "certkit.cli.recertify:recertify"),
    "verify": Listed("Verify signed documents.", "certkit.cli.verify:verify"),
    "extract": Listed("Extract the data of a verified document.", "certkit.cli.extract:extract"),
    "trust": Listed(
        "Choose whose documents you trust.",
        commands={
            "add": Listed("Add roots, intermediates or CRLs to your trust store.", "certkit.cli.trust.add:add"),
            "list": Listed("List what your trust store has.", "certkit.cli.trust.list:list_trust"),
            "remove": Listed("Remove a root from your trust store.", "certkit.cli.trust.remove:remove"),
        },
    ),
    "pki": Listed(
        "Create, request, show and revoke keys.",
        commands={
            "init": Listed("Create a PKI for rehearsals.", "certkit.cli.pki.init:init"),
            "csr": Listed("Write a certificate request (PKCS#10).", "certkit.cli.pki.csr:csr"),
            "complete": Listed("Add an issued certificate to its key.", "certkit.cli.pki.complete:complete"),
            "show": Listed("Show a key or a certificate.", "certkit.cli.pki.show:show"),
            "sign": Listed("Sign a PICS, with the signature in its own file.", "certkit.cli.pki.sign:sign"),
            "revoke": Listed("Revoke a key of a rehearsal PKI.", "certkit.cli.pki.revoke:revoke"),
            "crl": Listed("Renew the CRLs of a rehearsal PKI.", "certkit.cli.pki.crl:crl"),
        },
    ),
    "edition": Listed(
        "List and check editions of the procedure.",
        commands={
            "list": Listed("List the editions that come with certkit.", "certkit.cli.edition.list:list_editions"),
            "check": Listed("Check the files of an edition.", "certkit.cli.edition.check:check"),
        },
    ),
    "schema": Listed("Print a JSON Schema.", "certkit.cli.schema:schema"),
}


class Program(Group):
    """``certkit``."""

    table = COMMANDS

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:  # typer would print nothing
            print_error("interrupted")
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:  # typer would exit with 1, which here means findings
            raise typer.Exit(PIPE_CLOSED) from None


def _print_version(wanted: bool) -> None:
    if wanted:
        version_of = load("importlib.metadata:version")  # loads the package for e-mails
        typer.echo(f"certkit {version_of('certkit')}")
        raise typer.Exit


app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.callback(cls=Program, context_settings=SETTINGS, no_args_is_help=True)
def program(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and exit.")
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show the traceback of a bug of certkit (or set CERTKIT_DEBUG).")
    ] = False,
) -> None:
    """Check PICS files, plan tests, assess results, and sign and verify OCPP certification documents.

    \b
    Examples:
      certkit pics new --dut station -o my-station.xlsx    write a form to fill in
      certkit pics check my-station.xlsx                   see what is wrong or missing
      certkit plan my-station.xlsx                         see which tests apply, and why
      certkit explain TC_003 --pics my-station.xlsx        see the reasons for one of them
      certkit record new my-station.xlsx -o record.yaml    write a record of the test run to fill in
      certkit assess record.yaml                           get pass, fail or incomplete, and why
      certkit report record.yaml --key URI -o report.pdf   sign the report
      certkit verify report.pdf --trust DIR                find out whether you may rely on it
    """  # noqa: D301  # \b keeps lines as they are


def call(arguments: Sequence[str]) -> int:
    """Call the command that the arguments name, and give its exit code.

    Raises:
        CertkitError: certkit cannot go on.
        KeyboardInterrupt: the user interrupts it, or a prompt has nobody to answer it.
    """
    try:
        code = typer.main.get_command(app)(list(arguments), prog_name="certkit", standalone_mode=False)
    except typer.TyperException as error:
        return _report_usage(error)
    except typer.Abort:
        raise KeyboardInterrupt from None
    return code if isinstance(code, int) else GOOD


def _report_usage(error: Exception) -> int:
    """Report a mistake in the arguments; a group without arguments gets its help."""
    context = getattr(error, "ctx", None)
    message = getattr(error, "format_message", lambda: str(error))()
    if type(error).__name__ == "NoArgsIsHelpError":
        print(message)
        return USAGE
    command = context.command_path if context is not None else "certkit"
    text = " ".join(message.replace("\n\t", " ").split())  # typer breaks its lists into lines
    print_error(f"{safe(text[:1].lower() + text[1:]).rstrip('.')} ({command} --help)")
    return USAGE
