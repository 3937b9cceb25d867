"""From a request of the CSMS to the request of the station that it triggers (9.2.1, A.2; E-04 to E-06, E-13, E-14).

What the protocol shows in between decides whether a request follows "at once", never a number of seconds: another
status of the connector, a restart, another transaction, the same request again. If it is not clear which request
triggered which, neither is measured.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from certkit.logs.model import CALLERROR, Message, Protocol
from certkit.measurement.model import Expectation, Pair
from certkit.measurement.samples import Samples

_WHOLE_STATION = "0"
Payload = Mapping[str, object]


@dataclass(slots=True)
class _Waiting:
    """A request of the CSMS whose effect has not come yet.

    Attributes:
        then: the action that it triggers.
        connector: the connector that it is about, or None.
        fault: the reason to leave it out although its effect comes, or empty.
        met: the triggered request, if it comes before the answer.
        doubtful: the same was requested before, so that the effect may belong to either request.
        spoiled: connector -> the reason to leave the pair out if the effect comes on it.
    """

    samples: Samples
    pair: Pair
    request: Message
    payload: Payload
    then: str
    connector: str | None
    expects: tuple[Expectation, ...]
    fault: str = ""
    answer: Message | None = None
    met: tuple[Message, Payload] | None = None
    doubtful: bool = False
    spoiled: dict[str, str] = field(default_factory=dict)

    @property
    def from_answer(self) -> bool:
        return self.samples.metric.starts_at == "conf"

    def repeats(self, other: _Waiting) -> bool:
        """Whether it asks for the same as the other."""
        if self.pair is not other.pair or self.then != other.then or self.connector != other.connector:
            return False
        return all(alike(self.payload.get(name), other.payload.get(name)) for name in self.pair.same)


@dataclass(slots=True)
class _Station:
    status: dict[str, str] = field(default_factory=dict)
    reserved: dict[str, str] = field(default_factory=dict)
    waiting: list[_Waiting] = field(default_factory=list)


class Functions:
    """The state of every station that the pairs need.

    Attributes:
        concerned: the actions of the CSMS that may trigger something, or reset the station.
        awaited: the actions of the station's requests that matter at the moment.
    """

    def __init__(self, samples: Sequence[Samples], protocol: Protocol) -> None:
        self._protocol = protocol
        self._pairs: dict[str, list[tuple[Samples, Pair]]] = {}
        for each in samples:
            for pair in each.metric.pairs:
                self._pairs.setdefault(pair.request, []).append((each, pair))
        self.concerned = frozenset(self._pairs) | {protocol.reset}
        self._always = {protocol.restart, protocol.status}
        self._always |= {pair.then for pairs in self._pairs.values() for _, pair in pairs if pair.then}
        self._asked: dict[str, int] = {}
        self.awaited = frozenset(self._always)
        self._stations: dict[int, _Station] = {}

    def request_of_csms(self, message: Message, unique: bool) -> None:
        """A request to the station; not ``unique`` if another with its id still waits for an answer."""
        station = self._stations.get(message.source.number)
        for waiting in station.waiting.copy() if station else ():
            if station and not unique and waiting.answer is None and waiting.request.id == message.id:
                self._close(station, waiting, "duplicate-id", message)
            elif station and message.action == self._protocol.reset:
                self._close(station, waiting, "restarted", message)
        for samples, pair in self._pairs.get(message.action, ()):
            payload = message.payload()
            if payload is None:
                samples.leave_out("unreadable" if message.whole else "shortened", message)
            elif not unique:
                samples.leave_out("duplicate-id", message)
            else:
                self._wait(samples, pair, message, payload)

    def _wait(self, samples: Samples, pair: Pair, message: Message, payload: Payload) -> None:
        station = self._station(message)
        then = pair.then or text_of(payload.get(pair.named_by)) or ""
        connector = text_of(payload.get(pair.connector)) if pair.connector else None
        fault = ""
        if pair.reserved_by:
            connector = station.reserved.get(text_of(payload.get(pair.by)) or "")
            fault = "" if connector else "unknown-connector"
        if connector == _WHOLE_STATION:
            fault = "whole-station"
        if then in pair.excepted:
            fault = "excluded"
        expects = tuple(e for e in pair.expects if not e.if_field or text_of(payload.get(e.if_field)) == e.is_value)
        new = _Waiting(samples, pair, message, payload, then, connector, expects, fault)
        for old in station.waiting.copy():
            if new.repeats(old):
                new.doubtful = True
                self._close(station, old, "asked-again", message)
            elif old.pair is pair and old.connector == connector is not None and old.then == then and not pair.named_by:
                self._close(station, old, "asked-again", message)
        station.waiting.append(new)
        self._asked[then] = self._asked.get(then, 0) + 1
        if then not in self.awaited:
            self.awaited |= {then}

    def answer(self, request: Message, answer: Message) -> None:
        """The station's answer to a request of the CSMS."""
        station = self._stations.get(answer.source.number)
        for waiting in station.waiting.copy() if station else ():
            if station and waiting.request is request:
                self._answered(station, waiting, answer)

    def _answered(self, station: _Station, waiting: _Waiting, answer: Message) -> None:
        reason = self._refusal(waiting, answer)
        if not reason:
            for _, pair in (
                p for pairs in self._pairs.values() for p in pairs if p[1].reserved_by == waiting.pair.request
            ):
                station.reserved[text_of(waiting.payload.get(pair.by)) or ""] = waiting.connector or ""
            reason = waiting.fault
        if not reason and waiting.from_answer:
            reason = "before-answer" if waiting.met is not None else self._no_effect(station, waiting)
        if reason:
            self._close(station, waiting, reason, answer)
            return
        waiting.answer = answer
        if waiting.met is not None:
            self._finish(station, waiting, *waiting.met)

    def _refusal(self, waiting: _Waiting, answer: Message) -> str:
        """The reason why the answer starts nothing, or empty."""
        if answer.kind == CALLERROR:
            return "error"
        payload = answer.payload()
        state = payload.get(self._protocol.state) if payload is not None else None
        if not isinstance(state, str):
            return "unreadable" if answer.whole else "shortened"
        return "" if state in waiting.pair.accepted else waiting.pair.answers.get(state, "rejected")

    def _no_effect(self, station: _Station, waiting: _Waiting) -> str:
        """The reason why the status of the connector need not change, or empty."""
        known = station.status.get(waiting.connector or "", "")
        for expectation in waiting.expects if waiting.then == self._protocol.status else ():
            if not known and expectation.before:
                return "unknown-status"
            if known not in expectation.before if expectation.before else known in expectation.values:
                return "no-change"
        return ""

    def request_of_station(self, message: Message) -> None:
        """A request of the station: the triggered one, or one that shows that the triggered one will not come."""
        station = self._station(message)
        protocol, action = self._protocol, message.action
        if action not in self.awaited:
            if not action:
                self._close_station(station, message, "shortened")
            return
        if action not in (protocol.status, protocol.restart) and all(w.then != action for w in station.waiting):
            return
        payload = message.payload()
        if payload is None:
            self._close_station(station, message, "unreadable" if message.whole else "shortened")
            station.status.clear()
            return
        changed = ""
        if action == protocol.status:
            changed = self._status_of(station, payload)
            if not station.waiting:
                return
        triggered = [self._look(station, w, message, payload, changed) for w in station.waiting.copy()]
        if action == protocol.restart and not any(triggered):
            self._close_station(station, message, "restarted")
            station.status.clear()

    def _station(self, message: Message) -> _Station:
        station = self._stations.get(message.source.number)
        if station is None:
            station = self._stations[message.source.number] = _Station()
        return station

    def _status_of(self, station: _Station, payload: Payload) -> str:
        """The connector whose status has changed, or empty."""
        connector = text_of(payload.get(self._protocol.connector)) or ""
        state = text_of(payload.get(self._protocol.state)) or ""
        changed = station.status.get(connector) != state
        station.status[connector] = state
        return connector if changed else ""

    def _look(self, station: _Station, waiting: _Waiting, message: Message, payload: Payload, changed: str) -> bool:
        """Whether the message is the awaited one, which is then measured or left out."""
        if waiting.fault or waiting.met is not None:
            return False
        if waiting.then == message.action:
            return self._match(station, waiting, message, payload, changed)
        state = text_of(payload.get(self._protocol.state)) or ""
        reason = waiting.pair.spoiled_by.get(state, "") if changed and message.action == self._protocol.status else ""
        if reason and changed != _WHOLE_STATION:
            if waiting.connector is None:
                waiting.spoiled.setdefault(changed, reason)
            elif waiting.connector == changed:
                self._close(station, waiting, reason, message)
        return False

    def _match(self, station: _Station, waiting: _Waiting, message: Message, payload: Payload, changed: str) -> bool:
        pair = waiting.pair
        if waiting.connector is not None and text_of(payload.get(self._protocol.connector)) != waiting.connector:
            return False
        for name in pair.same:
            wanted = waiting.payload.get(name)
            if wanted is not None and not alike(wanted, payload.get(name)):
                if waiting.connector is not None:
                    self._close(station, waiting, "another", message)
                return False
        for expectation in waiting.expects:
            if not fulfils(payload, expectation):
                begun = not waiting.from_answer or waiting.answer is not None
                news = message.action != self._protocol.status or bool(changed)
                if expectation.otherwise and begun and news:
                    self._close(station, waiting, expectation.otherwise, message)
                return False
        if waiting.answer is None:
            waiting.met = (message, payload)
        else:
            self._finish(station, waiting, message, payload)
        return True

    def _finish(self, station: _Station, waiting: _Waiting, message: Message, payload: Payload) -> None:
        spoiled = waiting.spoiled.get(text_of(payload.get(self._protocol.connector)) or "", "")
        if waiting.doubtful or spoiled:
            self._close(station, waiting, "asked-again" if waiting.doubtful else spoiled, message)
            return
        start = waiting.answer if waiting.from_answer and waiting.answer else waiting.request
        waiting.samples.add(start, message, f"{waiting.pair.request} → {waiting.then}")
        self._forget(station, waiting)

    def unreadable(self, message: Message) -> None:
        """A frame that cannot be read, and may be the awaited one."""
        number = message.source.number
        known = self._stations.get(number)
        unnamed = not message.source.station
        stations: Iterable[_Station] = self._stations.values() if unnamed else [known] if known else []
        for station in stations:
            mine = [w for w in station.waiting if w.request.source.file == message.source.file]
            for waiting in mine:
                self._close(station, waiting, "unreadable", message)
            if mine or station is known:
                station.status.clear()

    def finish(self) -> None:
        """The logs end."""
        for station in self._stations.values():
            for waiting in station.waiting.copy():
                reason = "unanswered" if waiting.answer is None else "not-followed"
                self._close(station, waiting, reason, waiting.request)

    def _close_station(self, station: _Station, message: Message, reason: str) -> None:
        for waiting in station.waiting.copy():
            self._close(station, waiting, reason, message)

    def _close(self, station: _Station, waiting: _Waiting, reason: str, message: Message) -> None:
        waiting.samples.leave_out(reason, message)
        self._forget(station, waiting)

    def _forget(self, station: _Station, waiting: _Waiting) -> None:
        station.waiting.remove(waiting)
        self._asked[waiting.then] -= 1
        if not self._asked[waiting.then] and waiting.then not in self._always:
            self.awaited -= {waiting.then}


def fulfils(payload: Payload, expectation: Expectation) -> bool:
    """Whether a payload meets an expectation."""
    texts = [text_of(value) for value in values_at(payload, expectation.field.split("."))]
    values = [value for value in texts if value is not None] or ([expectation.absent] if expectation.absent else [])
    return any(value in expectation.values for value in values)


def values_at(value: object, path: Sequence[str]) -> Iterator[object]:
    """The values at a path; within a list, those of each member."""
    if isinstance(value, list):
        for member in value:
            yield from values_at(member, path)
    elif not path:
        yield value
    elif isinstance(value, Mapping) and path[0] in value:
        yield from values_at(value[path[0]], path[1:])


def alike(left: object, right: object) -> bool:
    """Whether two fields agree. Capital and small letters are the same in identifiers of OCPP (CiString)."""
    one, other = text_of(left), text_of(right)
    return one is other or (one is not None and other is not None and one.casefold() == other.casefold())


def text_of(value: object) -> str | None:
    """A value as text, for comparison; None for a missing value and for a list or object, which equal nothing."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return str(value)
    return None
