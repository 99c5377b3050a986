"""Entering people in the register, and putting right what was entered wrongly."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from services.membership.api.allowing import allow_member
from services.membership.api.fields import (
    Address,
    Ethnicity,
    IdentityNumber,
    MemberPath,
    PersonName,
    Phone,
)
from services.membership.api.office import Asked
from services.membership.application import Entrant, PersonalData
from services.membership.domain.member.commands import CorrectMember
from services.membership.domain.member.details import MemberDetails
from services.membership.domain.streams import member_stream
from services.membership.domain.terms import Education, Gender, MemberClass, Post, Standing
from services.membership.roster.identity_number import parse_identity_number
from shared.access.permissions import Permission
from shared.http.answers import UNCHANGED, Done
from shared.http.fields import Body, Dated, Day, OrganisationId, labels
from shared.http.service_app import service_router

router = service_router(404, 409, 412, tags=["党员 members"])
MEMBER = "/members/{member_id}"


class Person(Body):
    """What identifies a person; it is sealed before it is stored."""

    name: PersonName
    identity_number: IdentityNumber
    phone: Phone = ""
    address: Address = ""
    ethnicity: Ethnicity = ""

    def personal_data(self) -> PersonalData:
        return PersonalData(**self.model_dump())


class Details(Body):
    """What is counted of a person. Birth date and gender follow from the identity number."""

    standing: Annotated[Standing, Field(description="人员类别:full=正式党员;probationary=预备党员")]
    member_class: Annotated[MemberClass, Field(description=labels(MemberClass))]
    education: Annotated[Education, Field(description=labels(Education))]
    join_date: Annotated[Day, Field(description="入党日期")]
    full_date: Annotated[Day | None, Field(description="转正日期;预备党员不填")] = None

    def of(self, person: Person) -> MemberDetails:
        number = parse_identity_number(person.identity_number)
        return MemberDetails(
            standing=self.standing,
            member_class=self.member_class,
            education=self.education,
            gender=number.gender,
            birth_date=number.birth_date,
            join_date=self.join_date,
            full_date=self.full_date,
        )


class Registering(Dated):
    organisation_id: OrganisationId
    person: Person
    details: Details
    posts: Annotated[
        list[Post], Field(default_factory=list, max_length=len(Post), description=labels(Post))
    ]


class PersonCorrection(Body):
    """What is left out stays as it is; an empty text takes the entry out."""

    name: PersonName | None = None
    identity_number: IdentityNumber | None = None
    phone: Phone | None = None
    address: Address | None = None
    ethnicity: Ethnicity | None = None


class Correcting(Dated):
    """What is left out stays as it is. A corrected identity number brings its birth date along."""

    person: PersonCorrection = PersonCorrection()
    standing: Standing | None = None
    education: Education | None = None
    gender: Gender | None = None
    birth_date: Day | None = None
    join_date: Day | None = None
    full_date: Day | None = None


@router.post("/members", status_code=201, responses=UNCHANGED, summary="登记党员")
def register(body: Registering, asked: Asked) -> Done:
    """Enter a person; his number stands in the register once. The stream is `member-<id>`."""
    asked.reach.allow(Permission.MEMBER_REGISTER, body.organisation_id)
    person, day = body.person.personal_data(), asked.stamp(body.effective_date)["effective_date"]
    details = body.details.of(body.person)
    entrant = Entrant(person, body.organisation_id, details, tuple(body.posts))
    people = asked.office.people
    outcome = asked.counted("RegisterMember", lambda: people.register(entrant, asked.acting, day))
    return asked.tell(_stream_of(asked, body, outcome.versions), outcome)


@router.post(f"{MEMBER}/correction", summary="更正")
def correct(member_id: MemberPath, body: Correcting, asked: Asked) -> Done:
    """Put right what was recorded wrongly; the standing, by who decides on standings."""
    allow_member(asked, Permission.MEMBER_CORRECT, member_id)
    if body.standing is not None:
        allow_member(asked, Permission.MEMBER_STANDING, member_id)
    changes = body.person.model_dump(exclude_none=True)
    birth_date, gender = _told_by_number(body)
    command = CorrectMember(
        **asked.stamp(body.effective_date),
        member_id=member_id,
        standing=body.standing,
        education=body.education,
        gender=gender,
        birth_date=birth_date,
        join_date=body.join_date,
        full_date=body.full_date,
    )
    people = asked.office.people
    outcome = asked.counted("CorrectMember", lambda: people.correct(command, asked.acting, changes))
    return asked.tell(member_stream(member_id), outcome)


def _stream_of(asked: Any, body: Registering, versions: Any) -> str:
    """Whose stream it is; one who stood there just so is found by his number."""
    if versions:
        return str(next(iter(versions)))
    known = asked.office.people.member_with(body.person.identity_number)
    return member_stream(known or "")


def _told_by_number(body: Correcting) -> tuple[date | None, Gender | None]:
    """Birth date and gender: as given, else as a corrected identity number tells them."""
    if body.person.identity_number is None:
        return body.birth_date, body.gender
    number = parse_identity_number(body.person.identity_number)
    return body.birth_date or number.birth_date, body.gender or number.gender
