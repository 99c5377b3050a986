"""Every command with its path: what can be done with this service, on one page."""

from dataclasses import dataclass

from services.resources.domain.admission import commands as a
from services.resources.domain.agreement import commands as g
from services.resources.domain.booking import commands as b
from services.resources.domain.conference import commands as c
from services.resources.domain.fund import commands as f
from services.resources.domain.listing import commands as li
from services.resources.domain.meeting import commands as m
from services.resources.domain.pairing import commands as p
from services.resources.domain.resource import commands as r
from services.resources.domain.unit import commands as u
from shared.access.permissions import Permission

MANAGE, BOOK, ADMIT = (
    Permission.RESOURCE_MANAGE,
    Permission.RESOURCE_BOOK,
    Permission.RESOURCE_ADMIT,
)


@dataclass(frozen=True)
class Act:
    """A command as it is asked for.

    Attributes:
        path: below which it is posted; what it names in braces are fields of the command.
        command: what is asked for.
        summary: what people call it.
        permission: what an office needs for it, where it stands.
        drawn: of a new thing, the field of its id.
    """

    path: str
    command: type
    summary: str
    permission: Permission = MANAGE
    drawn: str = ""


_UNIT, _CONFERENCE, _AGREEMENT = (
    "/units/{unit_id}",
    "/conferences/{conference_id}",
    "/agreements/{agreement_id}",
)
_MEETING = _CONFERENCE + "/meetings/{meeting_id}"
_LISTING, _CLAIM = "/listings/{listing_id}", "/listings/{listing_id}/claims/{claim_id}"
_RESOURCE, _BOOKING = (
    "/resources/{resource_id}",
    "/resources/{resource_id}/bookings/{month}/{booking_id}",
)
_FUND, _TASK, _PAIRING = "/funds/{fund_id}", "/tasks/{task_id}", "/pairings/{pairing_id}"

