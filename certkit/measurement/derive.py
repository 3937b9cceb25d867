"""Measures the performance parameters in the messages of logs (9.2.1, 9.2.2, A.2).

No value is too high or too low. The only criterion is that every parameter in scope of the device is measured (9.1.3,
9.2.4).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from certkit.edition.rulebook import Rulebook
from certkit.errors import CertkitError
from certkit.logs.model import CALL, UNREADABLE, LogStatistics, Message, MessageFilter
from certkit.measurement.answers import Answers
from certkit.measurement.functions import Functions
from certkit.measurement.model import Measurements
from certkit.measurement.read_metrics import metrics_of
from certkit.measurement.samples import Samples
from certkit.pics.model import Pics

TECHNOLOGY = "performance.communication_technology"


class Measuring:
    """A measurement in progress: it sees the messages one by one, in the order of their log.

    Attributes:
        message_filter: the messages that it needs; a reader may leave out all others.
    """

    def __init__(self, pics: Pics, rulebook: Rulebook) -> None:
        if pics.dut is None:
            raise CertkitError(
                "the PICS does not say which kind of device it is about, so certkit cannot know what to measure",
                hint="answer dut",
                file=pics.source,
            )
        self._pics = pics
        self._rulebook = rulebook
        self._dut = pics.dut
        self._of_station = rulebook.evidence.sides[rulebook.column(pics.dut)].role == "station"
        self._samples = [Samples(metric) for metric in metrics_of(rulebook).in_scope(pics.dut)]
        if not self._samples:
            raise CertkitError(
                f"the edition {rulebook.info.id} has no performance parameters for a {pics.dut}",
                hint="metrics.yaml of the edition has them",
            )
        self._answers = Answers([each for each in self._samples if each.metric.measures == "answers"], self._of_station)
        functions = [each for each in self._samples if each.metric.measures == "functions"]
        self._functions = Functions(functions, metrics_of(rulebook).protocol) if functions else None
        station = self._of_station
        self.message_filter = MessageFilter(
            requests_of_csms=station,
            answers_of_csms=not station,
            answers_of_station=station,
            requests_of_station=(self._functions.awaited if self._functions else frozenset()) if station else None,
        )

    def see(self, message: Message) -> None:
        """The next message."""
        functions = self._functions
        if message.kind == CALL:
            if message.from_station is not self._of_station:
                if message.from_station is None:
                    return
                unique = self._answers.request(message)
                if functions is not None and (not unique or message.action in functions.concerned):
                    functions.request_of_csms(message, unique)
            elif functions is not None:
                functions.request_of_station(message)
        elif message.kind == UNREADABLE:
            if functions is not None and message.from_station is not False:
                functions.unreadable(message)
        elif message.from_station is None or message.from_station is self._of_station:
            request = self._answers.answer(message)
            if request is not None and functions is not None and request.action in functions.concerned:
                functions.answer(request, message)
        if functions is not None:
            self.message_filter.requests_of_station = functions.awaited

    def finish(self, logs: Sequence[LogStatistics], *, keep_samples: bool = False) -> Measurements:
        """The measurements.

        Args:
            logs: statistics of the logs that the messages come from.
            keep_samples: also keep every value, for a picture.
        """
        pairing = self._answers.finish()
        if self._functions is not None:
            self._functions.finish()
        rulebook, values = self._rulebook, self._pics.values
        technology = values.get(TECHNOLOGY)
        names = dict.fromkeys(name for each in self._samples for name in each.metric.readings)
        return Measurements(
            edition=rulebook.info.id,
            rulebook_sha256=rulebook.sha256,
            pics_sha256=self._pics.sha256,
            source=self._pics.source,
            dut=self._dut,
            technology=technology if isinstance(technology, str) else "",
            readings={name: rulebook.selected.get(name, "taken") for name in sorted(names)},
            measurements=tuple(
                each.measurement(_seconds(values.get(each.metric.id)), keep=keep_samples) for each in self._samples
            ),
            pairing=pairing,
            logs=tuple(logs),
        )


def measure(
    messages: Iterable[Message],
    pics: Pics,
    rulebook: Rulebook,
    *,
    logs: Sequence[LogStatistics] = (),
    keep_samples: bool = False,
) -> Measurements:
    """Measure all parameters in scope of the device, from messages in the order of their logs.

    Raises:
        CertkitError: the PICS does not say which kind of device it is about, or the edition has no parameters for it.
    """
    measuring = Measuring(pics, rulebook)
    for message in messages:
        measuring.see(message)
    return measuring.finish(logs, keep_samples=keep_samples)


def _seconds(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
