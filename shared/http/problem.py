"""Problem documents (RFC 9457): what went wrong, in words for people and names for programs."""

from collections.abc import Mapping, Sequence

from fastapi import Request, Response
from pydantic import BaseModel, Field

from shared.privacy.masking import mask_numbers_in

MEDIA_TYPE = "application/problem+json"
_LONGEST = 500


class FieldError(BaseModel):
    """One rule that one field breaks. The value itself is never repeated: it may be personal."""

    field: str = Field(
        description="Path of the field, or empty: `members[0].birth_date`, or a parameter's name."
    )
    rule: str = Field(description="Name of the rule, stable for programs.")
    message: str = Field(description="What the rule asks for.")


class Problem(BaseModel):
    """A problem document."""

    type: str = Field(description="URI of the kind of problem: `urn:problem:<slug>`.")
    title: str = Field(description="The kind of problem in a few words, for people.")
    status: int = Field(description="The HTTP status.", ge=400, le=599)
    detail: str = Field(default="", description="This occurrence, in words.")
    instance: str = Field(default="", description="`urn:request:<id>`, as it stands in the logs.")
    errors: list[FieldError] = Field(default_factory=list, description="Fields and their rules.")


TITLES: Mapping[int, tuple[str, str]] = {
    400: ("malformed-request", "请求格式有误"),
    401: ("unauthorised", "请先登录"),
    403: ("forbidden", "没有权限"),
    404: ("not-found", "没有找到"),
    405: ("method-not-allowed", "不支持这种操作"),
    409: ("conflict", "与现有情况冲突"),
    412: ("version-changed", "内容已被他人修改，请刷新后重试"),
    413: ("too-large", "提交的内容过大"),
    415: ("unsupported-media-type", "文件类型不支持"),
    422: ("invalid", "填写的内容不符合规则"),
    429: ("too-many-requests", "请求过于频繁，请稍后重试"),
    500: ("internal", "系统内部错误"),
    503: ("unavailable", "服务暂时不可用，请稍后重试"),
}
"""Status -> slug and title of a problem that has no narrower name."""


def problem(
    status: int,
    detail: str = "",
    *,
    slug: str = "",
    title: str = "",
    errors: Sequence[FieldError] = (),
) -> Problem:
    """A problem document; slug and title are those of the status where none are given."""
    usual_slug, usual_title = TITLES.get(status, ("error", "出错了"))
    return Problem(
        type=f"urn:problem:{slug or usual_slug}",
        title=title or usual_title,
        status=status,
        detail=shown(detail),
        errors=list(errors),
    )


def answer(request: Request, told: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """The response that carries ``told``."""
    request_id = getattr(request.state, "correlation_id", "")
    if request_id:
        told = told.model_copy(update={"instance": f"urn:request:{request_id}"})
    return Response(
        told.model_dump_json(), told.status, media_type=MEDIA_TYPE, headers=dict(headers or {})
    )


def shown(text: str) -> str:
    """``text`` made fit to be sent: whole characters, no personal numbers, not endless."""
    return mask_numbers_in(text.encode(errors="replace").decode())[:_LONGEST]
