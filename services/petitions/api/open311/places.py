"""From what an app says of a place to the division it lies in.

`address_id` is the division's code. Else the address must name the community (or the street): there is
no map here that could tell it from coordinates, and nobody guesses.
"""

from collections.abc import Iterable

from services.petitions.domain.directory.commands import UnitLine
from services.petitions.domain.directory.decider import Directory
from services.petitions.domain.rejection import Rejection
from services.petitions.domain.terms import Level

_TOLD = 5


class AddressMissing(Rejection):
    def __init__(self) -> None:
        super().__init__(
            "address_id",
            "lat and long alone do not tell the community; give address_id, the code of the "
            "division, or an address_string that names the community",
            "请提供 address_id(社区区划代码),或在 address_string 中写明社区名称;仅有经纬度无法确定社区",
        )


class AddressNamesNoPlace(Rejection):
    def __init__(self) -> None:
        super().__init__(
            "address_string",
            "no community or street of this city is named in it; name the community, or give "
            "address_id",
            "地址中没有本市的社区或街道名称,请写明社区,或提供 address_id(社区区划代码)",
        )


class AddressNamesSeveralPlaces(Rejection):
    def __init__(self, found: Iterable[UnitLine]) -> None:
        told = "、".join(f"{each.unit_id} {each.name}" for each in list(found)[:_TOLD])
        super().__init__(
            "address_string",
            f"it may mean {told}; name street and district too, or give address_id",
            f"地址可能指 {told},请补充街道和区县,或提供 address_id",
        )


def place_of(directory: Directory, address_id: str | None, address: str | None) -> str:
    """The code of the division.

    Raises:
        AddressMissing, AddressNamesNoPlace, AddressNamesSeveralPlaces: the address does not tell.
    """
    if address_id is not None:
        return address_id
    if address is None:
        raise AddressMissing
    named = [each for each in _offices(directory) if each.name in address]
    lowest = [each for each in named if each.level is Level.COMMUNITY] or named
    if not lowest:
        raise AddressNamesNoPlace
    weights = {each.unit_id: _superiors_named(directory, each, address) for each in lowest}
    found = [each for each in lowest if weights[each.unit_id] == max(weights.values())]
    if len(found) > 1:
        raise AddressNamesSeveralPlaces(found)
    return found[0].unit_id


def _offices(directory: Directory) -> Iterable[UnitLine]:
    units = directory.units.values()
    return (u for u in units if u.unit_id == u.division_code and u.level in _LEVELS)


def _superiors_named(directory: Directory, office: UnitLine, address: str) -> int:
    return sum(
        directory.units[above].name in address for above in directory.superiors(office.unit_id)
    )


_LEVELS = (Level.COMMUNITY, Level.STREET)


def address_of(directory: Directory, place_path: str) -> str:
    """The names of the divisions, the smallest first, as the standard wants it."""
    units = [directory.units.get(code) for code in reversed(place_path.split("/"))]
    return ", ".join(unit.name for unit in units if unit is not None)
