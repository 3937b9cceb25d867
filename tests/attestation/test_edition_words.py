"""The texts of an edition that only explain are neither derived nor printed, so they can be reworded at any time."""

from dataclasses import replace

import pytest
import yaml

from certkit.attestation import layout_1
from certkit.attestation.rederive import judge, rederive
from certkit.edition.rulebook import load_edition
from certkit.formats.yaml_tree import Scalar, Sequence
from certkit.verdict.write_json import verdict_document
from tests.attestation.documents import (
    a_certificate,
    a_declaration,
    a_failed_report,
    a_member,
    a_report,
    judged,
)
from tests.edition.editions import SHIPPED, parts_of, trees_of, unpinned
from tests.verdict.dossiers import example


def reworded(node, file, path=()):
    """The file as plain values, with each text that is not pinned reworded."""
    if isinstance(node, Scalar):
        return f"{node.text} In other words." if unpinned(file, path) else node.text
    if isinstance(node, Sequence):
        return [reworded(entry, file, (*path, "*")) for entry in node.items]
    return {key: reworded(value, file, (*path, key)) for key, (_, value) in node.pairs.items()}


@pytest.fixture(scope="module")
def other_words(tmp_path_factory):
    """What loads the shipped edition with other words in every text that only explains."""
    folder = tmp_path_factory.mktemp("editions") / SHIPPED.name
    folder.mkdir()
    for file, tree in trees_of(SHIPPED).items():
        content = yaml.dump(reworded(tree, file), sort_keys=False, default_style='"', allow_unicode=True)
        (folder / f"{file}.yaml").write_text(content, encoding="utf-8")
    loaded = load_edition(folder)
    assert loaded.sha256 == load_edition().sha256
    assert parts_of(folder) != parts_of(SHIPPED)
    return loaded


@pytest.mark.parametrize(
    "document", [a_report, a_failed_report, a_certificate, a_declaration, a_member], ids=lambda make: make.__name__
)
def test_a_document_follows_from_an_edition_with_other_explanations(document, other_words):
    stated = document()
    assert rederive(stated, lambda *_: other_words) == []
    assert layout_1.render(stated, other_words) == layout_1.render(stated, load_edition())


def without_hints(verdict):
    """What a verdict says but for what to do about it; that a command may tell, and a document does not."""
    return replace(verdict, reasons=tuple(replace(reason, hint="") for reason in verdict.reasons))


def test_a_verdict_on_wrong_statement_and_configuration_says_the_same(other_words):
    dossier = example().change_pics("  AQ-8: Yes\n", "")
    keys = dossier.files["getconfiguration.json"]
    dossier.files["getconfiguration.json"] = keys.replace(b'"HeartbeatInterval"', b'"X"')
    evidence = judged(dossier).document
    usual = verdict_document(judge(evidence).verdict)
    other = verdict_document(judge(evidence, lambda *_: other_words).verdict)
    assert {"VD-04", "VD-61"} <= {reason.code for reason in usual.reasons}
    assert without_hints(usual) == without_hints(other)
