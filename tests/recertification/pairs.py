"""Old documents and new records of one device, and the impact report on a pair of them."""

import json
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from certkit.attestation.model import Judged
from certkit.attestation.rederive import judge
from certkit.attestation.v1.derive import firmware_hash, subject
from certkit.attestation.v1.model import AttestationDocument
from certkit.attestation.v1.read import read_attestation
from certkit.attestation.v1.write import canonical
from certkit.edition.rulebook import Rulebook
from certkit.measurement.derive import Measuring
from certkit.recertification.derive import impact
from certkit.recertification.model import Earlier, ImpactDocument, ImpactedCase, Later, PolicyFile
from certkit.recertification.policy import Policy
from certkit.recertification.read_policy import read_policy, shipped_policy
from certkit.verdict.assess import assess
from certkit.verdict.evidence import evidence_of
from certkit.verdict.read_dossier import read_dossier
from tests.attestation.documents import DIGEST, a_certificate, a_failed_report, judged
from tests.verdict.dossiers import Dossier, edition, example

POLICY_FILE = PolicyFile("policy.yaml", "7" * 64)


def earlier(document: AttestationDocument) -> Earlier:
    """A document as if it had been signed and verified."""
    return Earlier("old.pdf", DIGEST, read_attestation(canonical(document)), judge(document["evidence"]))


def later(dossier: Dossier | Judged) -> Later:
    """A record in the folder ``new``."""
    found = dossier if isinstance(dossier, Judged) else judged(dossier)
    return Later("new/record.yaml", "new/", found, subject(found), firmware_hash(found))


@cache
def certificate() -> Earlier:
    """The certificate on the dossier of examples/."""
    return earlier(a_certificate())


@cache
def failed_report() -> Earlier:
    """The report on the same dossier, in which TC_010 failed."""
    return earlier(a_failed_report())


@cache
def policy() -> Policy:
    """The policy that comes with the edition."""
    content, file = shipped_policy(edition())
    return read_policy(content, file, edition().info.id)


def report(old: Earlier, new: Dossier | Judged, by: Policy | None = None) -> ImpactDocument:
    return impact(old, later(new), by or policy(), POLICY_FILE)


def judged_with(dossier: Dossier, rulebook: Rulebook) -> Judged:
    """A dossier under an edition that does not come with certkit, or a release or readings of it."""
    with TemporaryDirectory() as folder:
        path = dossier.write(Path(folder))
        found, _ = read_dossier(str(path), BytesIO(), lambda _: rulebook, Measuring)
    evidence = evidence_of(found, rulebook)
    return Judged({}, evidence, assess(evidence), rulebook)  # type: ignore[typeddict-item]  # nothing here reads it


def patched(dossier: Dossier | None = None) -> Dossier:
    """The example with version 3.1.1: another image, which names itself so, and PICS and record that say so."""
    dossier = dossier or example()
    dossier.files["ex-22-duo-3.1.0.bin"] += b"patched"
    dossier.files["messages.log"] = dossier.files["messages.log"].replace(b"3.1.0", b"3.1.1")
    dossier.change_pics("firmware_version: 3.1.0", "firmware_version: 3.1.1")
    return dossier.change("firmware_version: 3.1.0", "firmware_version: 3.1.1")


def answered(dossier: Dossier, item: str, old: str, new: str) -> Dossier:
    """The dossier with another answer to an item."""
    return dossier.change_pics(f"  {item}: {old}", f"  {item}: {new}")


def with_keys(dossier: Dossier, change: Callable[[dict[str, dict]], object]) -> Dossier:
    """The dossier with changed configuration keys: the function is given key -> its entry."""
    document = json.loads(dossier.files["getconfiguration.json"])
    keys = {entry["key"]: entry for entry in document["configurationKey"]}
    change(keys)
    document["configurationKey"] = list(keys.values())
    dossier.files["getconfiguration.json"] = json.dumps(document, indent=1).encode()
    return dossier


def case(made: ImpactDocument, name: str) -> ImpactedCase:
    """The row of a test case."""
    (found,) = [row for row in made.test_cases if row.id == name]
    return found


def classes(made: ImpactDocument) -> dict[str, int]:
    """The classes that occur, each with its number of test cases."""
    return {impact.value: count for impact, count in made.summary.items() if count}


def said(changes: object) -> list[tuple[str, str]]:
    """Code and subject of changes."""
    return [(change.code, change.subject) for change in changes]  # type: ignore[attr-defined]
