"""The measurements in the evidence of an attestation, held against the edition, the PICS and the message logs."""

from __future__ import annotations

from collections.abc import Iterable

from certkit.attestation.v1.model import LogDocument, MeasurementDocument, MeasurementsDocument
from certkit.edition.rulebook import Rulebook
from certkit.errors import Contradiction
from certkit.logs.model import ClockStep, LogStatistics, Noticed, notices
from certkit.measurement.model import LeftOut, Measurement, Measurements, Metric, Pairing, Slowest, reasons
from certkit.measurement.read_metrics import metrics_of
from certkit.pics.model import Pics
from certkit.verdict.dossier import DossierFile

_PATH = "evidence.measurements"
_TECHNOLOGY = "performance.communication_technology"


def read_measurements(
    document: MeasurementsDocument, pics: Pics, rulebook: Rulebook, logs: Iterable[DossierFile]
) -> Measurements:
    """The measurements.

    Raises:
        Contradiction: they are of another PICS, edition or log, lack a parameter, or cannot be.
    """
    scope = metrics_of(rulebook).in_scope(pics.dut or "")
    technology = pics.values.get(_TECHNOLOGY)
    made = Measurements(
        edition=rulebook.info.id,
        rulebook_sha256=rulebook.sha256,
        pics_sha256=pics.sha256,
        source=pics.source,
        dut=pics.dut or "",
        technology=technology if isinstance(technology, str) else "",
        readings={
            name: rulebook.selected.get(name, "taken")
            for name in sorted({name for metric in scope for name in metric.readings})
        },
        measurements=(),
        pairing=Pairing(**document["pairing"]),
        logs=tuple(_log(log) for log in document["logs"]),
    )
    if document["technology"] != made.technology:
        raise Contradiction(f"{_PATH}.technology", f"the PICS has {made.technology!r}")
    found = [(row["id"], row["stated"]) for row in document["measurements"]]
    if found != [(metric.id, _seconds(pics.values.get(metric.id))) for metric in scope]:
        raise Contradiction(f"{_PATH}.measurements", "these are not the parameters of the edition and the PICS")
    rows = tuple(
        _measurement(f"{_PATH}.measurements[{n}]", row, metric)
        for n, (row, metric) in enumerate(zip(document["measurements"], scope, strict=True))
    )
    readable = [(log.path, log.sha256) for log in logs if not log.problem]
    for number, log in enumerate(document["logs"]):
        if not any(
            log["file"].startswith(f"{path}/") or (log["file"], log["sha256"]) == (path, digest)
            for path, digest in readable
        ):
            raise Contradiction(f"{_PATH}.logs[{number}]", "it is none of the message logs that the record names")
    _expect_files_of_logs(document)
    return made._replace(measurements=rows)


def _expect_files_of_logs(document: MeasurementsDocument) -> None:
    """What is pointed at is a line of a log, so that no other text can be in its stead."""
    names = {log["file"] for log in document["logs"]}
    for number, row in enumerate(document["measurements"]):
        slowest = [row["slowest"]] if row["slowest"] is not None else []
        if any(one["file"] not in names for one in (*slowest, *row["left_out"])):
            raise Contradiction(f"{_PATH}.measurements[{number}]", "a line in none of the message logs is pointed at")
    for name in ("first_unexpected", "first_duplicate"):
        file, _, line = document["pairing"][name].rpartition(":")
        if document["pairing"][name] and (file not in names or not (line.isascii() and line.isdecimal())):
            raise Contradiction(f"{_PATH}.pairing.{name}", "it is not a line of a message log")
    for number, log in enumerate(document["logs"]):
        if unknown := next((name for name in log["noticed"] if name not in notices()), ""):
            raise Contradiction(f"{_PATH}.logs[{number}].noticed", f"nothing is called {unknown[:40]!r}")


def _measurement(path: str, row: MeasurementDocument, metric: Metric) -> Measurement:
    figures = (row["minimum"], row["median"], row["percentile_95"], row["maximum"])
    if row["count"] < 0 or (not row["count"] and any(figures)):
        raise Contradiction(path, "there are figures without a value")
    if figures[0] < 0 or not figures[0] <= figures[1] <= figures[3] or not figures[0] <= figures[2] <= figures[3]:
        raise Contradiction(path, "minimum, median, 95th percentile and maximum are not in this order")
    if unknown := next((left["reason"] for left in row["left_out"] if left["reason"] not in reasons()), ""):
        raise Contradiction(f"{path}.left_out", f"there is no reason {unknown!r}")
    slowest = row["slowest"]
    return Measurement(
        id=row["id"],
        title=metric.title,
        cite=metric.cite,
        count=row["count"],
        minimum=row["minimum"] if row["count"] else None,
        median=row["median"] if row["count"] else None,
        percentile_95=row["percentile_95"] if row["count"] else None,
        maximum=row["maximum"] if row["count"] else None,
        slowest=Slowest(**slowest, what="") if slowest else None,
        stated=row["stated"],
        left_out=tuple(LeftOut(**left) for left in row["left_out"]),
    )


def _log(log: LogDocument) -> LogStatistics:
    return LogStatistics(
        file=log["file"],
        sha256=log["sha256"],
        lines=log["lines"],
        frames=log["frames"],
        layouts=log["layouts"],
        direction="",
        logged_by=log["logged_by"],
        resolution=log["resolution"],
        zone=log["zone"],
        stations=tuple(log["stations"]),
        requests_of_station=log["requests_of_station"],
        requests_of_csms=log["requests_of_csms"],
        answers_of_station=log["answers_of_station"],
        answers_of_csms=log["answers_of_csms"],
        answers_of_either=log["answers_of_either"],
        noticed={name: Noticed(**one) for name, one in log["noticed"].items()},
        clock_steps=log["clock_steps"],
        steps=tuple(ClockStep(**step) for step in log["steps"]),
    )


def _seconds(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
