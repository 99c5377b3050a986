"""A unit goes with its own Party organisation, wherever membership puts it, once."""

from datetime import date

from msgspec import structs

from services.resources import consumers
from services.resources.domain.unit.commands import LinkOrganisation
from services.resources.policies import late_links
from services.resources.views import CITY
from shared.event_store import Metadata, NewEvent, StreamAppend
from tests.support.looking import parked
from tests.support.town_hall import TownHall
from tests.unit.resources.scene import asked, register

DAY = date(2026, 3, 1)
LINKED = "unit-organisation-linked"


def given(hall: TownHall) -> None:
    """Two units of branch b1, and one of b2."""
    for unit, organisation in (("forestry", "b1"), ("school", "b1"), ("firm", "b2")):
        hall.when(register(unit, organisation_id=organisation))
    hall.catch_up()


def link(hall: TownHall, unit: str) -> tuple[str | None, str]:
    facts = hall.state(f"unit-{unit}").facts
    return facts.organisation_id, facts.organisation_path


def test_a_moved_organisation_takes_its_units_along(hall: TownHall) -> None:
    given(hall)
    hall.membership.moves("b1", "s2", DAY)

    hall.react(consumers.NAME)

    assert link(hall, "forestry") == ("b1", "4301/430111/s2/b1")
    assert link(hall, "firm") == ("b2", "4301/430111/s1/b2")
    assert hall.happened("unit-forestry", "unit-school", "unit-firm")[LINKED] == 2


def test_units_of_a_merged_organisation_belong_to_what_it_became_in_the_end(
    hall: TownHall,
) -> None:
    given(hall)
    hall.membership.merges("b1", "b2", DAY)
    hall.membership.merges("b2", "b3", DAY)

    hall.react(consumers.NAME)

    assert link(hall, "forestry") == link(hall, "firm") == ("b3", "4301/430111/s2/b3")


def test_units_of_a_dissolved_organisation_have_none(hall: TownHall) -> None:
    given(hall)
    hall.membership.dissolves("b1", DAY)

    hall.react(consumers.NAME)

    assert (link(hall, "school"), link(hall, "firm")[0]) == ((None, ""), "b2")
    told = hall.store.read_stream("unit-school")[-1]
    assert '"causation_id":"organisation-tree@' in told.metadata


def test_a_link_decided_while_the_organisation_merged_follows_too(hall: TownHall) -> None:
    given(hall)
    (seen, _) = hall.store.read_stream("unit-school")
    hall.membership.merges("b1", "b2", DAY)
    hall.react(consumers.NAME)
    late = NewEvent(
        seen.type, seen.schema_version, seen.data.replace("school", "late"), seen.effective_date
    )
    append = StreamAppend("unit-late", 0, [late], Metadata(command_id="late"))
    hall.store.append([append], hall.now)

    hall.react(late_links.NAME)

    assert link(hall, "late")[0] == "b2"


def test_who_was_linked_to_another_meanwhile_stays_there(hall: TownHall) -> None:
    given(hall)
    hall.membership.merges("b1", "b2", DAY)
    hall.catch_up("resources.city")
    hall.when(LinkOrganisation(unit_id="school", organisation_id="b3", **asked()))

    hall.react()

    assert link(hall, "school")[0] == "b3"


def test_twice_or_after_a_kill_each_goes_once(hall: TownHall) -> None:
    given(hall)
    hall.membership.merges("b1", "b2", DAY)

    hall.react(consumers.NAME, dies=True)
    for _ in range(2):
        hall.react(consumers.NAME, late_links.NAME)

    assert hall.happened("unit-forestry", "unit-school", "unit-firm")[LINKED] == 2


def test_what_the_view_of_the_city_has_set_aside_is_acted_upon_only_behind_it(
    hall: TownHall,
) -> None:
    """Who follows an organisation asks that view where it is: without the entry it would answer wrongly."""
    given(hall)
    hall.membership.moves("b1", "s2", DAY)
    younger = hall.membership.told[-1]
    value = younger.value.replace(b"organisation-moved.v1", b"organisation-moved.v2")
    hall.membership.told[-1] = structs.replace(younger, value=value)
    hall.membership.merges("b2", "b3", DAY)
    hall.react(consumers.NAME)
    aside = [younger.sequence, younger.sequence + 1]
    assert (
        sorted(parked(hall.engine, CITY.name))
        == sorted(parked(hall.engine, consumers.NAME))
        == aside
    )
    assert link(hall, "firm")[0] == "b2"

    city = hall.views[CITY.name].healing()
    ours = hall.policies()[consumers.NAME].healing(hall.engine)
    left = ours.discard(ours.listed()[0].id)
    assert (left.healed, left.left, f"{CITY.name} has set it aside" in left.reason) == (0, 1, True)
    assert city.discard(city.listed()[0].id).left == 0
    [healed] = ours.retry_all()

    assert (healed.healed, healed.left) == (1, 0)
    assert link(hall, "firm") == ("b3", "4301/430111/s2/b3")
