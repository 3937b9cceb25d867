"""What a drawn document says, read with other programs than the ones that drew it."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO

import pikepdf
import pytest


def tool(name: str) -> str:
    """A program of the system; where it is not installed the test is skipped, and says so."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def texts(pdf: bytes) -> list[str]:
    """The text of every page, as poppler reads it: what somebody copies from it."""
    command = [tool("pdftotext"), "-layout", "-enc", "UTF-8", "-", "-"]
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return done.stdout.decode("utf-8").split("\f")[:-1]


def words(pdf: bytes) -> str:
    """All of it without white space: lines may be broken anywhere."""
    command = [tool("pdftotext"), "-raw", "-enc", "UTF-8", "-", "-"]
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return "".join(done.stdout.decode("utf-8").split())


def squeezed(text: str) -> str:
    return "".join(text.split())


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(pdf))
