"""Why a step of an appeal is refused, whichever step it is."""

from datetime import datetime

from services.petitions.domain.petition.words import Status
from services.petitions.domain.rejection import Rejection


class UnknownPetition(Rejection):
    def __init__(self, petition_id: str, field: str = "petition_id") -> None:
        super().__init__(
            field, f"there is no appeal {petition_id!r}; register it first", "没有该诉求,请先登记"
        )


class StepOutOfOrder(Rejection):
    """An appeal goes from a word to a rated answer, one step after the other."""

    def __init__(self, status: Status) -> None:
        super().__init__(
            "petition_id",
            f"the appeal is {status}; this step is not its next one",
            f"该诉求当前为“{status.label}”,不能办理此步骤",
        )


class PetitionIsClosed(Rejection):
    """What is over is over; a new word is a new appeal, or reopens this one in time."""

    def __init__(self, status: Status) -> None:
        super().__init__(
            "petition_id",
            f"the appeal is {status}; {_NEXT[status][0]}",
            f"该诉求已“{status.label}”,{_NEXT[status][1]}",
        )


_NEXT = {
    Status.REFUSED: (
        "register a new one if there is more to say",
        "如有新的情况,请另行登记",
    ),
    Status.LINKED: (
        "its main appeal goes on in its place, and the answer to that is its answer",
        "由主诉求继续办理,其答复即为本诉求的答复",
    ),
    Status.CLOSED: (
        "if it was answered, reopen it within the window; else register a new one",
        "已有答复的可在期限内重新提出,否则请另行登记",
    ),
}


class HappenedWithoutZone(Rejection):
    def __init__(self) -> None:
        super().__init__(
            "at",
            "at must state its offset from UTC, as 2026-06-01T09:00:00+08:00",
            "发生时间须带时区,如 2026-06-01T09:00:00+08:00",
        )


class HappenedInFuture(Rejection):
    def __init__(self, at: datetime, now: datetime) -> None:
        super().__init__(
            "at",
            f"at {at.isoformat()} is after now ({now.isoformat()})",
            "发生时间晚于当前时间,请核对",
        )


class HappenedBeforeLast(Rejection):
    """A timeline grows at its end only, or a promise already judged would be judged again."""

    def __init__(self, at: datetime, last: datetime) -> None:
        super().__init__(
            "at",
            f"at {at.isoformat()} is before the last recorded step ({last.isoformat()})",
            "发生时间早于已记录的最近一步,请核对",
        )


class NotTheLeadUnit(Rejection):
    def __init__(self, by: str) -> None:
        super().__init__(
            "by",
            f"{by!r} is not the lead unit of this appeal; only the lead unit takes this step",
            "该步骤应由主办单位办理",
        )


class NotPartOfOrder(Rejection):
    def __init__(self, by: str) -> None:
        super().__init__(
            "by",
            f"{by!r} is neither lead unit nor assisting unit of this appeal",
            "该单位不是本工单的主办或协办单位",
        )


class NotEntitledToDirect(Rejection):
    """Orders are given where the appeal comes from, or above the unit that has it."""

    def __init__(self, by: str) -> None:
        super().__init__(
            "by",
            f"{by!r} is neither an office of the place nor above the unit that has the order",
            "该步骤应由诉求所在地的社区、街道、区,或承办单位的上级单位办理",
        )


class NotTheAppellant(Rejection):
    """Only who holds the tracking code follows and rates an appeal without giving a name."""

    def __init__(self) -> None:
        super().__init__(
            "tracking_code",
            "the tracking code does not belong to this appeal",
            "查询码与该诉求不符,请核对",
        )


class NoteMissing(Rejection):
    def __init__(self, field: str) -> None:
        super().__init__(
            field, f"{field} must not be empty; say what it is about", "内容不能为空,请填写"
        )


class NoteTooLong(Rejection):
    def __init__(self, field: str, length: int, longest: int) -> None:
        super().__init__(
            field,
            f"{field} has {length} characters; at most {longest} are allowed, attach a file instead",
            f"内容共 {length} 字,不能超过 {longest} 字,可改为上传附件",
        )
