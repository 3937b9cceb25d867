"""The QR code: it opens the issuer's register, with the document's kind, id and digest after a ``#``."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any
from urllib.parse import quote

from certkit.attestation.layout_1.sheet import Square

_MASK = 3
"""Any mask can be read. Data that ends in a digest looks random under each of them, and trying all eight takes time."""
_LONGEST_ID = 120
"""Characters of an id, as they are written in the code; with more its squares would get too small to be read."""


def qr_text(kind: str, identifier: str, digest: str, register: str | None = None) -> str:
    """``<register>#certkit:1:<kind>:<id>:sha256:<hex>``, all ASCII; without a register, what follows the ``#``.

    The id is percent-encoded, and left out if it is too long. Every other character may be in a fragment as it is (RFC
    3986, 3.5), and a browser keeps the fragment to itself.
    """
    encoded = quote(identifier.encode("utf-8", "backslashreplace"), safe="")
    text = f"certkit:1:{kind}:{encoded if len(encoded) <= _LONGEST_ID else ''}:sha256:{digest}"
    return f"{register}#{text}" if register else text


def qr_squares(text: str, x: float, y: float, side: float) -> list[Square]:
    """The code as black rectangles, without the white border; ``x`` and ``y`` are its lower left corner."""
    encoder = _encoder()
    code = encoder.QRCode(None, encoder.QRErrorCorrectLevel.M)
    code.addData(encoder.QR8bitByte(text))
    code.version = code.calculate_version()
    code.makeImpl(False, _MASK)
    count = code.getModuleCount()
    step = side / count
    squares = []
    for row, modules in enumerate(code.modules):
        column = 0
        while column < count:
            begin = column
            while column < count and modules[column]:
                column += 1
            if column > begin:
                bottom = y + side - (row + 1) * step
                squares.append(Square(x + begin * step, bottom, (column - begin) * step, step, 0.0, (0, 0, 0)))
            column += 1
    return squares


@cache
def _encoder() -> Any:
    """The encoder of reportlab, a module that needs no other, by its file.

    Importing it by its name imports all that reportlab can draw, which takes longer than drawing a certificate.
    """
    package = find_spec("reportlab")
    assert package is not None
    assert package.origin is not None
    path = Path(package.origin).parent / "graphics" / "barcode" / "qrencoder.py"
    spec = spec_from_file_location("certkit.attestation.layout_1._qrencoder", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    # The same few polynomials are needed again and again, and computing them is half of the work.
    module.QRUtil.getErrorCorrectPolynomial = staticmethod(cache(module.QRUtil.getErrorCorrectPolynomial))
    return module
