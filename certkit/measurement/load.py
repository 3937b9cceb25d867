"""Measure the message logs in files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from certkit.edition.rulebook import Rulebook
from certkit.logs.read import MessageLogs
from certkit.measurement.derive import Measuring
from certkit.measurement.model import Measurements
from certkit.measurement.read_metrics import metrics_of
from certkit.pics.model import Pics


def measure_files(
    names: Iterable[str], stdin: BinaryIO, pics: Pics, rulebook: Rulebook, *, keep_samples: bool = False
) -> Measurements:
    """The performance parameters of a device, from files, folders and archives.

    Args:
        keep_samples: keep every value, not only its statistics.

    Raises:
        UnreadableFile: a log is missing, or cannot be read to its end.
        CertkitError: the PICS does not state the kind of device, or the edition measures nothing.
    """
    measuring = Measuring(pics, rulebook)
    logs = MessageLogs(list(names), stdin, metrics_of(rulebook).protocol, measuring.message_filter)
    for message in logs:
        measuring.see(message)
    measurements = measuring.finish(logs.statistics, keep_samples=keep_samples)
    return measurements._replace(skipped=tuple(logs.files.skipped))