GROUPS: dict[str, tuple[Act, ...]] = {
    "驻区单位 units": (
        Act(f"{_UNIT}/correct", u.CorrectUnit, "更正单位信息"),
        Act(f"{_UNIT}/premises", u.OpenPremises, "增加驻在社区"),
        Act(f"{_UNIT}/premises/close", u.ClosePremises, "撤出驻在社区"),
        Act(f"{_UNIT}/organisation", u.LinkOrganisation, "关联本单位党组织"),
        Act(f"{_UNIT}/organisation/unlink", u.UnlinkOrganisation, "解除党组织关联"),
        Act(f"{_UNIT}/liaison/forget", u.ForgetLiaison, "遗忘联络员信息"),
        Act(f"{_UNIT}/depart", u.DepartUnit, "单位迁出"),
    ),
    "党建联席会 conferences": (
        Act("/conferences", c.FoundConference, "成立联席会", drawn="conference_id"),
        Act(f"{_CONFERENCE}/members", c.JoinConference, "成员单位加入"),
        Act(_CONFERENCE + "/members/{unit_id}/leave", c.LeaveConference, "成员单位退出"),
        Act(_CONFERENCE + "/members/{unit_id}/seats", c.AllotSeats, "分配席位"),
        Act(
            _CONFERENCE + "/members/{unit_id}/representative", c.DelegateRepresentative, "委派代表"
        ),
        Act(f"{_CONFERENCE}/chair-order", c.PublishChairOrder, "公布轮值顺序"),
        Act(f"{_CONFERENCE}/chair/swap", c.SwapChairTurns, "轮值调换"),
        Act(f"{_CONFERENCE}/chair/skip", c.SkipChairTurn, "轮值跳过"),
        Act(f"{_CONFERENCE}/chair/interim", c.NameInterimChair, "指定代理会长"),
        Act(f"{_CONFERENCE}/chair/continue", c.ContinueRotation, "续排轮值"),
        Act(f"{_CONFERENCE}/part-time-members", c.AppointPartTimeMember, "聘任兼职委员"),
        Act(f"{_CONFERENCE}/part-time-members/relieve", c.RelievePartTimeMember, "解聘兼职委员"),
        Act(f"{_CONFERENCE}/dissolve", c.DissolveConference, "撤销联席会"),
        Act(f"{_CONFERENCE}/meetings", m.ConveneMeeting, "召集会议", drawn="meeting_id"),
        Act(f"{_MEETING}/agenda", m.AddAgendaItem, "增加议题"),
        Act(f"{_MEETING}/call-off", m.CallOffMeeting, "取消会议"),
        Act(f"{_MEETING}/attendance", m.RecordAttendance, "登记出席"),
        Act(f"{_MEETING}/minutes", m.FileMinutes, "归档纪要"),
        Act(f"{_MEETING}/resolutions", m.PassResolution, "通过决议"),
        Act(_MEETING + "/resolutions/{number}/follow-up", m.FollowUpResolution, "决议跟踪"),
    ),
    "共建协议 agreements": (
        Act("/agreements", g.DraftAgreement, "起草协议", drawn="agreement_id"),
        Act(f"{_AGREEMENT}/sign", g.SignAgreement, "签署协议"),
        Act(f"{_AGREEMENT}/renew", g.RenewAgreement, "协议续期"),
        Act(f"{_AGREEMENT}/fulfilments", g.RecordFulfilment, "登记履约"),
        Act(f"{_AGREEMENT}/breaches", g.ReportBreach, "登记违约", drawn="breach_id"),
        Act(_AGREEMENT + "/breaches/{breach_id}/remedy", g.RemedyBreach, "违约补正"),
        Act(f"{_AGREEMENT}/end", g.EndAgreement, "终止协议"),
        Act("/pairings", p.PairDepartment, "部门结对社区", drawn="pairing_id"),
        Act(f"{_PAIRING}/deeds", p.PromiseDeed, "承诺实事"),
        Act(_PAIRING + "/deeds/{number}/done", p.ReportDeedDone, "实事办结"),
        Act(_PAIRING + "/deeds/{number}/scores", p.ScoreDeed, "实事评分"),
        Act(f"{_PAIRING}/end", p.EndPairing, "终止结对"),
    ),
    "三张清单 listings": (
        Act("/listings", li.PublishListing, "发布清单项目", drawn="listing_id"),
        Act(f"{_LISTING}/place", li.PlaceNeed, "落实诉求需求到清单"),
        Act(f"{_LISTING}/claims", li.MakeClaim, "认领", drawn="claim_id"),
        Act(f"{_CLAIM}/confirm", li.ConfirmClaim, "确认认领"),
        Act(f"{_CLAIM}/decline", li.DeclineClaim, "不予确认"),
        Act(f"{_CLAIM}/withdraw", li.WithdrawClaim, "撤回认领"),
        Act(f"{_CLAIM}/progress", li.ReportProgress, "报告进展"),
        Act(f"{_LISTING}/bookings", li.AttachBooking, "关联预约"),
        Act(f"{_LISTING}/bookings/detach", li.DetachBooking, "解除预约关联"),
        Act(f"{_LISTING}/complete", li.CompleteListing, "办结"),
        Act(f"{_LISTING}/rate", li.RateListing, "评价"),
        Act(f"{_LISTING}/withdraw", li.WithdrawListing, "撤销项目"),
    ),
    "场地与预约 bookings": (
        Act("/resources", r.OfferResource, "登记可预约资源", BOOK, drawn="resource_id"),
        Act(f"{_RESOURCE}/terms", r.SetResourceTerms, "设定预约条件", BOOK),
        Act(f"{_RESOURCE}/withdraw", r.WithdrawResource, "停止出借", BOOK),
        Act(f"{_RESOURCE}/blackouts", b.SetBlackout, "设定停用时段", BOOK, drawn="blackout_id"),
        Act(_RESOURCE + "/blackouts/{blackout_id}/lift", b.LiftBlackout, "解除停用时段", BOOK),
        Act("/bookings", b.Book, "预约", BOOK, drawn="booking_id"),
        Act("/bookings/together", b.BookTogether, "组合预约", BOOK, drawn="combination_id"),
        Act("/bookings/series", b.BookSeries, "重复预约", BOOK, drawn="series_id"),
        Act("/bookings/uses", b.RecordUse, "补录使用", BOOK, drawn="booking_id"),
        Act("/bookings/waitlist", b.JoinWaitlist, "候补", BOOK, drawn="entry_id"),
        Act(_RESOURCE + "/waitlist/{month}/{entry_id}/leave", b.LeaveWaitlist, "退出候补", BOOK),
        Act(f"{_BOOKING}/approve", b.ApproveBooking, "批准预约", BOOK),
        Act(f"{_BOOKING}/refuse", b.RefuseBooking, "不批准预约", BOOK),
        Act(f"{_BOOKING}/cancel", b.CancelBooking, "取消预约", BOOK),
        Act(f"{_BOOKING}/check-in", b.CheckIn, "签到", BOOK),
        Act(f"{_BOOKING}/complete", b.CompleteBooking, "使用结束", BOOK),
    ),
    "资金 funds": (
        Act("/funds", f.PledgeFund, "认捐", drawn="fund_id"),
        Act(f"{_FUND}/draw-downs", f.DrawDown, "支取"),
        Act(f"{_FUND}/returns", f.ReturnMoney, "退回"),
        Act(f"{_FUND}/close", f.CloseFund, "结清"),
    ),
    "准入 tasks": (
        Act("/tasks", a.FileTask, "申报工作事项", drawn="task_id"),
        Act(f"{_TASK}/admit", a.AdmitTask, "准入", ADMIT),
        Act(f"{_TASK}/refuse", a.RefuseTask, "不予准入", ADMIT),
        Act(f"{_TASK}/withdraw", a.WithdrawTask, "撤回申报"),
        Act(f"{_TASK}/end", a.EndTask, "事项结束", ADMIT),
    ),
}
