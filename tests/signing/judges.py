"""Programs that judge what certkit has made, each by others than its authors; a test without its judge is skipped."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest


def judge(program: str, *arguments: object, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a judge. Skips the test if it is not installed."""
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} is not installed")
    command = [found, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder, timeout=60)


def nss_trusting(folder: Path, root: Path) -> Path:
    """An NSS database, as pdfsig uses it, that trusts one root for signatures."""
    database = folder / "nss"
    database.mkdir()
    made = judge("certutil", "-N", "-d", f"sql:{database}", "--empty-password")
    assert made.returncode == 0, made.stderr
    added = judge("certutil", "-A", "-d", f"sql:{database}", "-n", "root", "-t", "CT,C,C", "-i", root)
    assert added.returncode == 0, added.stderr
    return database
