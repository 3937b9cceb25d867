"""Pairs requests to the device with its answers by message id (OCPP response timeout, Authorize; 9.2.1, A.2).

Each request to the device is measured once, or left out once for a reason. While two unanswered requests of a station
have the same id, an answer may belong to either of them; so both are left out.
"""

from __future__ import annotations

from collections.abc import Sequence

from certkit.logs.model import CALLERROR, CALLRESULT, Message
from certkit.measurement.model import Pairing
from certkit.measurement.samples import Samples

_KINDS = {"CALLRESULT": CALLRESULT, "CALLERROR": CALLERROR}


class Answers:
    """The requests that wait for an answer of the device, and its answers.

    Attributes:
        of_station: whether the device is the station, or else the CSMS.
    """

    def __init__(self, samples: Sequence[Samples], of_station: bool) -> None:
        self.of_station = of_station
        self._counted = [
            (each, frozenset(each.metric.requests), frozenset(_KINDS[name] for name in each.metric.answers))
            for each in samples
        ]
        self._waiting: dict[int, dict[str, Message]] = {}
        self._doubtful: dict[tuple[int, str], int] = {}
        self._requests = self._answers = self._unexpected = self._duplicates = 0
        self._first_unexpected = self._first_duplicate = ""

    def request(self, message: Message) -> bool:
        """A request to the device; False if another one with its id still waits."""
        self._requests += 1
        number = message.source.number
        waiting = self._waiting.get(number)
        if waiting is None:
            waiting = self._waiting[number] = {}
        key = (number, message.id)
        if message.id not in waiting and key not in self._doubtful:
            waiting[message.id] = message
            return True
        self._duplicates += 1
        self._first_duplicate = self._first_duplicate or message.place
        first = waiting.pop(message.id, None)
        if first is not None:
            self._doubtful[key] = 1
            self._leave_out("duplicate-id", first)
        self._doubtful[key] += 1
        self._leave_out("duplicate-id", message)
        return False

    def answer(self, message: Message) -> Message | None:
        """An answer that may be the device's. Returns the request that it belongs to, if there is one."""
        key = (message.source.number, message.id)
        if key in self._doubtful:
            self._answers += 1
            self._doubtful[key] -= 1
            if not self._doubtful[key]:
                del self._doubtful[key]
            return None
        request = self._waiting.get(key[0], {}).pop(message.id, None)
        if request is None:
            if message.from_station is not None:
                self._answers += 1
                self._unexpected += 1
                self._first_unexpected = self._first_unexpected or message.place
            return None
        self._answers += 1
        readable = not message.whole or message.payload() is not None
        for samples, actions, kinds in self._counted:
            if actions and request.action not in actions:
                if not request.action:
                    samples.leave_out("shortened", request)
            elif not readable:
                samples.leave_out("unreadable", message)
            elif message.kind in kinds:
                samples.add(request, message, f"{_named(request)} answered")
            else:
                samples.leave_out("error", message)
        return request

    def finish(self) -> Pairing:
        """The logs end: what still waits is unanswered."""
        unanswered = 0
        for waiting in self._waiting.values():
            unanswered += len(waiting)
            for message in waiting.values():
                self._leave_out("unanswered", message)
        return Pairing(
            requests=self._requests,
            answers=self._answers,
            unanswered=unanswered,
            unexpected=self._unexpected,
            duplicates=self._duplicates,
            first_unexpected=self._first_unexpected,
            first_duplicate=self._first_duplicate,
        )

    def _leave_out(self, reason: str, request: Message) -> None:
        for samples, actions, _ in self._counted:
            if not actions or request.action in actions:
                samples.leave_out(reason, request)


def _named(request: Message) -> str:
    """The action of a request, if it is a plain name. Anything else could be a secret, and is not repeated."""
    return request.action if request.action.isalnum() else "a request"
