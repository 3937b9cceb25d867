"""A charging station and a CSMS as they really are: the package ocpp over a WebSocket, with delays that are known.

Both sides log in the layout of that package. What certkit measures must be the delays that were put in, up to what
the event loop and the connection add: never less (but for the rounding of the log's milliseconds), and at most
TOLERANCE more.
"""

import asyncio
import logging
import time

import pytest
import websockets
from ocpp.routing import on
from ocpp.v16 import ChargePoint, call, call_result
from ocpp.v16.enums import (
    AuthorizationStatus,
    AvailabilityStatus,
    ChargePointErrorCode,
    ChargePointStatus,
    RegistrationStatus,
    RemoteStartStopStatus,
    TriggerMessageStatus,
)
from websockets.typing import Subprotocol

from tests.measurement.logs import CSMS, STATION, measured, values

TOLERANCE = 0.25
"""Seconds. A machine that is busy with other tests is slow to wake up; one that is idle adds about two milliseconds."""
ROUNDING = 0.002
CONFIGURATION, START, STOP, AUTHORIZE, HEARTBEAT, STATUS, TRIGGER = 0.12, 0.3, 0.22, 0.17, 0.05, 0.15, 0.2
OCPP = Subprotocol("ocpp1.6")
NOW = "2026-03-03T10:00:00Z"


class Station(ChargePoint):  # type: ignore[misc]  # ocpp has no types
    """Answers and acts after known delays."""

    def later(self, delay, *requests):
        async def act():
            await asyncio.sleep(delay)
            for request in requests:
                await self.call(request)

        self.acts = [*getattr(self, "acts", []), asyncio.create_task(act())]

    def status(self, connector, status):
        return call.StatusNotification(connector, ChargePointErrorCode.no_error, status, timestamp=NOW)

    @on("GetConfiguration")
    async def on_get_configuration(self, **_):
        await asyncio.sleep(CONFIGURATION)
        key = {"key": "HeartbeatInterval", "readonly": False, "value": "300"}
        return call_result.GetConfiguration(configuration_key=[key])

    @on("RemoteStartTransaction")
    async def on_remote_start(self, id_tag, connector_id=1, **_):
        start = call.StartTransaction(connector_id=connector_id, id_tag=id_tag, meter_start=0, timestamp=NOW)
        self.later(START, start, self.status(connector_id, ChargePointStatus.charging))
        return call_result.RemoteStartTransaction(RemoteStartStopStatus.accepted)

    @on("RemoteStopTransaction")
    async def on_remote_stop(self, transaction_id, **_):
        stop = call.StopTransaction(meter_stop=9, timestamp=NOW, transaction_id=transaction_id, reason="Remote")
        self.later(STOP, stop, self.status(1, ChargePointStatus.available))
        return call_result.RemoteStopTransaction(RemoteStartStopStatus.accepted)

    @on("ChangeAvailability")
    async def on_change_availability(self, connector_id, type, **_):
        status = ChargePointStatus.unavailable if type == "Inoperative" else ChargePointStatus.available
        self.later(STATUS, self.status(connector_id, status))
        return call_result.ChangeAvailability(AvailabilityStatus.accepted)

    @on("TriggerMessage")
    async def on_trigger_message(self, **_):
        self.later(TRIGGER, call.Heartbeat())
        return call_result.TriggerMessage(TriggerMessageStatus.accepted)


class Csms(ChargePoint):  # type: ignore[misc]  # as above
    @on("BootNotification")
    async def on_boot(self, **_):
        return call_result.BootNotification(current_time=NOW, interval=300, status=RegistrationStatus.accepted)

    @on("Heartbeat")
    async def on_heartbeat(self):
        await asyncio.sleep(HEARTBEAT)
        return call_result.Heartbeat(current_time=NOW)

    @on("Authorize")
    async def on_authorize(self, **_):
        await asyncio.sleep(AUTHORIZE)
        return call_result.Authorize(id_tag_info={"status": AuthorizationStatus.accepted})

    @on("StatusNotification")
    async def on_status(self, **_):
        return call_result.StatusNotification()

    @on("StartTransaction")
    async def on_start(self, **_):
        info = {"status": AuthorizationStatus.accepted}
        return call_result.StartTransaction(transaction_id=7, id_tag_info=info)

    @on("StopTransaction")
    async def on_stop(self, **_):
        return call_result.StopTransaction()


