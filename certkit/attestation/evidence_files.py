"""Holding the evidence in an attestation against the files of the dossier, where somebody still has them.

An attestation carries what was read from the files, with their digests. Whether it was read from them can be seen only
with the files: they are read again, and everything is compared.
"""

from __future__ import annotations

import io
from pathlib import Path, PurePosixPath

from certkit.attestation.rederive import MOST, Difference, Load, differences, pinned
from certkit.attestation.v1.model import AttestationDocument
from certkit.attestation.v1.write import evidence_document
from certkit.edition.rulebook import Rulebook
from certkit.errors import CertkitError
from certkit.files.read import read_file
from certkit.measurement.derive import Measuring
from certkit.verdict.read_dossier import read_dossier


def compare_with_files(document: AttestationDocument, folder: str, load: Load | None = None) -> list[Difference]:
    """Where the files in a folder say something else than the evidence; empty if they say the same.

    Args:
        document: as its schema describes it.
        folder: with the record, under the name that it has in the evidence, and its files.
        load: what gives the edition; by default those that come with certkit.

    Raises:
        NotRederivable: this certkit does not have the edition, or not its release.
        CertkitError: the record cannot be read.
    """
    evidence = document["evidence"]
    rulebook = pinned(evidence, load)
    stated = PurePosixPath(evidence["record"]["file"])
    if stated.name != str(stated) or stated.name in ("", ".", ".."):
        raise CertkitError("the record in the evidence has no name of a file in a folder")
    record = str(Path(folder) / stated.name)

    def the_pinned(_: str | None) -> Rulebook:
        return rulebook

    content = read_file(record, io.BytesIO())
    dossier, _ = read_dossier(record, io.BytesIO(), the_pinned, Measuring)
    if dossier.pics is None:
        return [Difference("evidence.statement", "the PICS cannot be read from the folder")]
    found = list(differences("evidence", evidence, evidence_document(dossier, rulebook, content)))
    return found if len(found) <= MOST else [*found[:MOST], Difference("", f"and {len(found) - MOST} more")]
