"""The program: its table of commands, and what holds for all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar

import typer

from certkit.cli.errors import INTERRUPTED, PIPE_CLOSED, say
from certkit.cli.groups import SETTINGS, Group, single


def _pics() -> typer.Typer:
    from certkit.cli.pics import app

    return app


def _plan() -> typer.Typer:
    from certkit.cli.plan import plan

    return single(plan)


def _explain() -> typer.Typer:
    from certkit.cli.explain import explain

    return single(explain)


def _configuration() -> typer.Typer:
    from certkit.cli.configuration import app

    return app


def _results() -> typer.Typer:
    from certkit.cli.results import app

    return app


def _firmware() -> typer.Typer:
    from certkit.cli.firmware import app

    return app


def _measure() -> typer.Typer:
    from certkit.cli.measure import measure

    return single(measure)


def _record() -> typer.Typer:
    from certkit.cli.record import app

    return app


def _assess() -> typer.Typer:
    from certkit.cli.assess import assess

    return single(assess)


def _pki() -> typer.Typer:
    from certkit.cli.pki import app

    return app


def _declare() -> typer.Typer:
    from certkit.cli.declare import declare

    return single(declare)


def _report() -> typer.Typer:
    from certkit.cli.report import report

    return single(report)


def _certify() -> typer.Typer:
    from certkit.cli.certify import certify

    return single(certify)


def _extract() -> typer.Typer:
    from certkit.cli.extract import extract

    return single(extract)


def _verify() -> typer.Typer:
    from certkit.cli.verify import verify

    return single(verify)


def _family() -> typer.Typer:
    from certkit.cli.family import app

    return app


def _edition() -> typer.Typer:
    from certkit.cli.edition import app

    return app


def _schema() -> typer.Typer:
    from certkit.cli.schema import schema

    return single(schema)


class Program(Group):
    """``certkit``."""

    table: ClassVar[Mapping[str, Callable[[], typer.Typer]]] = {
        "pics": _pics,
        "plan": _plan,
        "explain": _explain,
        "configuration": _configuration,
        "results": _results,
        "firmware": _firmware,
        "measure": _measure,
        "record": _record,
        "assess": _assess,
        "family": _family,
        "declare": _declare,
        "report": _report,
        "certify": _certify,
        "verify": _verify,
        "extract": _extract,
        "pki": _pki,
        "edition": _edition,
        "schema": _schema,
    }

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:  # typer would say nothing
            say("interrupted")
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:  # typer would make it 1, which here means findings
            raise typer.Exit(PIPE_CLOSED) from None


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"certkit {version('certkit')}")
        raise typer.Exit


app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.callback(cls=Program, context_settings=SETTINGS, no_args_is_help=True)
def program(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show the traceback if certkit itself fails (or set CERTKIT_DEBUG).")
    ] = False,
) -> None:
    """From the statement of a charging device to a certificate that anyone verifies, every step with its reason.

    \b
    Examples:
      certkit pics new --dut station -o my-station.xlsx    a form to fill in
      certkit pics check my-station.xlsx                   what is wrong or missing
      certkit plan my-station.xlsx                         which tests apply, and why
      certkit explain TC_003 --pics my-station.xlsx        the proof for one of them
      certkit record new my-station.xlsx -o record.yaml    a record of the test run, to fill in
      certkit assess record.yaml                           pass, fail or incomplete, and why
      certkit report record.yaml --key URI -o report.pdf   the same, as a sealed document
      certkit verify report.pdf --trust DIR                whether you may rely on one
    """  # noqa: D301  # \b keeps lines as they are
