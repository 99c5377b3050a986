"""Why a command about a meeting is refused."""

from datetime import date

from services.resources.domain.meeting.meeting import MeetingStage
from services.resources.domain.rejection import Rejection


class UnknownMeeting(Rejection):
    def __init__(self, meeting_id: str) -> None:
        super().__init__(
            "meeting_id",
            f"there is no meeting {meeting_id!r}; convene it first",
            "没有该会议,请先召集",
        )


class MeetingStepOutOfOrder(Rejection):
    """A meeting is convened, held, and then resolved upon."""

    def __init__(self, stage: MeetingStage) -> None:
        super().__init__(
            "meeting_id",
            f"the meeting is {stage}; {_NEXT[stage][0]}",
            f"会议当前为“{stage.label}”,{_NEXT[stage][1]}",
        )


_NEXT = {
    MeetingStage.CONVENED: (
        "record its attendance next, or call it off",
        "请先登记出席,或取消会议",
    ),
    MeetingStage.CALLED_OFF: ("convene another", "请另行召集"),
    MeetingStage.HELD: ("file its minutes, or pass resolutions", "可归档纪要、通过决议"),
}
"""What can be done with a meeting."""


class NotTheChair(Rejection):
    """The member that sits on the day of the meeting invites to it."""

    def __init__(self, chair: str, day: date) -> None:
        super().__init__(
            "chair",
            f"unit {chair!r} chairs on {day}; it convenes the meeting",
            "会议应由当日的轮值会长召集",
        )


class NoticeOfAgendaTooShort(Rejection):
    """The agenda goes out ahead of the meeting (domain rule 1)."""

    def __init__(self, field: str, days: int) -> None:
        super().__init__(
            field,
            f"the agenda goes out at least {days} days before the meeting; give a later day",
            f"议题应至少提前 {days} 天送达,请调整会议时间",
        )


class AgendaEmpty(Rejection):
    def __init__(self) -> None:
        super().__init__("agenda", "the agenda needs at least one point", "请至少填写一个议题")


class NotInvited(Rejection):
    def __init__(self, field: str, unit_id: str) -> None:
        super().__init__(
            field,
            f"unit {unit_id!r} was no member when the meeting was convened",
            "该单位不是本次会议的应到单位",
        )


class MeetingNotYetBegun(Rejection):
    def __init__(self, day: date) -> None:
        super().__init__(
            "effective_date",
            f"the meeting is on {day}; record attendance on that day or later",
            f"会议于 {day} 召开,请在当日或之后登记出席",
        )


class MeetingNotQuorate(Rejection):
    """What fewer than the quorum resolve binds nobody."""

    def __init__(self, percent: int) -> None:
        super().__init__(
            "number",
            f"the meeting had no quorum (more than {percent} % of the members)",
            f"出席单位未超过应到单位的 {percent}%,不能形成决议",
        )


class UnknownResolution(Rejection):
    def __init__(self, number: int) -> None:
        super().__init__(
            "number", f"there is no resolution {number} of this meeting", f"没有第 {number} 项决议"
        )


class ResolutionNumberTaken(Rejection):
    def __init__(self, number: int) -> None:
        super().__init__(
            "number",
            f"resolution {number} says something else; give the next number",
            f"第 {number} 项决议已有其他内容,请使用下一个编号",
        )


class DueBeforePassing(Rejection):
    def __init__(self, due: date, day: date) -> None:
        super().__init__(
            "due", f"due {due} is before {day}, when it passes", f"办结期限 {due} 早于决议日 {day}"
        )


class MeetingIdTaken(Rejection):
    def __init__(self, meeting_id: str) -> None:
        super().__init__(
            "meeting_id",
            f"meeting {meeting_id!r} was convened with other particulars; give a new meeting_id, "
            "and call this one off if it is not to be",
            "该会议编号已用于内容不同的会议,请使用新的编号;原会议如不召开请先取消",
        )
