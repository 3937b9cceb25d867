"""A rehearsal PKI as a folder, once for each worker, and documents sealed under it."""

from pathlib import Path

import pytest

from tests.attestation.commands import Sealed, sealed_documents
from tests.signing.pkis import Folder, quick_pki, written


@pytest.fixture(scope="session")
def pki(tmp_path_factory) -> Folder:
    return written(quick_pki(), tmp_path_factory.mktemp("pki") / "rehearsal")


@pytest.fixture(scope="session")
def sealed(pki, tmp_path_factory) -> Sealed:
    """Every kind of document, made by the commands; tests leave them as they are."""
    return sealed_documents(pki, tmp_path_factory.mktemp("documents"))


@pytest.fixture
def record(tmp_path) -> Path:
    """The example, in a folder that can be changed."""
    from tests.verdict.dossiers import example

    return example().write(tmp_path)
