"""Where this door is and what it speaks: Open311's service discovery."""

from datetime import date
from typing import Literal

from fastapi import Response
from pydantic import BaseModel

from services.petitions.api.open311.forms import FORMS, Form
from services.petitions.api.open311.knocking import LookedUp
from services.petitions.api.open311.routing import PATH, Endpoint, both_forms

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
_CONTACT = "接口说明见 /docs;联系平台运维单位"
_KEY_SERVICE = "令牌由本市统一身份认证签发,角色 civic_app(第三方诉求应用),授权范围为区划"


class Endpoints(BaseModel):
    specification: str
    url: str
    changeset: date
    type: Literal["production"] = "production"
    formats: list[str]


class Discovery(BaseModel):
    changeset: date
    contact: str = _CONTACT
    key_service: str = _KEY_SERVICE
    endpoints: list[Endpoints]


def _discovered(form: Form) -> Endpoint:
    def discovery(looked: LookedUp) -> Response:
        """The changeset is the day from which the newest setting of a category holds."""
        categories = looked.office.petitions.around().categories.categories
        changeset = max(entries[-1].effective_date for entries in categories.values())
        url = str(looked.request.base_url).rstrip("/") + PATH
        formats = [each.media_type for each in FORMS]
        here = Endpoints(specification=SPECIFICATION, url=url, changeset=changeset, formats=formats)
        return form.answer("discovery", Discovery(changeset=changeset, endpoints=[here]))

    return discovery


both_forms("/discovery", _discovered, Discovery, "服务发现")
