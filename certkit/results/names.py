"""What a test tool calls the test cases of an edition, and the kinds of device that it tests."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from certkit.edition.model import EvidenceNames
from certkit.edition.rulebook import Rulebook
from certkit.results.model import RunKind

_BUILT_IN = r"tc_bi_\w{1,80}"
"""Functions that are built into the OCTT, of whichever edition."""
_ALONE = r"(?<![A-Za-z0-9]){}(?![A-Za-z0-9])"


class RunName(NamedTuple):
    """What the name of a run says.

    Attributes:
        test_case: its id as the edition has it, without a suffix, or the name of what else was run.
        device: the suffix of the device's kind, or empty.
    """

    test_case: str
    kind: RunKind
    device: str = ""


class RunNames:
    """The names of one edition."""

    def __init__(self, cases: Iterable[str], evidence: EvidenceNames) -> None:
        self._cases = {name.casefold(): name for name in cases}
        self._reset = evidence.reset
        self._suffixes = {side.suffix.casefold(): side.suffix for side in evidence.sides.values()}
        self._devices = {name: side.suffix for side in evidence.sides.values() for name in side.names}
        self._devices |= self._suffixes
        suffix = f"(?:_(?:{_any_of(self._suffixes)}))?"
        # An id that the edition does not have is looked for too, if it looks like one that it has: it is an error.
        shapes = {re.sub("[0-9]+", "[0-9]+", re.escape(name)) for name in self._cases}
        self._case = f"(?:{'|'.join(sorted(shapes, key=len, reverse=True))}){suffix}"
        reset = re.escape(self._reset) + suffix
        self._in_text = [re.compile(_ALONE.format(name), re.IGNORECASE) for name in (self._case, reset, _BUILT_IN)]
        self._log = re.compile(
            rf"({self._case}|{re.escape(self._reset)}\w*?|{_BUILT_IN}?)[_-]?\d{{4}}[-_]\d{{2}}", re.IGNORECASE
        )

    def read(self, name: str) -> RunName:
        """What a tool's name for a run means. An unknown name is a test case with that id."""
        text = name.strip()
        if re.fullmatch(_BUILT_IN, text, re.IGNORECASE):
            return RunName(text.lower(), RunKind.BUILT_IN)
        head, _, tail = text.rpartition("_")
        device = self._suffixes.get(tail.casefold(), "") if head else ""
        case = head if device else text
        if case.casefold() == self._reset.casefold():
            return RunName(self._reset, RunKind.RESET, device)
        return RunName(self._cases.get(case.casefold(), case), RunKind.TEST, device)

    def suffix_of(self, name: str) -> str:
        """The suffix of the device's kind that any name ends in, or empty."""
        return self._suffixes.get(name.strip().rpartition("_")[2].casefold(), "")

    def find_in(self, text: str) -> str:
        """The first test case that a longer text names, such as ``TC_003_CS - Plugin first``, or empty."""
        return next((match.group() for pattern in self._in_text if (match := pattern.search(text))), "")

    def find_in_log_name(self, name: str) -> str:
        """The test case of a log whose name has it in front of the date, or empty."""
        match = self._log.search(name)
        return self.read(match.group(1)).test_case if match else ""

    def device_of(self, sut: str) -> str:
        """The suffix of the device's kind for what a file calls the system under test, or empty."""
        return self._devices.get(" ".join(sut.casefold().replace("_", " ").replace("-", " ").split()), "")


def run_names(rulebook: Rulebook) -> RunNames:
    """The names of an edition.

    Raises:
        CertkitError: the edition does not have ``evidence.yaml``.
    """
    return RunNames(rulebook.test_cases, rulebook.evidence)


def _any_of(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
