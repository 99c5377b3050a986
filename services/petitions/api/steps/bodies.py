"""What each step is told. A field here has the name of the command's field.

Named `note` are words that are sealed before the command sees them.
"""

from typing import Annotated

from pydantic import Field

from services.petitions.api.fields import (
    CategoryId,
    PetitionId,
    PlaceCode,
    Step,
    UnitId,
    UnitStep,
    Words,
)
from services.petitions.domain.petition.causes import (
    ExtensionCause,
    ListingCause,
    NeedKind,
    Outcome,
    PauseCause,
    RedoCause,
    RefusalCause,
    ReturnCause,
)
from services.petitions.domain.petition.words import Satisfaction
from shared.http.fields import Day, labels

_ASSISTING_MOST = 20
_AMOUNT_MOST = 1_000_000_000
Note = Annotated[Words | None, Field(description="说明;密封保存")]
Days = Annotated[int, Field(ge=1, le=1_000, description="工作日数")]


class Noted(UnitStep):
    note: Note = None


class Refuse(Noted):
    cause: Annotated[RefusalCause, Field(description=labels(RefusalCause))]


class Recategorise(UnitStep):
    category_id: CategoryId
    place: PlaceCode


class Dispatch(Noted):
    lead_id: Annotated[UnitId | None, Field(description="主办单位;不填按分类和地点自动确定")] = None
    assisting: Annotated[
        tuple[UnitId, ...], Field(max_length=_ASSISTING_MOST, description="协办单位")
    ] = ()


class SendBack(Noted):
    cause: Annotated[ReturnCause, Field(description=labels(ReturnCause))]


class TakeInHand(UnitStep):
    handler: Annotated[
        str | None,
        Field(pattern=r"^[0-9A-Za-z._:@-]{1,128}$", description="经办账号(非姓名);不填为您本人"),
    ] = None


class HandOver(Noted):
    to_id: UnitId


class RequestExtension(Noted):
    working_days: Days
    cause: Annotated[ExtensionCause, Field(description=labels(ExtensionCause))]


class GrantExtension(UnitStep):
    working_days: Days


class Pause(Noted):
    cause: Annotated[PauseCause, Field(description=labels(PauseCause))]


class Comment(UnitStep):
    note: Words


class Resolve(UnitStep):
    """The note is the answer, which all read whose appeals are linked to this one: it names nobody."""

    outcome: Annotated[Outcome, Field(description=labels(Outcome))]
    note: Annotated[
        Words,
        Field(description="办理结果;密封保存;并入的各诉求人均可查阅,请勿写明任何人的姓名、住址"),
    ]


class CallBack(Noted):
    """Both are left out when nobody was reached."""

    resolved: Annotated[bool | None, Field(description="是否解决")] = None
    satisfaction: Annotated[Satisfaction | None, Field(description=labels(Satisfaction))] = None


class RateOnPaper(Noted):
    resolved: Annotated[bool, Field(description="是否解决")]
    satisfaction: Annotated[Satisfaction, Field(description=labels(Satisfaction))]


class Redo(Noted):
    cause: Annotated[RedoCause, Field(description=labels(RedoCause))]


class List(Noted):
    cause: Annotated[ListingCause, Field(description=labels(ListingCause))]


class Link(UnitStep):
    """Whoever is linked reads the main appeal's answer: it names nobody."""

    main_id: Annotated[
        PetitionId,
        Field(description="主诉求编号;并入的诉求人可查阅其办理结果,其中请勿写明任何人的姓名、住址"),
    ]


class MarkRepeat(UnitStep):
    earlier_id: Annotated[PetitionId, Field(description="此前诉求编号")]


class PublishNeed(UnitStep):
    kind: Annotated[NeedKind, Field(description=labels(NeedKind))]
    amount: Annotated[int, Field(ge=-_AMOUNT_MOST, le=_AMOUNT_MOST)]
    measure: Annotated[str, Field(max_length=20, description="计量单位,如 seat、yuan、person")]
    wanted_from: Day
    wanted_until: Day
    place: Annotated[PlaceCode | None, Field(description="不填为诉求所在地")] = None


class WithdrawNeed(UnitStep):
    need_id: PetitionId


class Erase(Step):
    """The appellant asks to be forgotten, or an order says so."""
