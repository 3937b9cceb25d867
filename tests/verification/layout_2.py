"""A later layout, as small as one can be: other words, another size of page, another place for the signature."""

from __future__ import annotations

from certkit.attestation.layout_1.archive import Metadata, picture, write_pdf
from certkit.attestation.layout_1.lines import Style, wrap
from certkit.attestation.layout_1.sheet import Rule, Words
from certkit.attestation.layout_1.structure import FORM, PARAGRAPH, Element
from certkit.formats.canonical_json import canonical_json

SIGNATURE_PAGE = 1
SIGNATURE_BOX = (300.0, 500.0, 560.0, 580.0)
_STYLE = Style(size=14, leading=20)


def render(document, rulebook):
    lines = wrap(f"{document['kind']} {document['id']} of {rulebook.info.title}, in layout 2", _STYLE, 300)
    structure = Element("Document")
    element = structure.add(PARAGRAPH)
    structure.add(FORM)
    page = [Words(40, 700 - 20 * number, _STYLE, line, element) for number, line in enumerate(lines)]
    metadata = Metadata(document["id"], document["issuer"]["name"], "", "layout 2", document["issued_at"])
    return write_pdf([page, [Rule(40, 40, 300, 40, 3, (1, 0, 0))]], structure, [], canonical_json(document), metadata)


def signature_lines(document):
    return [f"Signed by {document['issuer']['name']}"]


def signature_page(lines):
    left, bottom, right, top = SIGNATURE_BOX
    words = [Words(5, 60 - 12 * number, Style(), wrap(line, Style(), 400)[0]) for number, line in enumerate(lines)]
    return picture(words, (right - left, top - bottom))
