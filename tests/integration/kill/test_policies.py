"""SIGKILL of membership's policies: what follows of itself follows once, whenever they are killed."""

from collections import Counter
from collections.abc import Iterator

import pytest

from services.membership.domain.member.causes import ErasureGround
from services.membership.domain.member.commands import EraseMember
from services.membership.domain.organisation.commands import MergeOrganisation
from services.membership.domain.streams import member_stream, transfer_stream
from tests.support.office import Office, open_district
from tests.support.supervisor import KILLED, Supervisor
from tests.support.victims import CLERK_STEPS, HANDLER_STEPS, SAVING_STEPS
from tests.unit.membership.register_scene import ENTERED, TODAY, on, released, request

PEOPLE = range(1, 7)


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    with open_district(database_url) as office:
        yield office


def killed_twice(supervisor: Supervisor, role: str, url: str, step: str) -> None:
    """Killed at the step, and once more if it is reached again; the third life does the rest."""
    assert supervisor.run(role, url, step, 1) == KILLED
    assert supervisor.run(role, url, step, 1) in {KILLED, 0}
    assert supervisor.run(role, url) == 0


def happened(office: Office, *streams: str) -> Counter[str]:
    return Counter(event.type for stream in streams for event in office.store.read_stream(stream))


@pytest.mark.parametrize("step", [*CLERK_STEPS, *SAVING_STEPS])
def test_members_follow_their_organisation_once(
    office: Office, supervisor: Supervisor, database_url: str, step: str
) -> None:
    streams = [member_stream(office.register(number, "b1")) for number in PEOPLE]
    office.when(MergeOrganisation(organisation_id="b1", into_id="b2", **on(TODAY)))
    office.catch_up()

    killed_twice(supervisor, "following", database_url, step)

    assert happened(office, *streams) == {
        "member-registered": len(PEOPLE),
        "affiliation-followed-organisation": len(PEOPLE),
    }


@pytest.mark.parametrize("step", CLERK_STEPS)
def test_letters_expire_once(
    office: Office, supervisor: Supervisor, database_url: str, step: str
) -> None:
    streams = []
    for number in PEOPLE:
        member_id = office.register(number, "be1")
        asked = {**on(ENTERED), "transfer_id": f"t{number}"}
        office.when(request(member_ids=(member_id,), **asked), *released(**asked))
        streams += [transfer_stream(f"t{number}"), member_stream(member_id)]
    office.catch_up()

    killed_twice(supervisor, "expiry", database_url, step)

    counted = happened(office, *streams)
    assert counted["transfer-expired"] == counted["pocket-member-warned"] == len(PEOPLE)


@pytest.mark.parametrize("step", ["statement", *HANDLER_STEPS])
def test_keys_of_the_forgotten_are_destroyed_and_no_others(
    office: Office, supervisor: Supervisor, database_url: str, step: str
) -> None:
    people = [office.register(number, "b1") for number in PEOPLE]
    sealed = {each: office.membership.member(each).sealed for each in people}
    for each in people[:3]:
        asked = {"ground": ErasureGround.BY_ORDER, "order": "裁定", **on(TODAY)}
        office.when(EraseMember(member_id=each, **asked))
    office.catch_up()

    killed_twice(supervisor, "forgetting", database_url, step)

    readable = [each for each in people if office.sealer.unseal(each, sealed[each]) is not None]
    assert readable == people[3:]
