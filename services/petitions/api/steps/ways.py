"""The steps of an appeal: how each is called, who may take it, and which command it is."""

from dataclasses import dataclass

from services.petitions.api.fields import Step, UnitStep
from services.petitions.api.steps import bodies
from services.petitions.domain.petition import commands
from services.petitions.domain.petition.asked import PetitionCommand
from shared.access.permissions import Permission

_DIRECT = Permission.PETITION_DIRECT
_HANDLE = Permission.PETITION_HANDLE


@dataclass(frozen=True)
class Way:
    """One step.

    Attributes:
        name: the last part of its path.
        summary: what people call it.
        permission: what the caller needs at the unit in whose name he acts.
        body: what it is told.
        command: what it becomes.
        draws: the command's field that is given a fresh id; "" for none.
        other: the field that names another appeal; "" for none.
    """

    name: str
    summary: str
    permission: Permission
    body: type[Step]
    command: type[PetitionCommand]
    draws: str = ""
    other: str = ""


WAYS = (
    Way("accept", "受理", _DIRECT, UnitStep, commands.AcceptPetition),
    Way("refuse", "不予受理", _DIRECT, bodies.Refuse, commands.RefusePetition),
    Way(
        "recategorise",
        "更正分类与地点",
        _DIRECT,
        bodies.Recategorise,
        commands.RecategorisePetition,
    ),
    Way("dispatch", "派单", _DIRECT, bodies.Dispatch, commands.DispatchPetition),
    Way("sign-for", "签收", _HANDLE, UnitStep, commands.SignForOrder),
    Way("return", "退单", _HANDLE, bodies.SendBack, commands.ReturnAsWrongUnit),
    Way("arrive", "到场", _HANDLE, UnitStep, commands.ArriveOnSite),
    Way("take-in-hand", "开始办理", _HANDLE, bodies.TakeInHand, commands.TakeInHand),
    Way("hand-over", "移交", _DIRECT, bodies.HandOver, commands.HandOverPetition),
    Way(
        "request-extension", "申请延期", _HANDLE, bodies.RequestExtension, commands.RequestExtension
    ),
    Way("grant-extension", "准予延期", _DIRECT, bodies.GrantExtension, commands.GrantExtension),
    Way("refuse-extension", "不准延期", _DIRECT, bodies.Noted, commands.RefuseExtension),
    Way("pause", "暂停计时", _HANDLE, bodies.Pause, commands.PauseHandling),
    Way("resume", "恢复计时", _HANDLE, UnitStep, commands.ResumeHandling),
    Way("comment", "补充说明", _HANDLE, bodies.Comment, commands.AddComment, "comment_id"),
    Way("resolve", "办结", _HANDLE, bodies.Resolve, commands.ResolvePetition),
    Way("feed-back", "反馈", _HANDLE, bodies.Noted, commands.FeedBackResult),
    Way("call-back", "回访", _DIRECT, bodies.CallBack, commands.CallBackAppellant, "call_id"),
    Way("rate", "代录评价", _DIRECT, bodies.RateOnPaper, commands.RatePetition),
    Way("redo", "重办", _DIRECT, bodies.Redo, commands.RedoPetition),
    Way("reopen", "重新受理", _DIRECT, bodies.Noted, commands.ReopenPetition),
    Way("list", "挂账", _DIRECT, bodies.List, commands.ListPetition),
    Way("close", "归档", _DIRECT, UnitStep, commands.ClosePetition),
    Way("link", "并案", _DIRECT, bodies.Link, commands.LinkDuplicate, other="main_id"),
    Way(
        "mark-repeat",
        "标记重复来访",
        _DIRECT,
        bodies.MarkRepeat,
        commands.MarkRepeat,
        other="earlier_id",
    ),
    Way("publish-need", "发布需求", _DIRECT, bodies.PublishNeed, commands.PublishNeed, "need_id"),
    Way("withdraw-need", "撤回需求", _DIRECT, bodies.WithdrawNeed, commands.WithdrawNeed),
)
