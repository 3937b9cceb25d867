"""Results as JUnit XML, which nearly every test runner writes.

A test is one of the procedure's if its name, or its class's, has the id of a test case in it. A test without any
element below it passed: that is how the format says it. An element that certkit does not know therefore makes the run
an error, so that a failure under an unknown name is never a pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from certkit.errors import UnreadableFile
from certkit.model.finding import Place
from certkit.model.result import Results, case_named_in, run_named
from certkit.readers.result_fields import MOST_RUNS, ResultCollector, Value, meaning_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LARGEST = 32_000_000
DEEPEST = 20
_HARMLESS = frozenset({"system-out", "system-err", "properties"})
_FAILED = {"failure": "fail", "rerunFailure": "fail", "error": "error", "rerunError": "error"}
_FLAKY = {"flakyFailure": "fail", "flakyError": "error"}
_NOT_RUN = ("notrun", "skipped", "disabled", "ignored", "suppressed")


def read_results_junit(content: bytes, source: str) -> Results:
    """The tests of a JUnit file.

    Raises:
        UnreadableFile: not XML, not JUnit, or XML with entities or a document type of its own.
    """
    root, lines = _parse(content, source)
    if _name(root) not in ("testsuites", "testsuite"):
        raise UnreadableFile("this XML is not JUnit: it has no testsuite", file=source)
    collector = ResultCollector(source)
    for number, (test, inherited) in enumerate(_tests(root, {}), start=1):
        if number > MOST_RUNS:
            raise UnreadableFile(f"there are more than {MOST_RUNS:,} tests", file=source)
        _take(collector, test, inherited, Place(source, lines[test], 1))
    return collector.results("JUnit XML")


def _parse(content: bytes, source: str) -> tuple[Element, Mapping[Element, int]]:
    """The root, and for every element the line in which it begins."""
    from xml.etree.ElementTree import ParseError, TreeBuilder

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

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


def _tests(node: Element, inherited: Mapping[str, Value]) -> Iterator[tuple[Element, Mapping[str, Value]]]:
    """Every testcase below a suite, with what its suites say of all their tests."""
    here = {**inherited, **_properties(node)}
    if node.get("timestamp"):
        here["timestamp"] = node.get("timestamp")
    for child in node:
        if _name(child) == "testcase":
            yield child, here
        elif _name(child) in ("testsuite", "testsuites"):
            yield from _tests(child, here)


def _take(collector: ResultCollector, test: Element, inherited: Mapping[str, Value], place: Place) -> None:
    title = test.get("name", "")
    identifier = case_named_in(title) or case_named_in(test.get("classname", "")) or title.strip()
    own = {**inherited, **_properties(test)}
    own["test_case"] = identifier
    if test.get("timestamp"):
        own["timestamp"] = test.get("timestamp")
    own["duration"] = test.get("time")
    kinds = [_name(child) for child in test]
    status = (test.get("status") or test.get("result") or "").lower()
    if "skipped" in kinds or status in _NOT_RUN:
        collector.not_run.append(run_named(identifier).test_case)
        return
    for kind in kinds:
        if kind in _FLAKY:
            collector.take({**own, "verdict": _FLAKY[kind]}, place)
    collector.take({**own, "verdict": _verdict(kinds)}, place)


def _verdict(kinds: list[str]) -> str:
    unknown = [kind for kind in kinds if kind not in _HARMLESS and kind not in _FAILED and kind not in _FLAKY]
    if unknown:
        return f"an element {unknown[0][:40]}"
    failed = [_FAILED[kind] for kind in kinds if kind in _FAILED]
    return "fail" if "fail" in failed else "error" if failed else "pass"


def _properties(node: Element) -> dict[str, Value]:
    """The properties that are fields of a result; a suite has many others."""
    found: dict[str, Value] = {}
    for properties in node:
        if _name(properties) == "properties":
            for one in properties:
                name = one.get("name", "")
                if meaning_of(name) not in ("", "test_case", "verdict"):
                    found[name] = one.get("value") or one.text
    return found


def _name(node: Element) -> str:
    """A tag without its namespace."""
    return node.tag.rpartition("}")[2]
