"""pyHanko's clock without the name of a time zone.

It asks the system for that name, which there is not where TZ is a POSIX string (``EST5EDT,M3.2.0,M11.1.0``) or says
nothing; and what is signed has its times in UTC.
"""

from __future__ import annotations

from datetime import UTC, tzinfo

from pyhanko.sign.signers import pdf_cms, pdf_signer


class _Utc:
    """What pyHanko's modules take for the package tzlocal."""

    @staticmethod
    def get_localzone() -> tzinfo:
        return UTC


def use_utc() -> None:
    """Let pyHanko's signers take UTC for the local time."""
    for module in (pdf_cms, pdf_signer):
        vars(module)["tzlocal"] = _Utc
