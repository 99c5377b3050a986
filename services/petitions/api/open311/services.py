"""Which requests can be filed: the categories of appeals, grouped under those at the top."""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from fastapi import Response
from pydantic import BaseModel

from services.petitions.api.categories import CategoryPath
from services.petitions.api.open311.forms import Form
from services.petitions.api.open311.knocking import JurisdictionAsked, Knocking, LookedUp
from services.petitions.api.open311.routing import Endpoint, both_forms
from services.petitions.domain.categories.decider import Categories
from services.petitions.domain.rejection import Rejection
from services.petitions.domain.terms import Kind
from shared.clock import city_day
from shared.http.refusals import NotFound

CONFIDENTIAL = {"false": "公开办理进度", "true": "要求保密,不公开"}
_NOTICE = (
    "请在地址中写明社区,或以 address_id 提供社区区划代码。所提交诉求的分类、社区、办理单位和进度会公开,"
    "内容和您的信息不公开;投诉、举报和要求保密的诉求不公开,可凭查询码查询。"
)


class Service(BaseModel):
    service_code: str
    service_name: str
    description: str
    metadata: bool = True
    type: Literal["realtime"] = "realtime"
    keywords: str
    group: str


class Value(BaseModel):
    key: str
    name: str


class Attribute(BaseModel):
    variable: bool
    code: str
    datatype: Literal["string", "singlevaluelist"]
    required: bool = False
    datatype_description: str | None = None
    order: int
    description: str
    values: list[Value] = []


class ServiceDefinition(BaseModel):
    service_code: str
    attributes: list[Attribute]


ATTRIBUTES = [
    Attribute(
        variable=True,
        code="kind",
        datatype="singlevaluelist",
        order=1,
        description="诉求类型;不填为求助",
        values=[Value(key=each.value, name=each.label) for each in Kind],
    ),
    Attribute(
        variable=True,
        code="confidential",
        datatype="singlevaluelist",
        order=2,
        description="是否要求保密;不填为公开办理进度",
        values=[Value(key=key, name=name) for key, name in CONFIDENTIAL.items()],
    ),
    Attribute(variable=False, code="notice", datatype="string", order=3, description=_NOTICE),
]
"""Every category asks for the same; none has attributes of its own."""


def usable(categories: Categories, service_code: str, day: date) -> str:
    """The path of the category. Raises `NotFound` where nothing can be filed."""
    try:
        categories.usable(service_code, day)
    except Rejection as refused:
        raise NotFound(f"service_code {service_code!r}") from refused
    return categories.path(service_code, day)


def _listed(form: Form) -> Endpoint:
    def services(looked: LookedUp, jurisdiction_id: JurisdictionAsked = None) -> Response:
        """Every category in which an appeal can be filed."""
        looked.places(jurisdiction_id)
        return form.answer("services", list(_services(*_categories(looked))))

    return services


def _categories(looked: Knocking) -> tuple[Categories, date]:
    return looked.office.petitions.around().categories, city_day(looked.office.now())


def _services(categories: Categories, day: date) -> Iterator[Service]:
    for service_code in sorted(categories.categories):
        try:
            own = categories.usable(service_code, day)
        except Rejection:
            continue
        names = [each.name for each in categories.lineage(service_code, day)]
        mode = categories.mode(service_code, day)
        yield Service(
            service_code=service_code,
            service_name=own.name,
            description=f"{' › '.join(reversed(names))}({mode.label})",
            keywords=", ".join(dict.fromkeys(names)),
            group=names[-1],
        )


def _defined(form: Form) -> Endpoint:
    def service_definition(
        service_code: CategoryPath, looked: LookedUp, jurisdiction_id: JurisdictionAsked = None
    ) -> Response:
        """What else is asked when an appeal of the category is filed."""
        looked.places(jurisdiction_id)
        usable(*_categories_and(looked, service_code))
        told = ServiceDefinition(service_code=service_code, attributes=ATTRIBUTES)
        return form.answer("service_definition", told)

    return service_definition


def _categories_and(looked: Knocking, service_code: str) -> tuple[Categories, str, date]:
    categories, day = _categories(looked)
    return categories, service_code, day


both_forms("/services", _listed, list[Service], "可提交的诉求分类")
both_forms("/services/{service_code}", _defined, ServiceDefinition, "某一分类的填写项")
