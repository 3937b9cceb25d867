"""Find the shipped data: next to the package in a checkout or an editable install, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def data_folder(name: str) -> Path:
    """The folder ``pics_templates``, ``schemas`` or ``signing``.

    Raises:
        FileNotFoundError: the installation is not complete.
    """
    for parent in (_PACKAGE / "_data", _PACKAGE.parent):
        if (parent / name).is_dir():
            return parent / name
    raise FileNotFoundError(f"certkit is installed without its folder {name}; install it again")


def editions_folder() -> Path:
    """The folder with one folder for each shipped edition."""
    return data_folder("pics_templates")
