"""PKIs as folders, once for each worker."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.signing.pkis import Folder, quick_pki, written
from tests.signing.softhsm import fill, softhsm_module
from tests.signing.tsa import Server, openssl_tsa


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


@pytest.fixture(scope="session")
def module() -> str:
    """SoftHSM2's library."""
    return softhsm_module()


@pytest.fixture(scope="session")
def token(module: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """SoftHSM2's tokens. For the whole session: the library reads its configuration once in a process."""
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    configuration = folder / "softhsm2.conf"
    configuration.write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(configuration))
        fill(module, folder)
        yield folder