async def session():
    """Boot, configuration, availability, trigger, a transaction from afar; the CSMS goes on when all is done."""
    done = asyncio.get_running_loop().create_future()

    async def serve(connection):
        csms = Csms("CP_1", connection, logger=logging.getLogger("measured.csms"))
        listening = asyncio.create_task(csms.start())
        await asyncio.sleep(2 * AUTHORIZE + 0.3)
        requests = [
            (call.GetConfiguration(), CONFIGURATION),
            (call.ChangeAvailability(connector_id=1, type="Inoperative"), STATUS),
            (call.ChangeAvailability(connector_id=1, type="Operative"), STATUS),
            (call.TriggerMessage(requested_message="Heartbeat"), TRIGGER + HEARTBEAT),
            (call.RemoteStartTransaction(id_tag="TAG", connector_id=1), START),
            (call.RemoteStopTransaction(transaction_id=7), STOP),
        ]
        for request, wait in requests:
            await csms.call(request)
            await asyncio.sleep(wait + 0.3)
        listening.cancel()
        done.set_result(None)

    async with websockets.serve(serve, "127.0.0.1", 0, subprotocols=[OCPP]) as server:
        port = server.sockets[0].getsockname()[1]
        async with websockets.connect(f"ws://127.0.0.1:{port}/CP_1", subprotocols=[OCPP]) as connection:
            station = Station("CP_1", connection, logger=logging.getLogger("measured.station"))
            listening = asyncio.create_task(station.start())
            await station.call(call.BootNotification(charge_point_model="M", charge_point_vendor="V"))
            await station.call(station.status(1, ChargePointStatus.available))
            await station.call(call.Authorize(id_tag="TAG"))
            await asyncio.wait_for(done, 30)
            listening.cancel()


@pytest.fixture(scope="module")
def logs(tmp_path_factory):
    """The logs of both sides, as the package writes them, with the milliseconds of Python's own logging."""
    folder = tmp_path_factory.mktemp("logs")
    handlers = []
    for side in ("csms", "station"):
        handler = logging.FileHandler(folder / f"{side}.log", encoding="utf-8")
        form = logging.Formatter("%(asctime)s %(levelname)s (%(threadName)s) [ocpp] %(message)s")
        form.converter = time.gmtime
        handler.setFormatter(form)
        logger = logging.getLogger(f"measured.{side}")
        logger.setLevel(logging.INFO)
        logger.propagate = False
        logger.addHandler(handler)
        handlers.append((logger, handler))
    try:
        asyncio.run(session())
    finally:
        for logger, handler in handlers:
            logger.removeHandler(handler)
            handler.close()
    return folder


def delayed(*delays):
    """Values that are at least these delays, and at most TOLERANCE more."""
    return [pytest.approx(delay + (TOLERANCE - ROUNDING) / 2, abs=(TOLERANCE + ROUNDING) / 2) for delay in delays]


def test_the_layout_and_the_side_are_found_out(logs):
    for side in ("csms", "station"):
        (log,) = measured(b"", STATION, str(logs / f"{side}.log")).logs
        assert list(log.layouts) == ["Python ocpp"]
        assert log.stations == ("CP_1",)
        assert log.logged_by == ("CSMS" if side == "csms" else "station")
        assert set(log.noticed) <= {"no-frame", "out-of-order"}


def test_the_delays_of_the_station_are_measured(logs):
    result = measured(b"", STATION, str(logs / "csms.log"))
    assert result.complete
    response = sorted(values(result, "response_timeout"))
    assert response[-1:] == delayed(CONFIGURATION)
    assert len(response) == 6
    assert values(result, "triggered_function_timeout") == delayed(STATUS, STATUS, TRIGGER)
    assert values(result, "remote_start_time") == delayed(START)
    assert values(result, "remote_stop_time") == delayed(STOP)
    assert all(not row.left_out for row in result.measurements)


def test_the_delays_of_the_csms_are_measured(logs):
    result = measured(b"", CSMS, str(logs / "station.log"))
    assert result.complete
    assert values(result, "authorize_response_time") == delayed(AUTHORIZE)
    assert sorted(values(result, "response_timeout"))[-2:] == delayed(HEARTBEAT, AUTHORIZE)
    assert result.pairing.unanswered == 0
