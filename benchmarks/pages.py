"""How fast a certificate is drawn in a warm process, beside the same lines drawn where they stand with reportlab alone.

    python benchmarks/pages.py [ROUNDS]

What stands beside it knows the place of every line already and makes no PDF/A: it is the least that drawing can take.
Every round draws another certificate, so that no line is known from the round before. Always ends with 0.
"""

from __future__ import annotations

import statistics
import sys
from io import BytesIO
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from certkit.attestation.layout_1.documents import certificate
from certkit.attestation.layout_1.fonts import BOLD, MONO, TEXT, path_of
from certkit.attestation.layout_1.front import frame
from certkit.attestation.layout_1.lines import FRAME, wrap
from certkit.attestation.layout_1.sheet import HEIGHT, WIDTH, Rule, Sheet, Words
from tests.attestation.pages.documents import example, render

AT_MOST = 1.5
ROUNDS = 21


def main(arguments: list[str]) -> int:
    rounds = int(arguments[0]) if arguments else ROUNDS
    for name in (TEXT, BOLD, MONO):
        registerFont(TTFont(name, str(path_of(name)), asciiReadable=0))
    ours, beside = [], []
    for number in range(rounds + 1):
        document = example("certificate")
        document["id"] = f"CERT-2026-{number:04}"
        document["derived"]["subject"]["vendor"] = f"Example {number} GmbH"
        sheet = certificate(document, "ab" * 32)
        frame(sheet, document, "ab" * 32)
        wrap.cache_clear()
        begin = perf_counter()
        render(document)
        middle = perf_counter()
        straight(sheet)
        end = perf_counter()
        if number:  # the first round is to warm up
            ours.append(middle - begin)
            beside.append(end - middle)
    one, other = statistics.median(ours), statistics.median(beside)
    verdict = "ok" if one / other <= AT_MOST else "over"
    print(f"render one certificate, {len(sheet.pages)} pages, medians of {rounds} rounds after one to warm up")
    print(f"{one * 1000:.0f} ms, straight {other * 1000:.0f} ms, {one / other:.2f}x, at most {AT_MOST}x: {verdict}")
    return 0


def straight(sheet: Sheet) -> None:
    """The same with one call of reportlab for each thing."""
    canvas = Canvas(BytesIO(), pagesize=(WIDTH, HEIGHT), pageCompression=1)
    for page in sheet.pages:
        for drawn in page:
            if isinstance(drawn, Words):
                canvas.setFillColorRGB(*drawn.style.colour)
                for run in drawn.line.runs:
                    canvas.setFont(run.font if run.font != FRAME else drawn.style.font, drawn.style.size)
                    canvas.drawString(drawn.x + run.x, drawn.y, run.text)
            elif isinstance(drawn, Rule):
                canvas.setStrokeColorRGB(*drawn.colour)
                canvas.setLineWidth(drawn.width)
                canvas.line(drawn.x1, drawn.y1, drawn.x2, drawn.y2)
            else:
                canvas.setFillColorRGB(*drawn.colour)
                canvas.rect(drawn.x, drawn.y, drawn.width, drawn.height, stroke=drawn.line > 0, fill=not drawn.line)
        canvas.showPage()
    canvas.save()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
