from collections.abc import Iterator

import pytest

from services.membership.domain.territory.commands import Division, RegisterDivisions
from tests.support.office import Office, open_office
from tests.unit.membership.register_scene import FOUNDED, TREE, on
from tests.unit.membership.tree_scene import DIVISIONS


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    """With the district of `register_scene`, and nobody in it yet."""
    listed = tuple(
        Division(each.code, each.name, each.level, each.parent_code)
        for each in DIVISIONS.divisions.values()
    )
    with open_office(database_url) as office:
        office.when(RegisterDivisions(divisions=listed, **on(FOUNDED)), *TREE)
        yield office
