"""Looking members up: by facts in the address, by what identifies them only in a body."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, Field

from services.membership.api.allowing import allow_member
from services.membership.api.fields import MemberPath
from services.membership.api.members.shown import MemberShown, MembersShown, shown
from services.membership.api.office import Looked, Office
from services.membership.domain.calendar import add_years
from services.membership.domain.terms import Education, Gender, MemberClass, Post, Standing
from services.membership.projections.members import queries
from services.membership.projections.members.project import PROJECTION
from services.membership.projections.members.queries import MemberFilter
from shared.access.permissions import Permission
from shared.http.fields import Body, OrganisationId
from shared.http.looking import MOST, USUAL, Looking
from shared.http.preconditions import set_version
from shared.http.read_after import NotYetVisible
from shared.http.service_app import service_router
from shared.privacy.blind import BlindIndex

router = service_router(404, tags=["党员 members"])
REGISTER = PROJECTION.name
READ = Permission.MEMBER_READ
_OLDEST = 120
_A_DAY = timedelta(days=1)
Age = Annotated[int | None, Field(ge=0, le=_OLDEST, description="周岁,含")]


class Facts(BaseModel):
    """Which members, by what is counted of them; what is left out does not matter."""

    organisation_id: OrganisationId | None = Field(None, description="只看该组织本级")
    standing: Standing | None = None
    member_class: MemberClass | None = None
    education: Education | None = None
    gender: Gender | None = None
    post: Post | None = None
    age_from: Age = None
    age_to: Age = None
    on_register: bool | None = Field(True, description="false 为已离开名册的")

    def born(self, today: date) -> tuple[date | None, date | None]:
        """The birth dates of who is between these ages today, both included."""
        first = add_years(today, -self.age_to - 1) + _A_DAY if self.age_to is not None else None
        last = add_years(today, -self.age_from) if self.age_from is not None else None
        return first, last


class Listing(Facts):
    """A page of members."""

    within: OrganisationId | None = Field(None, description="该党组织及其下级;不填为有权查看的全部")
    after: Annotated[str | None, Field(max_length=500, description="上一页的 following")] = None
    limit: Annotated[int, Field(ge=1, le=MOST, description="每页条数")] = USUAL


class Search(Listing, Body):
    """Exact search: what identifies people travels in the body, never in an address or a log."""

    name: Annotated[str | None, Field(max_length=50)] = None
    identity_number: Annotated[str | None, Field(max_length=30)] = None
    phone: Annotated[str | None, Field(max_length=30)] = None

    def tokens(self, blind: BlindIndex) -> dict[str, str | None]:
        return {
            "name_token": blind.name(self.name) if self.name else None,
            "identity_token": (
                blind.identity_number(self.identity_number) if self.identity_number else None
            ),
            "phone_token": blind.phone(self.phone) if self.phone else None,
        }


@router.get("/members", summary="查询党员名册(遮蔽个人信息)")
def listed(looked: Looked, listing: Annotated[Listing, Query()]) -> MembersShown:
    """Members in your scope, organisation by organisation."""
    return _page(looked, listing, _filter(listing, looked.today))


@router.post("/members/search", summary="按姓名、号码或电话精确查找")
def search(body: Search, looked: Looked) -> MembersShown:
    """Exact matches in your scope; the answer is masked all the same."""
    which = _filter(body, looked.today, **body.tokens(looked.office.blind))
    return _page(looked, body, which)


@router.get("/members/{member_id}", summary="查看一名党员(遮蔽个人信息)")
def one(member_id: MemberPath, looked: Looked) -> MemberShown:
    """One person in your scope, on the register or not any more."""
    allow_member(looked, READ, member_id)
    with looked.view(REGISTER) as connection:
        row = queries.get(connection, member_id, looked.roots(READ))
    if row is None:
        raise NotYetVisible
    set_version(looked.response, row.version)
    return shown(looked.office.sealer, [row])[0]


def _page(looked: Looking[Office], listing: Listing, which: MemberFilter) -> MembersShown:
    roots = looked.roots(READ, listing.within)
    with looked.view(REGISTER) as connection:
        page = queries.listed(connection, roots, which, after=listing.after, limit=listing.limit)
    return MembersShown(items=shown(looked.office.sealer, page.items), following=page.following)


def _filter(facts: Facts, today: date, **tokens: str | None) -> MemberFilter:
    first, last = facts.born(today)
    return MemberFilter(
        organisation_id=facts.organisation_id,
        standing=facts.standing,
        member_class=facts.member_class,
        education=facts.education,
        gender=facts.gender,
        post=facts.post,
        on_register=facts.on_register,
        born_from=first,
        born_to=last,
        **tokens,
    )
