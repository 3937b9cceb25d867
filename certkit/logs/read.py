"""Messages of OCPP-J from logs (9.2.2), whichever software wrote them: any layout of time, direction and frame.

A line is looked at in one of two ways. The slow way looks for the frame, the time, the direction and the station, and
parses all of the frame; what stands around the frame, the time taken out, is then remembered. Most lines of a log
have surroundings that are known, and of those only the header of the frame is read, and of that no more than somebody
wants to see.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from certkit.logs.files import LogStream, open_logs
from certkit.logs.model import Interest, LogStatistics, Message
from certkit.logs.reader import LogReader
from certkit.measurement.metrics import Protocol


class MessageLogs:
    """The messages of several logs, each log in its own order.

    Attributes:
        statistics: of the logs that were read to their end.
    """

    def __init__(
        self, names: Sequence[str], stdin: BinaryIO, protocol: Protocol, interest: Interest | None = None
    ) -> None:
        self._names = names
        self._stdin = stdin
        self._protocol = protocol
        self._interest = interest or Interest()
        self.statistics: list[LogStatistics] = []

    def __iter__(self) -> Iterator[Message]:
        """The messages that are of interest.

        Raises:
            UnreadableFile: a log is not there, or cannot be read to its end.
        """
        return self._messages(open_logs(self._names, self._stdin))

    def _messages(self, streams: Iterable[LogStream]) -> Iterator[Message]:
        sources = era = 0
        for stream in streams:
            reader = LogReader(stream, self._protocol, self._interest, sources, era)
            yield from reader
            self.statistics.append(reader.statistics())
            sources += reader.sources
            era = reader.era + 1
