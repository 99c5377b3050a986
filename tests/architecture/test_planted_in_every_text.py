"""A name, a number or an address that is planted in any free text of any command is refused, by its field."""

from collections.abc import Iterator

import pytest

from shared.privacy.free_text import PUBLIC_NAME, screen
from shared.privacy.screening import PersonalDataInText
from tests.support.all_commands import DECIDING, commands_of, places_in, planted_in

NAME = "欧阳晓梅"
PLANTED = {
    "identity-number-in-text": "43011119900101123X",
    "phone-in-text": "13812345678",
    "account-in-text": "li.si@example.com",
    "address-in-text": "广济桥社区3栋201",
    "name-in-text": NAME,
}


def every_text() -> Iterator[tuple[type, str, str]]:
    for service in DECIDING:
        for kind in commands_of(service):
            yield from ((kind, place, mark) for place, mark in places_in(kind))


ALL = [*every_text()]


def test_there_is_much_to_plant_in() -> None:
    assert len(ALL) > 60
    named = {f"{kind.__name__}.{place}" for kind, place, _ in ALL}
    assert {"WithdrawTransfer.cause_text", "RequestTransfer.releasing.name"} <= named
    assert {"ConveneMeeting.agenda.title", "SetCategory.source", "EraseMember.order"} <= named


@pytest.mark.parametrize("rule", PLANTED)
def test_what_is_planted_is_refused_wherever_it_is(rule: str) -> None:
    for kind, place, mark in ALL:
        screen(planted_in(kind, place, "多次缺席"), lambda _: (NAME,))
        if rule == "address-in-text" and mark == PUBLIC_NAME:
            continue
        with pytest.raises(PersonalDataInText) as refused:
            screen(planted_in(kind, place, f"见{PLANTED[rule]}。"), lambda _: (NAME,))
        assert (refused.value.slug, refused.value.field) == (rule, place), kind.__name__
