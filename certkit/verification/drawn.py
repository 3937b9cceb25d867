"""Whether two files draw and hold the same, though their bytes differ.

Another version of a library writes the same pages with other bytes: objects in another order, streams packed otherwise,
the glyphs of a font numbered otherwise. So both files are read as what they show: each glyph with its outline, the text
that is copied from it, its place, size and colour; each line and area. They have to be the same, one by one and in the
same order, and so has everything else in the files.

The world is closed. A page may use the operators that layouts use, and a font has the entries that layouts write. Any
other operator, entry or object is a difference, so there is no way to hide, cover or add anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import NamedTuple, TypeAlias

from certkit.formats.pdf import Name, PdfError, Ref, Stream, Value, View, read_document
from certkit.formats.truetype import FontError, Glyph, TrueType, read_truetype

_NEAR = 0.0005
"""Points, and parts of a colour: what is nearer than that is the same. No layout writes steps as small as that."""
_MORE, _LONGER = 10_000, 4
"""By how many bytes, and how many times, a content may be longer than the one that is expected."""
_MOST_FONTS = 16
"""Of a page."""
_DEEPEST = 16
"""Graphics states that are kept at once."""
_PACKING = frozenset({"Length", "Filter"})
_FONT = frozenset({"Type", "Subtype", "BaseFont", "Encoding", "DescendantFonts", "ToUnicode"})
_BELOW = frozenset({"Type", "Subtype", "BaseFont", "CIDSystemInfo", "FontDescriptor", "CIDToGIDMap", "W"})
_SYSTEM = {"Registry": b"Adobe", "Ordering": b"Identity", "Supplement": 0}
_NAME = re.compile(r"[A-Z]{6}\+(.+)")
_TO_UNICODE = re.compile(
    rb"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
    rb"/CIDSystemInfo << /Registry \(Adobe\) /Ordering \(UCS\) /Supplement 0 >> def\n"
    rb"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
    rb"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
    rb"(?P<mapped>(?:\d{1,3} beginbfchar\n(?:<[0-9A-F]{4}> <(?:[0-9A-F]{4}){1,2}>\n)+endbfchar\n)+)"
    rb"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
)
_MAPPED = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>")
_TOKEN = re.compile(
    rb"[ \n]*(?:(?P<number>-?(?:\d{1,10}(?:\.\d{0,12})?|\.\d{1,12}))|/(?P<name>[A-Za-z0-9+-]{1,40})"
    rb"|<(?P<codes>(?:[0-9A-Fa-f]{4})+)>|<</MCID (?P<piece>\d{1,6})>>|(?P<operator>[A-Za-z]{1,3}))(?=[ \n<>/]|\Z)[ \n]*"
)

Matrix: TypeAlias = "tuple[float, float, float, float, float, float]"
Colour: TypeAlias = "tuple[float, float, float]"
_UNMOVED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_OPERANDS = {
    **{"q": 0, "Q": 0, "cm": 6, "RG": 3, "rg": 3, "w": 1, "m": 2, "l": 2, "c": 6, "h": 0, "re": 4, "S": 0, "f": 0},
    **{"BT": 0, "ET": 0, "Tf": 2, "Tm": 6, "Tj": 1, "BMC": 1, "BDC": 2, "EMC": 0},
}
"""The operators that layouts use, and how many operands each has."""
_IN_TEXT = frozenset({"ET", "Tf", "Tm", "Tj", "rg"})
_BOTH = frozenset({"rg", "BMC", "BDC", "EMC"})
"""Within a text, and outside of one."""
_IN_PATH = frozenset({"m", "l", "c", "h", "re", "S", "f"})
_MARKS = frozenset({"BMC", "BDC", "EMC"})
"""Around what belongs to an element of the structure, or is an artifact."""
_OF_MARKS = {"BMC": (1, 0), "BDC": (1, 1), "EMC": (0, 0)}
"""How many names and numbers each has."""
_NOT_MARKED = frozenset({"q", "Q", "cm", "BT", "ET", "BMC", "BDC"})
"""Not within such a pair, so that none goes over the borders of something else."""


class Different(Exception):
    """The two are not the same; the message says where."""


class _Font(NamedTuple):
    """A font of a file.

    Attributes:
        look: what has to be the same in both files: its name, its descriptor, and what all its subsets share.
        glyphs, texts, widths: of each code, from 1; the first one is not used.
    """

    look: tuple[object, ...]
    glyphs: tuple[Glyph, ...]
    texts: tuple[str, ...]
    widths: tuple[float, ...]


class _Drawn(NamedTuple):
    """Something that a page draws, or a mark around it.

    Attributes:
        what: glyph, line, area or mark.
        font, code: of a glyph; 0 for what is none.
        steps: the operators of a path; of a mark, its operator and the type of the element.
        numbers: matrix or points, width of the line, colour; of a mark, its number on the page.
    """

    what: str
    numbers: tuple[float, ...]
    font: int = 0
    code: int = 0
    steps: str = ""


class _State(NamedTuple):
    """What ``q`` keeps."""

    matrix: Matrix = _UNMOVED
    fill: Colour = (0.0, 0.0, 0.0)
    line: Colour = (0.0, 0.0, 0.0)
    width: float = 1.0
    font: int = 0
    size: float = 0.0


class _Pen:
    """Where and how the next thing is drawn.

    Attributes:
        text: the matrix of the text; None outside of a text.
    """

    def __init__(self, fonts: Mapping[str, int]) -> None:
        self.state = _State()
        self.text: Matrix | None = None
        self._fonts = fonts
        self._kept: list[_State] = []
        self._path: list[float] = []
        self._steps: list[str] = []
        self._marked = False

    def check(self, operator: str) -> None:
        """The operator may be used here."""
        if operator not in _BOTH and (self.text is not None) != (operator in _IN_TEXT):
            raise Different(f"a page uses the operator {operator} within a text, or outside of one")
        if self._steps and operator not in _IN_PATH:
            raise Different("a page begins a path that it does not draw")
        if operator in _NOT_MARKED and self._marked:
            raise Different(f"a page uses the operator {operator} within marked content")

    def check_end(self) -> None:
        if self._kept or self._steps or self._marked or self.text is not None:
            raise Different("the content of a page does not come to an end")

    def keep(self, operator: str) -> None:
        """Keep the graphics state, or go back to the one that was kept last."""
        if operator == "q" and len(self._kept) < _DEEPEST:
            self._kept.append(self.state)
        elif operator == "Q" and self._kept:
            self.state = self._kept.pop()
        else:
            raise Different("a page keeps too many graphics states, or restores one that it did not keep")

    def set(self, operator: str, operands: list[object]) -> None:
        """Change how and where is drawn."""
        match operator:
            case "BT":
                self.text = _UNMOVED
            case "ET":
                self.text = None
            case "Tm":
                self.text = _matrix(operands)
            case "Tf":
                name, size = operands
                if not isinstance(name, Name) or name not in self._fonts or not isinstance(size, float):
                    raise Different("a page uses a font that it does not have")
                self.state = self.state._replace(font=self._fonts[name], size=size)
            case "cm":
                self.state = self.state._replace(matrix=_times(_matrix(operands), self.state.matrix))
            case "rg":
                self.state = self.state._replace(fill=_colour(operands))
            case "RG":
                self.state = self.state._replace(line=_colour(operands))
            case "w":
                self.state = self.state._replace(width=_numbers(operands)[0])

    def draw(self, operator: str, operands: list[object]) -> None:
        """A step of a path."""
        if not self._steps and operator not in ("m", "re"):
            raise Different("a page goes on with a path that it did not begin")
        self._steps.append(operator)
        self._path += _points(operator, _numbers(operands), self.state.matrix)

    def mark(self, operator: str, operands: list[object]) -> _Drawn:
        """The beginning or the end of what belongs to an element, or is an artifact."""
        if self._marked != (operator == "EMC"):
            raise Different("a page ends a mark that it did not begin")
        self._marked = operator != "EMC"
        names = [operand for operand in operands if isinstance(operand, Name)]
        numbers = tuple(float(operand) for operand in operands if type(operand) is int)
        if (len(names), len(numbers)) != _OF_MARKS[operator]:
            raise Different("a page has a mark that no layout writes")
        return _Drawn("a mark", numbers, steps=" ".join((operator, *names)))

    def painted(self, operator: str) -> _Drawn:
        """The path, drawn as a line or filled."""
        if not self._steps:
            raise Different("a page draws a path that it did not begin")
        state = self.state
        if operator == "S":
            numbers, what = (*self._path, *state.matrix[:4], state.width, *state.line), "a line"
        else:
            numbers, what = (*self._path, *state.fill), "an area"
        drawn = _Drawn(what, numbers, steps=" ".join(self._steps))
        self._path, self._steps = [], []
        return drawn


def first_difference(actual: bytes, expected: bytes) -> str:
    """Where a document differs first from the one that is expected, in words; empty if it does not."""
    try:
        if actual[:8] != expected[:8]:
            return "it is a PDF of another version"
        _Pair(read_document(actual).view(), read_document(expected).view()).compare_documents()
    except Different as difference:
        return str(difference)
    except (PdfError, FontError) as error:
        return str(error)
    except KeyError as missing:
        return f"the entry {missing.args[0]} is missing"
    return ""


def picture_difference(actual: View, form: Value, expected: bytes) -> str:
    """Where a form differs first from the one page of a PDF, in words; empty if it does not.

    Only what is drawn is compared; the entries of the form are left to the caller.
    """
    try:
        pair = _Pair(actual, read_document(expected).view())
        other = pair.expected
        page = other.file.dictionary(_pages(other.file)[0])
        stream = actual.stream(form)
        pair.compare_drawn(
            "the picture",
            (actual.data(form), stream.dictionary.get("Resources")),
            (other.file.data(page["Contents"]), page.get("Resources")),
        )
        pair.compare_fonts()
    except Different as difference:
        return str(difference)
    except (PdfError, FontError) as error:
        return str(error)
    except KeyError as missing:
        return f"the entry {missing.args[0]} is missing"
    return ""


class _Pair:
    """Two files that are compared, and which objects of the one are which of the other."""

    def __init__(self, actual: View, expected: View) -> None:
        self.actual, self.expected = _File(actual), _File(expected)
        self._objects: dict[int, int] = {}
        self._back: dict[int, int] = {}
        self._fonts: dict[int, int] = {}
        self._codes: set[tuple[int, int, int]] = set()

    def compare_documents(self) -> None:
        """Everything in the files.

        Raises:
            Different: something is not the same.
            PdfError, FontError: something cannot be read.
        """
        ours, theirs = (_pages(one.file) for one in (self.actual, self.expected))
        if len(ours) != len(theirs):
            raise Different(f"it has {len(ours)} pages instead of {len(theirs)}")
        for one, other in zip(ours, theirs, strict=True):
            self._is_new("a page", one, other)  # before anything leads to one
        for number, (one, other) in enumerate(zip(ours, theirs, strict=True), 1):
            self._compare_page(f"page {number}", one, other)
        self.compare_fonts()
        trailers = (self.actual.file.trailer, self.expected.file.trailer)
        for key, what in (("Root", "the catalog"), ("Info", "the document information")):
            self._compare_values(what, trailers[0].get(key), trailers[1].get(key))

    def _is_new(self, what: str, one: Ref, other: Ref) -> bool:
        """Whether nothing has led to these two objects before. From then on the one is the other.

        Raises:
            Different: one of them is another object already.
        """
        known, back = self._objects.get(one.number), self._back.get(other.number)
        if known is None and back is None:
            self._objects[one.number], self._back[other.number] = other.number, one.number
            return True
        if known != other.number or back != one.number:
            raise Different(f"{what} refers to something else")
        return False

    def _compare_page(self, what: str, one: Ref, other: Ref) -> None:
        ours, theirs = self.actual.file.dictionary(one), self.expected.file.dictionary(other)
        if ours.keys() != theirs.keys():
            raise Different(f"{what} has other entries ({', '.join(sorted(ours.keys() ^ theirs.keys()))[:80]})")
        for key in ours.keys() - {"Contents", "Resources"}:
            self._compare_values(f"{what}: {key}", ours[key], theirs[key])
        _only(self.actual.file.stream(ours["Contents"]).dictionary, _PACKING, f"the content of {what}")
        self.compare_drawn(
            what,
            (self.actual.file.data(ours["Contents"]), ours["Resources"]),
            (self.expected.file.data(theirs["Contents"]), theirs["Resources"]),
        )

    def compare_drawn(self, what: str, one: tuple[bytes, Value], other: tuple[bytes, Value]) -> None:
        """What two contents draw with their resources, one thing after the other."""
        if len(one[0]) > _LONGER * len(other[0]) + _MORE:
            raise Different(f"{what} has far more content than the data gives")
        for ours, theirs in zip_longest(self.actual.drawn(*one), self.expected.drawn(*other)):
            if theirs is None:
                raise Different(f"{what} draws {self.actual.words(ours)} besides")
            if ours is None:
                raise Different(f"{what} does not draw {self.expected.words(theirs)}")
            if not self._same(ours, theirs):
                drawn, instead = self.actual.words(ours), self.expected.words(theirs)
                if drawn == instead:
                    raise Different(f"{what} draws {drawn} in another size, colour or shape")
                raise Different(f"{what} draws {drawn} instead of {instead}")

    def _same(self, ours: _Drawn, theirs: _Drawn) -> bool:
        if ours.what != theirs.what or ours.steps != theirs.steps:
            return False
        if len(ours.numbers) != len(theirs.numbers):
            return False
        for one, other in zip(ours.numbers, theirs.numbers, strict=True):
            if not -_NEAR <= one - other <= _NEAR:
                return False
        return not ours.font or self._same_glyph(ours, theirs)

    def _same_glyph(self, ours: _Drawn, theirs: _Drawn) -> bool:
        known = (ours.font, ours.code, theirs.code)
        if self._fonts.get(ours.font) == theirs.font and known in self._codes:
            return True
        one, other = self.actual.font(ours.font), self.expected.font(theirs.font)
        if self._fonts.setdefault(ours.font, theirs.font) != theirs.font or one.look != other.look:
            return False
        same = (
            one.glyphs[ours.code] == other.glyphs[theirs.code]
            and one.texts[ours.code] == other.texts[theirs.code]
            and abs(one.widths[ours.code] - other.widths[theirs.code]) <= _NEAR
        )
        if same:
            self._codes.add(known)
        return same

    def compare_fonts(self) -> None:
        """After all pages: every font and each of its characters is drawn by some page."""
        if len(set(self._fonts.values())) != len(self._fonts) or self.actual.fonts != self.expected.fonts:
            raise Different("it has other fonts")
        for file in (self.actual, self.expected):
            file.check_all_used()

    def _compare_values(self, what: str, one: Value, other: Value) -> None:
        """Two values with all that they refer to."""
        pending = [(what, one, other)]
        while pending:
            what, one, other = pending.pop()
            if isinstance(one, Ref) and isinstance(other, Ref):
                if self._is_new(what, one, other):
                    pending.append((what, self.actual.file.resolve(one), self.expected.file.resolve(other)))
                continue
            if isinstance(one, Stream) and isinstance(other, Stream):
                if self.actual.file.document.data(one) != self.expected.file.document.data(other):
                    raise Different(f"{what} has other content")
                one, other = (
                    {key: value for key, value in stream.dictionary.items() if key not in _PACKING}
                    for stream in (one, other)
                )
            if isinstance(one, dict) and isinstance(other, dict):
                if one.keys() != other.keys():
                    raise Different(f"{what} has other entries ({', '.join(sorted(one.keys() ^ other.keys()))[:80]})")
                pending += [(f"{what}: {key}"[:200], one[key], other[key]) for key in sorted(one, reverse=True)]
            elif isinstance(one, list) and isinstance(other, list):
                if len(one) != len(other):
                    raise Different(f"{what} has another number of entries")
                pending += [(what, *pair) for pair in zip(one, other, strict=True)]
            elif _kind(one) is not _kind(other) or one != other:
                raise Different(f"{what} is another")


class _File:
    """One of the two: its fonts, and what its pages draw."""

    def __init__(self, file: View) -> None:
        self.file = file
        self._read: dict[int, _Font] = {}
        self._used: dict[int, set[int]] = {}

    def font(self, number: int) -> _Font:
        if number not in self._read:
            self._read[number] = _read_font(self.file, Ref(number))
        return self._read[number]

    def words(self, drawn: _Drawn) -> str:
        """What is drawn, and where."""
        if drawn.what == "a mark":
            return f"the mark {drawn.steps}{''.join(f' {number:g}' for number in drawn.numbers)}"
        if drawn.what != "glyph":
            return f"{drawn.what} at {drawn.numbers[0]:.2f}, {drawn.numbers[1]:.2f}"
        return f"{self.font(drawn.font).texts[drawn.code]!r} at {drawn.numbers[4]:.2f}, {drawn.numbers[5]:.2f}"

    @property
    def fonts(self) -> int:
        """How many the pages have."""
        return len(self._used)

    def check_all_used(self) -> None:
        for number, used in self._used.items():
            if len(used) != len(self.font(number).glyphs) - 1:
                raise Different("a font has characters that no page draws")

    def drawn(self, content: bytes, resources: Value) -> Iterator[_Drawn]:
        """What a content draws, in its order.

        Raises:
            Different: it has an operator or a resource that no layout uses.
        """
        pen = _Pen(self._fonts(resources))
        for operator, operands in self._operators(content):
            pen.check(operator)
            if operator == "Tj":
                yield from self._glyphs(operands[0], pen)
            elif operator in ("S", "f"):
                yield pen.painted(operator)
            elif operator in _MARKS:
                yield pen.mark(operator, operands)
            elif operator in _IN_PATH:
                pen.draw(operator, operands)
            elif operator in ("q", "Q"):
                pen.keep(operator)
            else:
                pen.set(operator, operands)
        pen.check_end()

    def _glyphs(self, codes: object, pen: _Pen) -> Iterator[_Drawn]:
        """The glyphs of a string."""
        state = pen.state
        if not isinstance(codes, bytes) or not state.font or pen.text is None:
            raise Different("a page writes without a font")
        font = self.font(state.font)
        used = self._used.setdefault(state.font, set())
        size = state.size
        across, up, back, high, x, y = _times(pen.text, state.matrix)
        shape = (size * across, size * up, size * back, size * high)
        steps = 0.0
        for at in range(0, len(codes), 2):
            code = codes[at] << 8 | codes[at + 1]
            if not 0 < code < len(font.glyphs):
                raise Different("a page writes a character that its font does not have")
            used.add(code)
            place = (x + steps * across, y + steps * up)
            yield _Drawn("glyph", (*shape, *place, *state.fill), state.font, code)
            steps += font.widths[code] * size / 1000
        pen.text = _times((1.0, 0.0, 0.0, 1.0, steps, 0.0), pen.text)

    def _fonts(self, resources: Value) -> Mapping[str, int]:
        entries = self.file.dictionary(resources)
        _only(entries, frozenset({"Font"}), "the resource dictionary of a page")
        numbers: dict[str, int] = {}
        fonts = self.file.dictionary(entries["Font"])
        if len(fonts) > _MOST_FONTS:
            raise Different(f"a page has more than {_MOST_FONTS} fonts")
        for name, font in fonts.items():
            if not isinstance(font, Ref):
                raise Different("a font is written in an unusual way")
            numbers[name] = font.number
            self._used.setdefault(font.number, set())
        if len(set(numbers.values())) != len(numbers):
            raise Different("a font has two names")
        return numbers

    def _operators(self, content: bytes) -> Iterator[tuple[str, list[object]]]:
        operands: list[object] = []
        at = 0
        while at < len(content):
            token = _TOKEN.match(content, at)
            if token is None:
                raise Different("a page has something that no layout writes")
            at = token.end()
            kind, text = token.lastgroup, token[token.lastgroup or 0]
            if kind == "number":
                operands.append(float(text))
            elif kind == "piece":
                operands.append(int(text))
            elif kind == "name":
                operands.append(Name(text.decode("ascii")))
            elif kind == "codes":
                operands.append(bytes.fromhex(text.decode("ascii")))
            else:
                operator = text.decode("ascii")
                if _OPERANDS.get(operator) != len(operands):
                    raise Different(f"a page uses the operator {operator} as no layout does")
                yield operator, operands
                operands = []
            if len(operands) > 6:
                raise Different("a page has operands without an operator")
        if operands:
            raise Different("a page has operands without an operator")


def _pages(file: View) -> list[Ref]:
    """The pages; the tree of a layout is flat."""
    kids = file.array(file.dictionary(file.root["Pages"])["Kids"])
    pages = [kid for kid in kids if isinstance(kid, Ref)]
    if not pages or len(pages) != len(kids) or len(set(pages)) != len(pages):
        raise Different("its pages cannot be listed")
    for kid in pages:
        if file.dictionary(kid).get("Type") != "Page":
            raise Different("its pages cannot be listed")
    return pages


def _read_font(file: View, ref: Ref) -> _Font:
    font = file.dictionary(ref)
    _only(font, _FONT, "a font")
    parts = file.array(font["DescendantFonts"])
    if len(parts) != 1:
        raise Different("a font has several parts")
    below = file.dictionary(parts[0])
    _only(below, _BELOW, "a font")
    descriptor = dict(file.dictionary(below["FontDescriptor"]))
    program = descriptor.pop("FontFile2", None)
    name = _NAME.fullmatch(str(font["BaseFont"]))
    kind = (font["Type"], font["Subtype"], font["Encoding"], below["Type"], below["Subtype"])
    same = font["BaseFont"] == below["BaseFont"] == descriptor.pop("FontName", None)
    if name is None or not same or kind != ("Font", "Type0", "Identity-H", "Font", "CIDFontType2"):
        raise Different("a font is of another kind than layouts use")
    if file.dictionary(below["CIDSystemInfo"]) != _SYSTEM:
        raise Different("a font has other codes than layouts use")
    for stream in (below["CIDToGIDMap"], font["ToUnicode"]):
        _only(file.stream(stream).dictionary, _PACKING, "a part of a font")
    data = file.data(program)
    entries = dict(file.stream(program).dictionary)
    if entries.pop("Length1", None) != len(data):
        raise Different("the program of a font has another length than it says")
    _only(entries, _PACKING, "the program of a font")
    outlines = read_truetype(data)
    numbers = _glyph_numbers(file.data(below["CIDToGIDMap"]), outlines)
    texts = _texts(file.data(font["ToUnicode"]), len(numbers))
    widths = _widths(file.array(below["W"]), len(numbers))
    for number, width in zip(numbers[1:], widths[1:], strict=True):
        if abs(outlines.glyphs[number].advance * 1000 / outlines.units - width) > 1:
            raise Different("a font states other widths than it has")
    look = (name[1], _plain(descriptor), tuple(sorted(outlines.common.items())), outlines.glyphs[0])
    return _Font(look, tuple(outlines.glyphs[number] for number in numbers), texts, widths)


def _glyph_numbers(mapped: bytes, font: TrueType) -> list[int]:
    """The number of each code's glyph. The font has these glyphs and their parts, and no other."""
    numbers = [mapped[at] << 8 | mapped[at + 1] for at in range(0, len(mapped) - 1, 2)]
    if len(mapped) % 2 or not numbers or numbers[0] or max(numbers) >= len(font.glyphs):
        raise Different("a font has codes without a glyph")
    reached: set[int] = set()
    pending = list(numbers)
    while pending:
        number = pending.pop()
        if number not in reached:
            reached.add(number)
            pending += font.parts[number]
    if len(reached) != len(font.glyphs):
        raise Different("a font has glyphs that no code draws")
    return numbers


