"""A member as people see him: facts in clear, what identifies him masked."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel, Field

from services.membership.application import PersonalData
from services.membership.domain.terms import Education, Gender, MemberClass, Standing
from services.membership.projections.members.row import MemberRow
from shared.http.fields import labels
from shared.privacy.masking import mask_address, mask_identity_number, mask_name, mask_phone
from shared.privacy.sealing import Sealer


class PersonShown(BaseModel):
    """What identifies a person, shown in part; empty for who was forgotten."""

    name: str = Field(description="姓名(遮蔽)")
    identity_number: str = Field(description="公民身份号码(遮蔽)")
    phone: str = Field(description="电话(遮蔽)")
    address: str = Field(description="住址(遮蔽)")


class PostShown(BaseModel):
    post: str
    label: str
    since: date


class MemberShown(BaseModel):
    """One person of the register; who left it keeps his last organisation."""

    member_id: str
    person: PersonShown
    organisation_id: str
    path: str
    on_register: bool = Field(description="是否在册")
    standing: Standing = Field(description=labels(Standing))
    standing_label: str
    member_class: MemberClass
    member_class_label: str
    education: Education
    education_label: str
    gender: Gender
    birth_date: date
    join_date: date
    full_date: date | None
    posts: list[PostShown]
    open_transfer: str | None = Field(description="办理中的转接")
    pocket_since: date | None = Field(description="介绍信超期之日(口袋党员)")
    floating_since: date | None
    floating_place: str | None
    contact_lost_since: date | None
    suspended_since: date | None
    rectification_deadline: date | None
    probation_until: date | None
    forgotten: bool = Field(description="个人信息已删除")
    changed_on: date
    version: int


class MembersShown(BaseModel):
    items: list[MemberShown]
    following: str | None = Field(description="下一页的 after;空表示已到末页")


def opened(sealer: Sealer, sealed: Sequence[tuple[str, str]]) -> list[PersonalData | None]:
    """The personal data behind sealed texts; None for the forgotten."""
    kept = [(member_id, text) for member_id, text in sealed if text]
    found = dict(zip((m for m, _ in kept), sealer.unseal_many(kept), strict=True))
    people = (found.get(member_id) for member_id, _ in sealed)
    return [PersonalData(**person) if person else None for person in people]


def masked(person: PersonalData | None) -> PersonShown:
    """What is shown of a person to whoever may see the register."""
    if person is None:
        return PersonShown(name="", identity_number="", phone="", address="")
    return PersonShown(
        name=mask_name(person.name),
        identity_number=mask_identity_number(person.identity_number),
        phone=mask_phone(person.phone),
        address=mask_address(person.address),
    )


def shown(sealer: Sealer, rows: Sequence[MemberRow]) -> list[MemberShown]:
    """Members as they are shown; their sealed texts are opened together."""
    people = opened(sealer, [(row.member_id, row.sealed) for row in rows])
    return [_shown(row, masked(person)) for row, person in zip(rows, people, strict=True)]


def _shown(row: MemberRow, person: PersonShown) -> MemberShown:
    return MemberShown(
        **{name: getattr(row, name) for name in _SAME},
        person=person,
        standing_label=row.standing.label,
        member_class_label=row.member_class.label,
        education_label=row.education.label,
        posts=[
            PostShown(post=post, label=post.label, since=since) for post, since in row.posts.items()
        ],
    )


_SAME = (MemberShown.model_fields.keys() & MemberRow.__dataclass_fields__.keys()) - {"posts"}
