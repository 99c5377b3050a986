"""The sample's rosters as officers would upload them."""

from collections import defaultdict
from pathlib import Path

from deploy.sample.organisations import INDUSTRY
from deploy.sample.yuhua import SampleDistrict
from services.membership.roster.export import write_roster
from services.membership.roster.row import RosterValues

_STREET_DIGITS = 9


def write_roster_files(district: SampleDistrict, folder: Path) -> tuple[Path, ...]:
    """Write one .xlsx for each street and one for the enterprises; the paths, in that order.

    A file is named by the organisation whose officer uploads it: ``<organisation id>.xlsx``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    by_street: dict[str, list[RosterValues]] = defaultdict(list)
    for member in district.direct:
        by_street[member.organisation_id[:_STREET_DIGITS]].append(member)
    rosters = [*sorted(by_street.items()), (INDUSTRY, list(district.transferring))]
    return tuple(_written(folder / f"{owner}.xlsx", members) for owner, members in rosters)


def _written(path: Path, members: list[RosterValues]) -> Path:
    with path.open("wb") as out:
        write_roster(members, out, masked=False)
    return path