def _texts(content: bytes, count: int) -> tuple[str, ...]:
    """What is copied from each code; each has one."""
    mapping = _TO_UNICODE.fullmatch(content)
    if mapping is None:
        raise Different("a font is mapped to Unicode in a way that no layout uses")
    rows = _MAPPED.findall(mapping["mapped"])
    if [int(code, 16) for code, _text in rows] != list(range(1, count)):
        raise Different("a font does not map each code to a character")
    try:
        return ("", *(bytes.fromhex(text.decode("ascii")).decode("utf-16-be") for _code, text in rows))
    except UnicodeDecodeError:
        raise Different("a font maps a code to half a character") from None


def _widths(listed: list[Value], count: int) -> tuple[float, ...]:
    widths = listed[1] if len(listed) == 2 and listed[0] == 1 else None
    if not isinstance(widths, list) or len(widths) != count - 1:
        raise Different("a font lists its widths in an unusual way")
    return (0.0, *_numbers(widths))


def _plain(descriptor: dict[str, Value]) -> tuple[object, ...]:
    """The entries of a descriptor; none of them refers to anything."""
    entries: list[object] = []
    for key, value in sorted(descriptor.items()):
        if isinstance(value, list):
            entries.append((key, tuple(_numbers(value))))
        elif isinstance(value, Name | int | float):
            entries.append((key, value))
        else:
            raise Different("a font's description has something that layouts do not write")
    return tuple(entries)


