"""The dossiers of examples/family: a representative product, tested, and a member of its family, declared.

To write them anew: ``python -m tests.attestation.example``. They are the dossier of examples/ with a product family in
its PICS, and the declaration run of the other member, which names the certificate ``EX-CERT-0001``.
"""

import shutil
from pathlib import Path

from tests.attestation.documents import of_family, of_member

FOLDER = Path(__file__).parent.parent.parent / "examples" / "family"
CERTIFICATE = "EX-CERT-0001"


def write(folder: Path = FOLDER) -> None:
    for name, dossier in (("representative", of_family()), ("member", of_member(CERTIFICATE))):
        shutil.rmtree(folder / name, ignore_errors=True)
        (folder / name).mkdir(parents=True)
        dossier.write(folder / name)


if __name__ == "__main__":
    write()
