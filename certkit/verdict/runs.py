"""Which runs count: a pass only if everything about it is right; any other run unless it surely belongs elsewhere.

A pass is right if it is of this device and protocol, began after the statement was frozen and after the last restart of
the tests, and is in a file whose digest the record has. It must be in PICS mode and with the tool configuration of the
record, and for a station directly after a reset that passed (5.5, 8.1.2, 8.2, 8.3).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import Enum
from typing import NamedTuple

from certkit.messages import say
from certkit.results.expected import contradictions, contradicts_itself, is_of_other_device, is_of_other_version
from certkit.results.model import Origin, Result, RunKind, RunVerdict
from certkit.text.sentence import Sentence
from certkit.verdict.dossier import Evidence, Role
from certkit.verdict.history import History
from certkit.verdict.times import Clock, comparable


class Standing(Enum):
    """Whether a run counts for this certification."""

    COUNTS = "counts"
    OPEN = "a pass does not count, everything else does"
    FOREIGN = "it surely belongs to something else"


class CountedRun(NamedTuple):
    """A run with its standing, and why."""

    run: Result
    standing: Standing
    why: Sentence | None = None

    @property
    def is_pass(self) -> bool:
        return self.run.verdict is RunVerdict.PASS

    @property
    def counts(self) -> bool:
        if self.standing is Standing.FOREIGN:
            return False
        return self.standing is Standing.COUNTS or not self.is_pass


class Counting:
    """The rules by which runs count, for one dossier.

    Attributes:
        resets: whether the results show resets, so that their order decides.
    """

    def __init__(self, evidence: Evidence, history: History, frozen: datetime | None, why_not: Sentence | None) -> None:
        self.record = evidence.dossier.record
        self.evidence = evidence
        self.history = history
        self.clock: Clock = history.clock
        self.frozen = frozen
        self.why_not = why_not
        self.device = evidence.suffix
        self.digest_matches = {
            file.path for file in evidence.dossier.files if file.role is Role.RESULTS and file.digest_matches
        }
        self.of_something_else = {
            results.source
            for results in evidence.dossier.results
            if any(
                claim.subject != "rulebook_sha256"
                for claim, _ in contradictions(results, evidence.expected, evidence.names)
            )
        }
        self.sourced = list(self._sourced())
        self.resets = bool(evidence.is_station) and any(
            run.kind is RunKind.RESET and self.clock.exact(run) is not None for run, _ in self.sourced
        )
        self._with_resets = {source for run, source in self.sourced if run.kind is RunKind.RESET}
        self._before = self._predecessors()

    def _sourced(self) -> Iterator[tuple[Result, str]]:
        """Each run once, with its file; of a run in several files, the one that is worth most."""
        found: dict[tuple[object, ...], tuple[Result, str]] = {}
        for number, results in enumerate(self.evidence.dossier.results):
            for place, run in enumerate(results.runs):
                key = run.run if run.start is not None else (number, place)
                if key not in found or self._rank(run, results.source) > self._rank(*found[key]):
                    found[key] = (run, results.source)
        yield from found.values()

    def _rank(self, run: Result, source: str) -> tuple[bool, bool, bool]:
        """Of the same run in several files the one counts that is bound, of this device, and not typed."""
        typed = run.provenance.origin is Origin.TYPED
        return source in self.digest_matches, source not in self.of_something_else, not typed

    def _predecessors(self) -> dict[int, Result | None]:
        """Of each test that has an exact time: what was run just before it, a test or a reset."""
        timed = [
            (moment, place, run)
            for place, (run, _) in enumerate(self.sourced)
            if run.kind is not RunKind.BUILT_IN and (moment := self.clock.exact(run)) is not None
        ]
        found: dict[int, Result | None] = {}
        for zoned in (True, False):
            before: Result | None = None
            same = [entry for entry in timed if (entry[0].tzinfo is not None) is zoned]
            for _, _, run in sorted(same, key=lambda entry: (entry[0], entry[1])):
                found[id(run)] = before
                before = run
        return found

    def counted_runs(self) -> tuple[CountedRun, ...]:
        """All runs of every kind, each with its standing."""
        return tuple(self.classify(run, source) for run, source in self.sourced)

    def classify(self, run: Result, source: str) -> CountedRun:
        """Whether a run counts, and why not."""
        foreign = self._foreign(run)
        if foreign is not None:
            return CountedRun(run, Standing.FOREIGN, foreign)
        why = next(self._doubts(run, source), None)
        return CountedRun(run, Standing.OPEN if why is not None else Standing.COUNTS, why)

    def _foreign(self, run: Result) -> Sentence | None:
        if is_of_other_device(run, self.device, self.evidence.names):
            return say("run.of-device", device=run.device)
        if is_of_other_version(run, self.evidence.ocpp_version):
            return say("run.of-protocol", protocol=run.ocpp_version[:40])
        if self.frozen is not None and self.clock.from_on(run, self.frozen) is False:
            return say("run.before-frozen")
        if self._voided(run):
            return say("run.before-restart")
        return None

    def _voided(self, run: Result) -> bool:
        cut_off = self.history.cut_off
        return cut_off is not None and self.clock.from_on(run, cut_off) is False

    def _doubts(self, run: Result, source: str) -> Iterator[Sentence]:
        if self.why_not is not None:
            yield self.why_not
        frozen = self.frozen
        if frozen is None or self.clock.from_on(run, frozen) is None or self.clock.instant(run.start) == frozen:
            yield say("run.maybe-before-frozen")
        if self.history.all_invalid:
            yield say("run.incident-not-understood")
        sure_from = self.history.sure_from
        if sure_from is not None and self.clock.from_on(run, sure_from) is not True:
            yield say("run.maybe-before-restart")
        if self.evidence.at is not None and self.clock.from_on(run, self.evidence.at):
            yield say("run.later-than-now")
        if source not in self.digest_matches:
            yield say("run.not-recorded")
        if source in self.of_something_else:
            yield say("run.of-something-else")
        if run.provenance.origin is Origin.TYPED and source not in self.evidence.expected.answered_for:
            yield say("run.typed")
        if contradicts_itself(run, self.evidence.names):
            yield say("run.contradicts-itself")
        if run.kind is RunKind.TEST:
            yield from self._doubts_of_a_test(run, source)

    def _doubts_of_a_test(self, run: Result, source: str) -> Iterator[Sentence]:
        if run.pics_mode is False or (run.pics_mode is None and self.record.is_declaration):
            yield say("run.not-in-pics-mode" if run.pics_mode is False else "run.maybe-not-in-pics-mode")
        tool = self.record.fields.tool
        for what, of_run, wanted in (
            ("configuration", run.configuration, tool.configuration.value),
            ("version", run.configuration_version, tool.configuration_version.value),
        ):
            if of_run and wanted is None:
                yield say("run.tool-not-known", what=what)
            elif of_run and of_run != wanted:
                yield say("run.tool-differs", what=what)
        if self.history.in_setup_issue(run):
            yield say("run.in-set-up-issue")
        if self.resets:
            before = self._before.get(id(run))
            if id(run) not in self._before:
                yield say("run.place-not-known")
            elif before is None or before.kind is not RunKind.RESET:
                yield say("run.no-reset" if source in self._with_resets else "run.no-reset-rows")
            elif before.verdict is not RunVerdict.PASS:
                yield say("run.reset-not-passed")


def in_order(runs: list[CountedRun], clock: Clock, scale: datetime | None) -> list[CountedRun]:
    """The runs in the order of time, and what is no pass as late as it may have been.

    Last are those whose time is not known, or not comparable with the scale.
    """

    def key(one: CountedRun) -> tuple[bool, float, bool]:
        moment = clock.instant(one.run.start)
        if moment is None or (scale is not None and not comparable(moment, scale)):
            return True, 0.0, not one.is_pass
        zero = datetime(1970, 1, 1, tzinfo=moment.tzinfo)
        late = timedelta(days=1) if one.run.day_only and not one.is_pass else timedelta()
        return False, (moment - zero + late).total_seconds(), not one.is_pass

    return sorted(runs, key=key)