def _only(entries: Mapping[str, Value], allowed: frozenset[str], what: str) -> None:
    if entries.keys() - allowed or (allowed is not _PACKING and entries.keys() != allowed):
        raise Different(f"{what} has other entries than layouts write")


def _numbers(values: object) -> list[float]:
    assert isinstance(values, list)
    if any(type(value) not in (int, float) for value in values):
        raise Different("there is something else where a number should be")
    return [float(value) for value in values]


def _matrix(operands: list[object]) -> Matrix:
    across, up, back, high, x, y = _numbers(operands)
    return (across, up, back, high, x, y)


def _colour(operands: list[object]) -> Colour:
    red, green, blue = _numbers(operands)
    return (red, green, blue)


def _times(one: Matrix, other: Matrix) -> Matrix:
    """First the one, then the other."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _points(operator: str, numbers: list[float], matrix: Matrix) -> list[float]:
    """The points of a step of a path, on the page."""
    if operator == "re":
        x, y, width, height = numbers
        numbers = [x, y, x + width, y, x + width, y + height, x, y + height]
    a, b, c, d, e, f = matrix
    points: list[float] = []
    for at in range(0, len(numbers), 2):
        x, y = numbers[at], numbers[at + 1]
        points += (a * x + c * y + e, b * x + d * y + f)
    return points


def _kind(value: Value) -> type:
    """An integer is the same as a real number of the same value; no boolean is."""
    return float if type(value) is int else type(value)
