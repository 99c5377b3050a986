"""Loads the district: each step is done as its officers would do it, and may be done again."""

from collections.abc import Sequence
from pathlib import Path

from deploy.demo.client import Answer, Client
from deploy.demo.officers import Officers
from deploy.demo.progress import Bar, each
from deploy.sample.divisions import CSV
from deploy.sample.headcount import PlannedTransfer
from deploy.sample.organisations import INDUSTRY, SampleOrganisation
from deploy.sample.roster_files import write_roster_files
from deploy.sample.yuhua import SampleDistrict
from services.membership.domain.organisation.kinds import MAY_TRANSFER_BY_DEFAULT
from shared.access.roles import Role

MEMBERSHIP = "/membership"


def load(district: SampleDistrict, officers: Officers, rosters: Path) -> None:
    """Everything, in the order in which it can be loaded."""
    register_territory(district, officers)
    establish((*district.organisations[2:], *district.enterprises), officers)
    import_rosters(write_roster_files(district, rosters), officers)
    transfer(district, officers)


def register_territory(district: SampleDistrict, officers: Officers) -> None:
    """The city's divisions as a file; then the communities that take part."""
    city, organiser = officers.city(), officers.district()
    bar = Bar("登记行政区划 divisions")
    city.upload(f"{MEMBERSHIP}/divisions/file", CSV)
    bar.end(len(district.divisions), len(district.divisions))
    establish(district.organisations[:2], officers)
    for code in each("社区参加社区党建 communities", district.enrolled):
        organiser.post(f"{MEMBERSHIP}/communities/{code}/enrolment", {}, once=f"enrol {code}")


def establish(organisations: Sequence[SampleOrganisation], officers: Officers) -> None:
    """Set up organisations, superiors first."""
    city = officers.city()
    for one in each("设立党组织 organisations", organisations):
        body = {
            "organisation_id": one.id,
            "name": one.name,
            "kind": one.kind,
            "superior_id": one.superior,
            "division_code": one.division_code,
        }
        city.post(f"{MEMBERSHIP}/organisations", body, once=f"establish {one.id}")


def import_rosters(files: Sequence[Path], officers: Officers) -> None:
    """Each street's officer uploads his roster."""
    for file in files:
        owner = file.stem
        role = Role.DISTRICT_ORGANISER if owner == INDUSTRY else Role.STREET_OFFICER
        bar, last = Bar(f"导入花名册 {file.name}"), Answer()
        for last in officers.at(owner, role).follow(f"{MEMBERSHIP}/roster-imports", file):
            if "rows" in last:
                bar.show(last["rows"], last["rows"])
        bar.end(
            last["imported"] + last["unchanged"],
            last["total"],
            f"{last['imported']} 导入, {last['unchanged']} 无变化, {last['refused']} 有误",
        )


def transfer(district: SampleDistrict, officers: Officers) -> None:
    """Each restructured enterprise's branch comes as a whole, by the complete letter workflow."""
    authorities = _authorities(district.organisations)
    for planned in each("整建制转接 whole organisations", district.transfers):
        _transfer_one(planned, authorities[planned.into], officers)


def _transfer_one(planned: PlannedTransfer, authority: str, officers: Officers) -> None:
    """Request, release, letter, acceptance, placement, receipt: each by whom it falls to."""
    releasing, receiving = officers.at(INDUSTRY), officers.at(authority)

    def step(officer: Client, path: str, body: Answer) -> Answer:
        return officer.post(f"{MEMBERSHIP}/transfers{path}", body, once=f"{planned.branch}{path}")

    asked = step(
        releasing,
        "",
        {
            "kind": "whole_organisation",
            "reason": "restructured",
            "releasing": {"organisation_id": planned.branch},
            "receiving": {"organisation_id": planned.into},
        },
    )
    transfer_id = asked["stream"].removeprefix("transfer-")
    releasing_by, accepting = {"by": INDUSTRY}, {"by": authority}
    step(releasing, f"/{transfer_id}/release-approval", releasing_by)
    step(releasing, f"/{transfer_id}/letter", {**releasing_by, "prefix": "长企组转"})
    step(receiving, f"/{transfer_id}/acceptance", accepting)
    step(
        receiving,
        f"/{transfer_id}/organisation-placement",
        {**accepting, "into": planned.into},
    )
    step(receiving, f"/{transfer_id}/receipt", accepting)


def _authorities(organisations: Sequence[SampleOrganisation]) -> dict[str, str]:
    """The committee entitled to accept for each: itself, or the nearest above (条例 art. 25)."""
    found: dict[str, str] = {}
    for one in organisations:  # superiors first
        committee = one.kind in MAY_TRANSFER_BY_DEFAULT
        found[one.id] = one.id if committee else found[str(one.superior)]
    return found
