"""Transfers of the days of the tests: from be1 to the street, out of the city, and three members to choose from."""

from datetime import timedelta
from typing import Any

from services.membership.domain.streams import stream_of, transfer_stream
from services.membership.domain.transfer.causes import TransferKind
from services.membership.domain.transfer.commands import PlaceInBranch, TransferCommand
from services.membership.domain.transfer.events import outside
from tests.unit.membership import routing
from tests.unit.membership.register_scene import (
    TODAY,
    Register,
    district,
    facts,
    on,
    register,
    released,
    request,
)

T1: dict[str, Any] = {"transfer_id": "t1", **on(TODAY)}
SHENZHEN = outside("深圳市南山区委", "44")
CHANGDE = outside("常德市武陵区委", "43")
CROSS = TransferKind.CROSS_PROVINCE
AT_BE1 = facts("be1", "d/s2/e/be1")
AT_S1 = facts("s1", "d/s1")
AT_B2 = facts("b2", "d/s1/g1/b2")
LATE = TODAY + timedelta(days=11)
"""The day after a letter of today has expired."""
LATER: dict[str, Any] = {**on(LATE), "today": LATE}


def three_members() -> Register:
    """m1 and m2 in be1; m3 in b1."""
    return district().given(register("m1", "be1"), register("m2", "be1"), register("m3", "b1"))


def awaiting(**given: Any) -> Register:
    """m1 is released and not accepted yet."""
    return district().given(register("m1", "be1"), request(**given), *released())


def before_binding(scene: Register, *commands: TransferCommand) -> Register:
    """Steps of a transfer from outside as logs hold them from before it bound whom it brings."""
    for command in commands:
        stream = transfer_stream(command.transfer_id)
        events = [event for event in scene.decide(command) if stream_of(event) == stream]
        scene.happened += events
        scene.states[stream] = routing.fold(stream, events, scene.states.get(stream))
    return scene


def place(**given: Any) -> PlaceInBranch:
    return PlaceInBranch(**{**T1, "by": "s1", "organisation_id": "b2", **given})
