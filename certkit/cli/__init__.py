"""The command line: parses, calls, prints. Nothing below it prints, looks at the clock or chooses an exit code."""

from certkit.cli.main import main

__all__ = ["main"]
