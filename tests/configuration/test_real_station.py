"""A charging station of the package ocpp answers GetConfiguration over a WebSocket; its log is read as it logs.

Both sides run here, on the loopback interface. What the station is told to answer is compared with what certkit reads
from the log that the library itself writes.
"""

import asyncio
import logging

import pytest

from certkit.text.secrets import Secret
from tests.configuration.stations import GOOD, check, codes, read

pytest.importorskip("ocpp")
websockets = pytest.importorskip("websockets")

from ocpp.routing import on  # noqa: E402  (behind what is skipped without it)
from ocpp.v16 import ChargePoint, call, call_result  # noqa: E402
from ocpp.v16.enums import Action, RegistrationStatus  # noqa: E402

SECRET = "correct horse battery staple"
KEYS = {**GOOD, "AuthorizationKey": (SECRET, False)}


class Station(ChargePoint):  # type: ignore[misc]  # the package has no types
    """A station that answers with its keys, no more of them at a time than it says it can."""

    @on(Action.get_configuration)
    def get_configuration(self, key=None, **_):
        wanted = key or list(KEYS)
        known = [name for name in wanted if name in KEYS]
        return call_result.GetConfiguration(
            configuration_key=[{"key": name, "readonly": KEYS[name][1], "value": KEYS[name][0]} for name in known],
            unknown_key=[name for name in wanted if name not in KEYS],
        )


class Csms(ChargePoint):  # type: ignore[misc]
    """A CSMS that accepts the station and then asks for its configuration."""

    @on(Action.boot_notification)
    def boot_notification(self, **_):
        return call_result.BootNotification("2026-03-02T09:14:03.527Z", 300, RegistrationStatus.accepted)


async def converse(requests: list[list[str] | None]) -> None:
    """Let the station boot, and the CSMS send these requests, each with its list of keys or none."""
    done = asyncio.Event()

    async def serve(connection):
        csms = Csms("EX-22-0007", connection)
        receiving = asyncio.create_task(csms.start())
        await asyncio.sleep(0.05)
        for keys in requests:
            await csms.call(call.GetConfiguration(key=keys))
        done.set()
        receiving.cancel()

    async with websockets.serve(serve, "127.0.0.1", 0, subprotocols=["ocpp1.6"]) as server:
        port = server.sockets[0].getsockname()[1]
        address = f"ws://127.0.0.1:{port}/EX-22-0007"
        async with websockets.connect(address, subprotocols=["ocpp1.6"]) as connection:
            station = Station("EX-22-0007", connection)
            receiving = asyncio.create_task(station.start())
            await station.call(
                call.BootNotification(charge_point_model="EX-22", charge_point_vendor="Example Charging")
            )
            await asyncio.wait_for(done.wait(), 20)
            receiving.cancel()


@pytest.fixture
def log_of(tmp_path):
    """Let the two converse, and give what the library has logged."""

    def made(requests: list[list[str] | None]) -> bytes:
        file = tmp_path / "messages.log"
        handler = logging.FileHandler(file, encoding="utf-8")
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s (%(threadName)s) [%(name)s] %(message)s"))
        logger = logging.getLogger("ocpp")
        before = logger.level, logger.propagate
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
        logger.propagate = False
        try:
            asyncio.run(converse(requests))
        finally:
            logger.removeHandler(handler)
            logger.setLevel(before[0])
            logger.propagate = before[1]
            handler.close()
        return file.read_bytes()

    return made


def test_a_station_is_read_from_its_own_log_and_agrees_with_its_pics(log_of):
    log = log_of([None])
    assert b"BootNotification" in log
    assert SECRET.encode() in log
    configuration = read(log)
    assert configuration.whole is True
    assert configuration.stations == ("EX-22-0007",)
    assert configuration.answers == 1
    assert configuration.findings == ()
    shown = {entry.key: (entry.value, entry.readonly) for entry in configuration.entries if not entry.secret}
    assert shown == GOOD
    assert configuration.of("AuthorizationKey")[0].secret is Secret.HELD_BACK
    assert sorted(codes(check(configuration))) == ["CK-20", "CK-21"]
    assert SECRET not in repr(configuration)


def test_answers_to_several_requests_are_joined(log_of):
    names = [*GOOD, "ExNoSuchKey"]
    configuration = read(log_of([names[:20], names[20:]]))
    assert configuration.answers == 2
    assert {entry.key: entry.value for entry in configuration.entries} == {
        key: value for key, (value, _) in GOOD.items()
    }
    assert configuration.unknown_keys == ("ExNoSuchKey",)
    assert codes(check(configuration)) == ["CK-22"]
