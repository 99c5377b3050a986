"""Taking appeals down: at the desk, from the mailbox, by telephone."""

from typing import Annotated, Literal

from pydantic import Field

from services.petitions.api.allowing import sight
from services.petitions.api.duplicates import Hint, hints
from services.petitions.api.fields import CategoryId, Instant, PlaceCode, Text
from services.petitions.api.office import Asked
from services.petitions.application import Contact, Registration
from services.petitions.domain.streams import petition_stream
from services.petitions.domain.terms import Channel, Kind
from services.petitions.projections.likeness.queries import Matter
from shared.access.permissions import Permission
from shared.http.answers import UNCHANGED, Done
from shared.http.fields import Body, labels
from shared.http.service_app import service_router

router = service_router(404, 409, 412, tags=["登记 intake"])
_HINTS = 5
ByOfficer = Literal[Channel.DESK, Channel.MAILBOX, Channel.HOTLINE]


class Person(Body):
    """Who appeals; everything may be left out, for an appeal may be anonymous."""

    name: Annotated[str, Field(max_length=50, description="诉求人姓名;密封保存")] = ""
    phone: Annotated[str, Field(max_length=30, description="联系电话;密封保存")] = ""
    address: Annotated[str, Field(max_length=200, description="联系地址;密封保存")] = ""

    email: Annotated[str, Field(max_length=100, description="电子邮箱;密封保存")] = ""

    def contact(self) -> Contact:
        told = (self.name, self.phone, self.address, self.email)
        return Contact(*(each.strip() for each in told))


class Appeal(Body):
    """An appeal as it is told."""

    kind: Annotated[Kind, Field(description=labels(Kind))]
    category_id: CategoryId
    place: PlaceCode
    text: Text
    appellant: Annotated[Person, Field(description="诉求人;可不填")] = Person()
    confidential: Annotated[
        bool, Field(description="要求保密:除登记的单位外,任何单位都看不到诉求人")
    ] = False


class AppealByOfficer(Appeal):
    """What an officer takes down."""

    channel: Annotated[ByOfficer, Field(description=labels(list(Channel)[:3]))]
    at: Annotated[Instant | None, Field(description="收到诉求的时间(带时区);不填为现在")] = None


class Registered(Done):
    """What the appellant is to be given."""

    petition_id: str = Field(description="诉求编号")
    tracking_code: str = Field(description="查询码:凭此查询进度、评价;请交给诉求人,系统不再显示")


class RegisteredByOfficer(Registered):
    """What else the officer is told: it may be registered already."""

    duplicates: list[Hint] = Field(
        description=f"可能重复的诉求,最相似的至多 {_HINTS} 件;全部见 duplicates"
    )


@router.post(
    "/petitions",
    status_code=201,
    response_model=RegisteredByOfficer,
    responses=UNCHANGED,
    summary="登记诉求(接待室、信箱、热线)",
)
def register(body: AppealByOfficer, asked: Asked) -> RegisteredByOfficer:
    """In the name of an office that covers the place; words and contact are sealed at once."""
    allow_place(asked, body.place)
    done = registered(asked, registration(body, body.channel, body.at))
    found = _duplicates(asked, done.petition_id, body)
    return RegisteredByOfficer(**done.model_dump(), duplicates=found)


def _duplicates(asked: Asked, petition_id: str, body: AppealByOfficer) -> list[Hint]:
    """Hints among what the officer sees; the view need not have heard of the new one."""
    around, at = asked.office.petitions.around(), body.at or asked.acting.now
    place = around.directory.place_path(body.place)
    matter = Matter(
        petition_id=petition_id,
        place_path=place,
        category_path=around.categories.path(body.category_id, around.time.day(at)),
        registered_at=at,
        sketch=asked.office.sketching.of(body.text, place),
    )
    seen = sight(asked, Permission.PETITION_REGISTER)
    return hints(asked.office, around, seen, matter, _HINTS)


def allow_place(asked: Asked, place: str) -> None:
    """Let who may register appeals from the place pass."""
    asked.reach.roots(Permission.PETITION_REGISTER)
    if asked.reach.path_of(place) is not None:  # else the rule says what is wrong with it
        asked.reach.allow(Permission.PETITION_REGISTER, place, "place")


def registration(body: Appeal, channel: Channel, at: Instant | None = None) -> Registration:
    """The appeal as the application takes it."""
    return Registration(
        channel=channel,
        kind=body.kind,
        category_id=body.category_id,
        place=body.place,
        text=body.text,
        contact=body.appellant.contact(),
        confidential=body.confidential,
        at=at,
    )


def registered(asked: Asked, told: Registration) -> Registered:
    """Register it, and tell the code; a repeated request is told the same."""
    petition_id, intake = asked.new_id, asked.office.intake
    outcome = asked.counted(
        "RegisterPetition", lambda: intake.register(petition_id, told, asked.acting)
    )
    done = asked.tell(petition_stream(petition_id), outcome)
    return Registered(
        **done.model_dump(), petition_id=petition_id, tracking_code=intake.code(petition_id)
    )
