"""Filing an appeal as a request: what an app sends becomes an appeal like any other."""

from typing import Annotated, Literal

from fastapi import Form as FormBody
from fastapi import Response
from pydantic import BaseModel, Field

from services.petitions.api.intake import registered
from services.petitions.api.open311.forms import Form
from services.petitions.api.open311.knocking import FILE, Filed, Given, Jurisdiction, Knocking
from services.petitions.api.open311.places import place_of
from services.petitions.api.open311.routing import Endpoint, both_forms
from services.petitions.api.open311.services import usable
from services.petitions.application import Contact, Registration
from services.petitions.domain.terms import Channel, Kind
from shared.access.reach import Reach
from shared.access.scope import is_within
from shared.clock import city_day
from shared.http.problem import FieldError
from shared.http.refusals import Invalid

_NOTICE = "查询码 {code}:凭此查询进度和答复、评价;请妥善保存,系统不再显示。"
_HIDDEN = "该诉求不公开,只能凭查询码查询。"
_Token = Annotated[str, Field(max_length=4_000, description="第三方应用的令牌")]
Key = Given[_Token]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
AddressId = Annotated[str, Field(max_length=12, description="社区区划代码")]
AddressText = Annotated[str, Field(max_length=500)]
MediaUrl = Annotated[
    str, Field(max_length=400, pattern=r"^https?://[^\s]+$", description="不下载,记入诉求内容")
]


class Filing(BaseModel):
    """What an app sends. Fields the standard has and we do not need (`device_id`) are not kept."""

    api_key: Key = None
    jurisdiction_id: Jurisdiction = None
    service_code: Annotated[str, Field(min_length=1, max_length=64)]
    description: Annotated[
        str, Field(min_length=1, max_length=4_000, description="诉求内容;密封保存")
    ]
    address_id: Given[AddressId] = None
    address_string: Given[AddressText] = None
    lat: Given[Latitude] = None
    long: Given[Longitude] = None
    email: Annotated[str, Field(max_length=100)] = ""
    first_name: Annotated[str, Field(max_length=25)] = ""
    last_name: Annotated[str, Field(max_length=25)] = ""
    phone: Annotated[str, Field(max_length=30)] = ""
    media_url: Given[MediaUrl] = None
    kind: Annotated[Given[Kind], Field(alias="attribute[kind]")] = None
    confidential: Annotated[
        Given[Literal["true", "false"]], Field(alias="attribute[confidential]")
    ] = None

    def contact(self) -> Contact:
        """Who appeals; a Chinese name begins with the family's."""
        name = f"{self.last_name.strip()}{self.first_name.strip()}"
        return Contact(name, self.phone.strip(), "", self.email.strip())

    def text(self) -> str:
        """All that is said of the matter: where exactly it is belongs to the words, and is sealed."""
        where = [f"地点:{self.address_string}"] if self.address_string else []
        if self.lat is not None:
            where.append(f"坐标(WGS84):{self.lat}, {self.long}")
        media = [f"附图:{self.media_url}"] if self.media_url else []
        return "\n".join([self.description, *where, *media])


class Accepted(BaseModel):
    service_request_id: str
    service_notice: str
    account_id: None = None


def _filed(form: Form) -> Endpoint:
    def post_request(filed: Filed, told: Annotated[Filing, FormBody()]) -> Response:
        """In the name of the resident, by an app that holds a key for the place."""
        app = filed.app(told.api_key)
        asking = filed.asking(app)
        done = registered(asking, _registration(filed, app, told))
        hidden = _channel(told) is Channel.WEB
        notice = _NOTICE.format(code=done.tracking_code) + (_HIDDEN if hidden else "")
        accepted = Accepted(service_request_id=done.petition_id, service_notice=notice)
        return form.answer("service_requests", [accepted])

    return post_request


def _registration(filed: Knocking, app: Reach, told: Filing) -> Registration:
    around = filed.office.petitions.around()
    usable(around.categories, told.service_code, city_day(filed.office.now()))
    if (told.lat is None) is not (told.long is None):
        raise _refused("lat", "lat and long must both be given, or neither")
    place = place_of(around.directory, told.address_id, told.address_string)
    path = around.directory.place_path(place)
    app.allow(FILE, place, "address_id")
    if not all(is_within(path, root) for root in filed.places(told.jurisdiction_id)):
        raise _refused("jurisdiction_id", "the address lies outside it")
    return Registration(
        channel=_channel(told),
        kind=told.kind or Kind.HELP,
        category_id=told.service_code,
        place=place,
        text=told.text(),
        contact=told.contact(),
        confidential=told.confidential == "true",
    )


def _refused(field: str, message: str) -> Invalid:
    return Invalid([FieldError(field=field, rule="open311", message=message)])


def _channel(told: Filing) -> Channel:
    """What is confidential, or accuses somebody, is not shown to everybody."""
    hidden = told.confidential == "true" or (told.kind is not None and told.kind.accuses)
    return Channel.WEB if hidden else Channel.OPEN311


both_forms("/requests", _filed, list[Accepted], "提交诉求", "POST")
