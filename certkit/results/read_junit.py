"""Results as JUnit XML, which nearly every test runner writes.

A test is one of the procedure's if its name, or its class's, has the id of a test case in it. JUnit has no word for a
pass: a test without a failure passed. Runners add words of their own for the rest, so a test is a pass only if every
attribute and every element of it is known and says nothing else; and the counts of each suite have to be right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from certkit.errors import UnreadableFile
from certkit.finding import Place
from certkit.results.collect import MOST_RUNS, ResultCollector, Value, distrust, meaning_of, number_of
from certkit.results.model import Origin, Results, RunVerdict
from certkit.results.names import RunNames
from certkit.results.signals import NotRun, Signal, combined, is_known, names_verdict, says_bad, signals_in

Problem: TypeAlias = tuple[str, dict[str, Any]]
"""Name of a message, and its arguments."""
LARGEST = 32_000_000
DEEPEST = 20
_ATTRIBUTES = frozenset(
    {"name", "classname", "class", "time", "duration", "timestamp", "file", "filepath", "line", "lineno", "hostname"}
    | {"id", "assertions", "package", "url", "owner", "type_param", "value_param", "group", "groups"}
)
"""Attributes of a test that say nothing of how it ended."""
_SUITE_ATTRIBUTES = _ATTRIBUTES | {
    "uuid",
    "random_seed",
    "schemaLocation",
    "noNamespaceSchemaLocation",
    "version",
    "schema",
}
_HARMLESS = frozenset({"system-out", "system-err", "properties"})
_ENDED: Mapping[str, Signal] = {
    "failure": RunVerdict.FAIL,
    "rerunFailure": RunVerdict.FAIL,
    "error": RunVerdict.ERROR,
    "rerunError": RunVerdict.ERROR,
    "skipped": NotRun.NOT_RUN,
}
_FLAKY = {"flakyFailure": "fail", "flakyError": "error"}
_COUNTERS: Mapping[str, str] = {
    "tests": "tests",
    "total": "tests",
    "failures": "failures",
    "errors": "errors",
    "skipped": "not run",
    "skips": "not run",
    "disabled": "not run",
    "ignored": "not run",
    "flakes": "flaky tests",
}
"""Attribute of a suite -> what it counts; what several count together is added up."""
_OF_THE_MACHINE = ("java.", "sun.", "maven.", "surefire.")
"""How the properties of a suite begin that Maven copies from its machine, such as ``java.awt.headless``."""
_OF_THE_BUILD = ("env.", "ant.", "jdk.", "os.")
"""How further ones begin, of variables that somebody may have named after a verdict."""
_NOT_COUNTED = frozenset({"assertions", "warnings"})


def read_results_junit(content: bytes, source: str, names: RunNames) -> Results:
    """The tests of a JUnit file.

    Raises:
        UnreadableFile: not XML, not JUnit, or XML with entities or a document type of its own.
    """
    root, lines = _parse(content, source)
    if _name(root) not in ("testsuites", "testsuite"):
        raise UnreadableFile("this XML is not JUnit: it has no testsuite", file=source)
    return _Reader(source, names, lines).read(root)


def _parse(content: bytes, source: str) -> tuple[Element, Mapping[Element, int]]:
    """The root, and for every element the line in which it begins."""
    if len(content) > LARGEST:
        raise UnreadableFile(f"the file has more than {LARGEST:,} bytes", hint="is it the right file?", file=source)
    lines: dict[Element, int] = {}
    depth = 0

    class Builder(TreeBuilder):
        def start(self, tag: str, attrs: dict[str, str], /) -> Element:
            nonlocal depth
            depth += 1
            if depth > DEEPEST:
                raise UnreadableFile(f"the file nests deeper than {DEEPEST} levels", file=source)
            element = super().start(tag, attrs)
            lines[element] = parser.parser.CurrentLineNumber
            return element

        def end(self, tag: str, /) -> Element:
            nonlocal depth
            depth -= 1
            return super().end(tag)

    parser = DefusedXMLParser(target=Builder(), forbid_dtd=True)
    try:
        parser.feed(content)
        root: Element = parser.close()
    except ParseError as error:
        line, column = error.position
        raise UnreadableFile(
            "this is not valid XML", hint="is it cut off?", file=source, line=line, column=column + 1
        ) from None
    except DefusedXmlException:
        raise UnreadableFile(
            "the XML declares a document type or entities, which are not allowed", hint="remove them", file=source
        ) from None
    except (ValueError, LookupError):
        raise UnreadableFile(
            "the XML is in an encoding that cannot be read", hint="save it as UTF-8", file=source
        ) from None
    return root, lines


class _Reader:
    """Reads the suites of a file."""

    def __init__(self, source: str, names: RunNames, lines: Mapping[Element, int]) -> None:
        self.collector = ResultCollector(source, names, Origin.OTHER_TOOL)
        self.lines = lines
        self.tests = 0
        self.odd: set[Element] = set()

    def place(self, node: Element) -> Place:
        return Place(self.collector.source, self.lines[node], 1)

    def read(self, root: Element) -> Results:
        for suite in _suites(root):
            self.claims(suite)
        self.suite(root, {})
        return self.collector.results("JUnit XML")

    def claims(self, suite: Element) -> None:
        """What the properties of a suite say of tool, statement and device."""
        for one in _properties(suite):
            self.collector.claim(one.get("name", ""), _property_value(one), self.place(one))

    def suite(self, node: Element, inherited: Mapping[str, Value]) -> Counter[str]:
        """All tests below a suite, with what it says of all of them; how many there are of each kind."""
        here = {**inherited, **self.fields(node)}
        if node.get("timestamp"):
            here["timestamp"] = node.get("timestamp")
        counts: Counter[str] = Counter()
        first = len(self.collector.runs)
        for child in node:
            kind = _name(child)
            if kind == "testcase":
                counts += self.test(child, here)
            elif kind in ("testsuite", "testsuites"):
                counts += self.suite(child, here)
            elif kind not in _HARMLESS:
                self.contradiction(child, "suite-element", element=kind)
        if (node.text or "").strip() or any((child.tail or "").strip() for child in node):
            self.contradiction(node, "suite-text")
        self.about_all(node)
        self.compare(node, counts)
        own = [child for child in node if _name(child) not in ("testcase", "testsuite", "testsuites")]
        if self.odd & {node, *own}:
            distrust(self.collector, first)
        return counts

    def contradiction(self, node: Element, message: str, **arguments: Any) -> None:
        self.odd.add(node)
        self.collector.add(f"RS-09.{message}", self.place(node), **arguments)

    def about_all(self, node: Element) -> None:
        """The attributes and properties of a suite that are about how its tests ended."""
        said = [(_local(key), value) for key, value in node.attrib.items()]
        said = [(key, value) for key, value in said if key not in _COUNTERS and key not in _NOT_COUNTED]
        said = [(key, value) for key, value in said if key not in _SUITE_ATTRIBUTES]
        properties = [(one.get("name", ""), str(_property_value(one) or "")) for one in _properties(node)]
        properties = [
            (key, value)
            for key, value in properties
            if not (key.startswith(_OF_THE_MACHINE) or (key.startswith(_OF_THE_BUILD) and not is_known(key)))
            or meaning_of(key.rpartition(".")[2]) == "verdict"
        ]
        for key, value in (*said, *((key, value) for key, value in properties if meaning_of(key) in ("", "verdict"))):
            if any(signal is not RunVerdict.PASS for signal in signals_in(key, value)):
                self.contradiction(node, "suite-no-pass", field=key, value=value)
            elif (key, value) in said and not is_known(key) and value.strip() not in ("", "0"):
                self.contradiction(node, "suite-not-understood", field=key, value=value)
        if odd := _odd_inside(node):
            self.contradiction(node, odd[0], **odd[1])

    def compare(self, node: Element, counts: Counter[str]) -> None:
        """The counters of a suite against its tests."""
        stated: Counter[str] = Counter()
        for key, text in node.attrib.items():
            if _local(key) in _COUNTERS:
                number = number_of(text)
                if number is None:
                    self.contradiction(node, "suite-number", field=_local(key), value=text)
                    return
                stated[_COUNTERS[_local(key)]] += number
        for what, number in stated.items():
            if number != counts[what]:
                self.contradiction(node, "suite-counts", stated=number, what=what, tests=counts[what])

    def fields(self, node: Element) -> dict[str, Value]:
        """The properties that are fields of a result; a suite has many others."""
        found: dict[str, Value] = {}
        for one in _properties(node):
            name = one.get("name", "")
            if meaning_of(name) not in ("", "test_case", "verdict"):
                found[name] = _property_value(one)
        return found

    def test(self, test: Element, inherited: Mapping[str, Value]) -> Counter[str]:
        """Take a test; what the counters of its suites have to count of it."""
        self.tests += 1
        place = self.place(test)
        if self.tests > MOST_RUNS:
            raise UnreadableFile(f"there are more than {MOST_RUNS:,} tests", file=place.file)
        title = test.get("name", "")
        names = self.collector.names
        identifier = names.find_in(title) or names.find_in(test.get("classname", "")) or title.strip()
        own = {**inherited, **self.fields(test), "test_case": identifier, "duration": test.get("time")}
        if test.get("timestamp"):
            own["timestamp"] = test.get("timestamp")
        kinds = [_name(child) for child in test]
        verdict, odd = _ended(test, kinds)
        if verdict is RunVerdict.PASS and identifier in title and says_bad(title.replace(identifier, "")):
            verdict, odd = RunVerdict.UNKNOWN, ("attribute", {"attribute": "name", "value": title})
        if odd:
            self.collector.add(f"RS-02.{odd[0]}", place, run=identifier, **odd[1])
        for kind in kinds:
            if kind in _FLAKY:
                self.collector.take({**own, "verdict": _FLAKY[kind]}, place)
        flaky = Counter({"flaky tests": 1} if _FLAKY.keys() & set(kinds) else {})
        if isinstance(verdict, NotRun):
            self.collector.skip(identifier, place)
            return flaky + Counter({"tests": 1, "not run": 1})
        before = len(self.collector.runs)
        stated = RunVerdict.ERROR if verdict is RunVerdict.UNKNOWN else verdict
        self.collector.take({**own, "verdict": stated.value}, place)
        if verdict is RunVerdict.UNKNOWN:
            taken = self.collector.runs[before:]
            self.collector.runs[before:] = [run._replace(verdict=verdict) for run in taken]
        counted = {RunVerdict.FAIL: "failures", RunVerdict.ERROR: "errors"}.get(verdict)
        return flaky + Counter({"tests": 1, **({counted: 1} if counted else {})})


def _ended(test: Element, kinds: list[str]) -> tuple[Signal, Problem | None]:
    """How a test ended, and what of it is not understood or contradicts itself."""
    signals: list[Signal] = [_ENDED[kind] for kind in kinds if kind in _ENDED]
    odd: Problem | None = None
    for kind in kinds:
        if kind not in _HARMLESS and kind not in _ENDED and kind not in _FLAKY:
            signals.append(RunVerdict.UNKNOWN)
            odd = odd or ("element", {"element": kind})
    for key, value in test.attrib.items():
        name = _local(key)
        if name in _ATTRIBUTES:
            if name not in ("name", "classname", "class") and says_bad(value):
                signals.append(RunVerdict.UNKNOWN)
                odd = odd or ("attribute", {"attribute": name, "value": value})
            continue
        found = list(signals_in(name, value))
        if not found and not (is_known(name) and (value.strip() or not names_verdict(name))):
            found = [RunVerdict.UNKNOWN]
        signals += found
        if found and found != [RunVerdict.PASS]:
            odd = odd or ("attribute", {"attribute": name, "value": value})
    for one in _properties(test):
        name = one.get("name", "")
        if meaning_of(name) == "verdict" or not meaning_of(name):
            signals += signals_in(name, _property_value(one))
    if inside := _odd_inside(test):
        signals.append(RunVerdict.UNKNOWN)
        odd = odd or inside
    if (test.text or "").strip() or any((child.tail or "").strip() for child in test):
        signals.append(RunVerdict.UNKNOWN)
        odd = odd or ("text", {})
    if {RunVerdict.FAIL, RunVerdict.ERROR} == set(signals):
        return RunVerdict.FAIL, None
    verdict, agreed = combined(None, signals or [RunVerdict.PASS])
    if agreed:
        return verdict, None
    return verdict, odd or ("contradiction", {})


def _odd_inside(node: Element) -> Problem | None:
    """What the output or the properties of a test or a suite hold that JUnit does not define."""
    for child in node:
        kind = _name(child)
        below = [*child] if kind != "properties" else [one for one in child if _name(one) != "property"]
        if kind in _HARMLESS and (child.attrib or below):
            return "inside", {"element": kind}
        if kind != "properties":
            continue
        if (child.text or "").strip() or any((one.tail or "").strip() for one in child):
            return "properties-text", {}
        for one in child:
            text = (one.text or "").strip()
            if len(one) or set(one.attrib) - {"name", "value"} or (text and text != (one.get("value") or text).strip()):
                return "property", {"property": one.get("name", "")}
    return None


def _suites(node: Element) -> Iterator[Element]:
    yield node
    for child in node:
        if _name(child) in ("testsuite", "testsuites"):
            yield from _suites(child)


def _properties(node: Element) -> Iterator[Element]:
    for properties in node:
        if _name(properties) == "properties":
            yield from properties


def _property_value(one: Element) -> str | None:
    return one.get("value") or one.text


def _name(node: Element) -> str:
    """A tag without its namespace."""
    return _local(node.tag)


def _local(name: str) -> str:
    return name.rpartition("}")[2]
