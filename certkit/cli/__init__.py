"""The command line: parses, calls, prints. Nothing below it prints, looks at the clock or chooses an exit code."""

from __future__ import annotations

import sys


def main() -> None:
    """Run ``certkit`` with the arguments of the process, and exit."""
    from certkit.cli.errors import run

    sys.exit(run(sys.argv[1:]))
