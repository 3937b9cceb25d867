"""What libraries say: never on the terminal, and with --debug never so that it steers the terminal."""

import os
import subprocess
import sys

import pytest

STEERS = "\\x1b[2J\\x1b[1;32mVERIFIED"
WAYS = {
    "pyHanko's logger": f"logging.getLogger('pyhanko.sign').error('{STEERS}')",
    "a logger with a traceback": f"logging.getLogger('reportlab').error('{STEERS}', exc_info=ValueError('{STEERS}'))",
    "the root logger": f"logging.warning('{STEERS}')",
    "a message that does not fit": f"logging.getLogger('fontTools').error('{STEERS} %s %s', 1)",
    "a warning": f"import warnings; warnings.warn('{STEERS}', UserWarning)",
    "an exception in a thread": (
        f"import threading\ndef fail(): raise ValueError('{STEERS}')\n"
        "thread = threading.Thread(target=fail); thread.start(); thread.join()"
    ),
    "an exception in a destructor": (
        f"class Odd:\n    def __del__(self): raise ValueError('{STEERS}')\nOdd(); import gc; gc.collect()"
    ),
    "asyncio": f"logging.getLogger('asyncio').error('{STEERS}')",
}


def said(way, debug):
    """What is on standard error after a command in whose process a library speaks."""
    lines = "\n    ".join(WAYS[way].splitlines())
    script = f"""
import importlib, logging, sys
program = importlib.import_module("certkit.cli.main")
def called(arguments):
    {lines}
    return 0
program.call = called
program.main()
"""
    environment = {key: value for key, value in os.environ.items() if key != "CERTKIT_DEBUG"}
    arguments = ["--debug"] if debug else []
    done = subprocess.run([sys.executable, "-c", script, *arguments], env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stderr.decode()


@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_said(way):
    assert said(way, debug=False) == ""


@pytest.mark.parametrize("way", WAYS)
def test_with_debug_nothing_steers_the_terminal(way):
    text = said(way, debug=True)
    assert "\x1b" not in text
    if way != "a message that does not fit":
        assert "\\x1b[2J" in text
