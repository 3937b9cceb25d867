"""PKIs as folders, once for each worker."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sealing.pkis import Folder, quick_pki, written
from tests.sealing.tsa import Server, openssl_tsa


@pytest.fixture(scope="session")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A rehearsal PKI; tests leave it as it is."""
    return written(quick_pki(), tmp_path_factory.mktemp("pki") / "rehearsal")


@pytest.fixture(scope="session")
def official(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A PKI without the marks of a rehearsal, as nobody can make with certkit's commands."""
    return written(quick_pki(rehearsal=False), tmp_path_factory.mktemp("pki") / "official")


@pytest.fixture(scope="session")
def tsa(rehearsal: Folder) -> Iterator[Server]:
    """OpenSSL's time-stamp authority under the rehearsal PKI."""
    with openssl_tsa(rehearsal.path) as server:
        yield server
