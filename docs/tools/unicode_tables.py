"""Write certkit/text/unicode_tables.json from libraries that carry Unicode's own files.

The tables are: the version of Unicode (``unicode``), code points that are not shown (``ignorable``), script -> the code
points that are written in it (``scripts``), and the letter, digit or hyphen of ASCII = the code point that can be taken
for it (``lookalikes``, UTS 39).

    python -m venv /tmp/unicode && /tmp/unicode/bin/pip install fonttools regex confusable-homoglyphs
    /tmp/unicode/bin/python docs/tools/unicode_tables.py > certkit/text/unicode_tables.json

Scripts and Script_Extensions are fontTools', Default_Ignorable_Code_Point is regex's, and the confusables of UTS 39 are
confusable-homoglyphs'. A released certkit keeps its tables: what was refused stays refused, what passed passes.
"""

import inspect
import json
import re
from collections import defaultdict
from importlib import metadata, resources

import regex
from fontTools import unicodedata as fonts
from fontTools.unicodedata import Scripts

LIBRARIES = ("fonttools", "regex", "confusable-homoglyphs")
COMMON = {"Zyyy", "Zinh", "Zzzz"}
POINTS = [point for point in range(0x110000) if not 0xD800 <= point < 0xE000]


def ranges(points):
    """Runs of points: ``41-5a 61-7a aa``."""
    runs = []
    for point in points:
        if runs and point == runs[-1][1] + 1:
            runs[-1][1] = point
        else:
            runs.append([point, point])
    return " ".join(f"{first:x}" if first == last else f"{first:x}-{last:x}" for first, last in runs)


def ignorable():
    pattern = regex.compile(r"\p{Default_Ignorable_Code_Point}")
    return ranges(point for point in POINTS if pattern.match(chr(point)))


def scripts():
    found = defaultdict(list)
    for point in POINTS:
        for script in fonts.script_extension(chr(point)) - COMMON:
            found[script].append(point)
    return {script: ranges(points) for script, points in sorted(found.items())}


def lookalikes():
    """Character outside ASCII -> the letter, digit or hyphen of ASCII that it can be taken for."""
    file = resources.files("confusable_homoglyphs") / "confusables.json"
    found = {}
    for character, same in json.loads(file.read_text(encoding="utf-8")).items():
        ascii_ones = [entry["c"] for entry in same if len(entry["c"]) == 1 and entry["c"].isascii()]
        plain = [one for one in ascii_ones if one.isalnum() or one == "-"]
        if len(character) == 1 and not character.isascii() and plain:
            found[ord(character)] = min(plain, key=lambda one: (not one.isalpha(), one.lower(), one))
    return dict(sorted(found.items()))


def main():
    version = re.search(r"Scripts-([\d.]+)\.txt", inspect.getsource(Scripts))
    by_letter = defaultdict(list)
    for point, letter in lookalikes().items():
        by_letter[letter].append(point)
    pairs = (f"{letter}={point:x}" for letter, points in sorted(by_letter.items()) for point in points)
    tables = {
        "made_of": ", ".join(f"{name} {metadata.version(name)}" for name in LIBRARIES),
        "unicode": version.group(1) if version else "unknown",
        "ignorable": ignorable(),
        "lookalikes": " ".join(pairs),
        "scripts": scripts(),
    }
    print(json.dumps(tables, indent=1))


main()
