"""The sample's units are those the demo's people act for."""

from deploy.sample.appeals import SEED_COMMUNITY
from deploy.sample.appeals.units import SANITATION
from deploy.sample.sharing.conferences import unit_id
from deploy.sample.sharing.kinds import FORESTRY
from shared.access.demo import OFFICE, UNIT


def test_the_demos_liaison_speaks_for_a_unit_of_the_sample() -> None:
    assert unit_id(SEED_COMMUNITY, FORESTRY.word) == UNIT


def test_the_demos_handler_works_for_a_unit_of_the_sample() -> None:
    assert OFFICE == SANITATION
