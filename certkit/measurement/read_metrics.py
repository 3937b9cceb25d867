"""``metrics.yaml``: the performance parameters and the pairs of messages between which they are measured (9.2.1)."""

from __future__ import annotations

from collections.abc import Container, Mapping

from certkit.edition.domains import Number
from certkit.edition.model import EditionInfo, Item
from certkit.edition.rows import Row, add, kinds_of
from certkit.edition.rulebook import Rulebook
from certkit.errors import RulebookError
from certkit.formats.tree import Node
from certkit.logs.model import Protocol
from certkit.measurement.model import Expectation, Metric, Metrics, Pair, reasons


def read_metrics(tree: Node, file: str, info: EditionInfo, items: Mapping[str, Item]) -> Metrics:
    """The parameters, in the order of the file.

    Each is an item of the form that asks for a number; each pair is between requests that the protocol has.
    """
    top = Row(tree, file, "the list of metrics")
    top.text("cite")
    protocol = _protocol(Row(top.need("protocol"), file, "the protocol"))
    found: dict[str, Metric] = {}
    for row in top.rows("metrics", "a metric"):
        identifier = row.text("id")
        row.what = f"the metric {identifier}"
        metric = _metric(row, identifier, info, protocol)
        item = items.get(identifier)
        if item is None or not isinstance(item.domain, Number):
            raise row.error(f"{identifier} is not an item that asks for a number", row.find("id"))
        if item.asked_of != metric.asked_of:
            raise row.error(f"{identifier} is asked of other devices than it is measured of", row.find("asked_of"))
        add(found, identifier, metric, row)
        row.finish()
    top.finish()
    return Metrics(protocol, found)


def prove_metrics(metrics: Metrics, readings: Container[str], file: str) -> None:
    """Check that every reading that a metric names exists.

    Raises:
        RulebookError: one does not.
    """
    for metric in metrics.parameters.values():
        for name in metric.readings:
            if name not in readings:
                raise RulebookError(f"the metric {metric.id} names the reading {name}, which does not exist", file=file)


def _protocol(row: Row) -> Protocol:
    row.text("cite")
    station, csms, either = (frozenset(row.texts(name)) for name in ("from_station", "from_csms", "from_either"))
    if twice := sorted(station & csms | station & either | csms & either):
        raise row.error(f"{', '.join(twice)} is sent by one side or by either, not both")
    protocol = Protocol(
        from_station=station,
        from_csms=csms,
        from_either=either,
        restart=_known(row, "restart", station),
        reset=_known(row, "reset", csms),
        status=_known(row, "status", station),
        connector=row.text("connector"),
        state=row.text("state"),
    )
    row.finish()
    return protocol


def _metric(row: Row, identifier: str, info: EditionInfo, protocol: Protocol) -> Metric:
    measures = row.one_of("measures", ("answers", "functions"))
    answers = measures == "answers"
    metric = Metric(
        id=identifier,
        title=row.text("title"),
        asked_of=kinds_of(row, info),
        measures=measures,
        starts_at=row.one_of("starts_at", ("req",) if answers else ("req", "conf")),
        unit=row.one_of("unit", ("seconds",)),
        definition=row.text("definition"),
        formula=row.text("formula"),
        pairing=row.text("pairing"),
        exclusions=row.texts("exclusions", ()),
        cite=row.text("cite"),
        readings=row.texts("readings", ()),
        requests=row.texts("requests", ()) if answers else (),
        answers=row.texts("answers") if answers else (),
        pairs=() if answers else tuple(_pair(pair, protocol) for pair in row.rows("pairs", f"a pair of {identifier}")),
    )
    for name in metric.answers:
        if name not in ("CALLRESULT", "CALLERROR"):
            raise row.error(f"{name!r} is not a kind of answer", row.find("answers"))
    known = protocol.from_station | protocol.from_csms | protocol.from_either
    for name in metric.requests:
        if name not in known:
            raise row.error(f"{name} is not a request of the protocol", row.find("requests"))
    return metric


def _pair(row: Row, protocol: Protocol) -> Pair:
    request = _known(row, "request", protocol.from_csms)
    row.what = f"the pair of {request}"
    named_by = row.text("named_by", "")
    then = "" if named_by else _known(row, "then", protocol.from_station)
    reserved_by = _known(row, "reserved_by", protocol.from_csms) if row.find("reserved_by") else ""
    pair = Pair(
        request=request,
        accepted=row.texts("accepted", ("Accepted",)),
        answers=_reasons(row, "answers"),
        then=then,
        named_by=named_by,
        excepted=row.texts("except", ()),
        same=row.texts("same", ()),
        connector=row.text("connector", ""),
        reserved_by=reserved_by,
        by=row.text("by") if reserved_by else "",
        expects=tuple(_expectation(entry) for entry in row.rows("expects", "an expectation", optional=True)),
        spoiled_by=_reasons(row, "spoiled_by"),
    )
    for name in pair.excepted:
        if not named_by or name not in protocol.from_station:
            raise row.error(f"{row.what} excepts {name!r}, which it cannot trigger", row.find("except"))
    row.finish()
    return pair


def _expectation(row: Row) -> Expectation:
    if_field = row.text("if", "")
    expectation = Expectation(
        field=row.text("field"),
        values=row.texts("values"),
        absent=row.text("absent", ""),
        otherwise=row.one_of("otherwise", tuple(reasons())) if row.find("otherwise") else "",
        before=row.texts("before", ()),
        if_field=if_field,
        is_value=row.text("is") if if_field else "",
    )
    row.finish()
    return expectation


def _known(row: Row, name: str, actions: Container[str]) -> str:
    action = row.text(name)
    if action not in actions:
        raise row.error(f"{action!r} as {name!r} of {row.what} is not a request of that side", row.find(name))
    return action


def _reasons(row: Row, name: str) -> Mapping[str, str]:
    found = dict(row.pairs(name))
    for reason in found.values():
        if reason not in reasons():
            raise RulebookError(f"{row.what} names the reason {reason!r}, which does not exist", file=row.file)
    return found


def metrics_of(rulebook: Rulebook) -> Metrics:
    """The performance parameters of an edition; none for an edition without them."""
    return rulebook.part("metrics", _proven_metrics) if rulebook.has("metrics") else Metrics()


def _proven_metrics(rulebook: Rulebook, tree: Node, file: str) -> Metrics:
    metrics = read_metrics(tree, file, rulebook.info, rulebook.items)
    if not rulebook.is_proven:
        prove_metrics(metrics, rulebook.readings, file)
    return metrics
