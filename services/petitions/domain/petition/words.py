"""How an appeal stands, and what became of its promises: the words with their labels."""

from services.petitions.domain.terms import Labelled


class Status(Labelled):
    """How far an appeal has come; refused, linked and closed are its ends."""

    REGISTERED = "registered", "登记"
    ACCEPTED = "accepted", "受理"
    REFUSED = "refused", "不予受理"
    DISPATCHED = "dispatched", "派单"
    SIGNED_FOR = "signed_for", "签收"
    ON_SITE = "on_site", "到场"
    IN_HAND = "in_hand", "办理中"
    RESOLVED = "resolved", "办结"
    FED_BACK = "fed_back", "反馈"
    CALLED_BACK = "called_back", "回访"
    LISTED = "listed", "挂账"
    LINKED = "linked", "并案"
    CLOSED = "closed", "归档"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something about the matter: the backlog."""
        return self in _OPEN


BEFORE_ORDER = (Status.REGISTERED, Status.ACCEPTED)
AT_UNIT = (Status.DISPATCHED, Status.SIGNED_FOR, Status.ON_SITE, Status.IN_HAND)
ANSWERED = (Status.RESOLVED, Status.FED_BACK, Status.CALLED_BACK)
_OPEN = frozenset((*BEFORE_ORDER, *AT_UNIT, Status.LISTED))


class Kept(Labelled):
    """What became of a promise, as far as is known."""

    NONE = "none", "未承诺"
    PENDING = "pending", "进行中"
    KEPT = "kept", "按时"
    BROKEN = "broken", "超时"

    def then(self, later: "Kept") -> "Kept":
        """What stands once ``later`` is known, or promised anew: a broken promise stays broken."""
        return self if self is Kept.BROKEN else later


class Answer(Labelled):
    """Whether the appellant says that it is resolved."""

    UNASKED = "unasked", "未评价"
    YES = "yes", "已解决"
    NO = "no", "未解决"


class Satisfaction(Labelled):
    """How content the appellant is; the first three count as satisfied (满意率)."""

    UNASKED = "unasked", "未评价"
    VERY_SATISFIED = "very_satisfied", "非常满意"
    SATISFIED = "satisfied", "满意"
    FAIRLY_SATISFIED = "fairly_satisfied", "基本满意"
    DISSATISFIED = "dissatisfied", "不满意"
    VERY_DISSATISFIED = "very_dissatisfied", "非常不满意"

    @property
    def is_satisfied(self) -> bool:
        """Whether it counts for the satisfaction rate."""
        return self in _SATISFIED


_SATISFIED = frozenset(
    {Satisfaction.VERY_SATISFIED, Satisfaction.SATISFIED, Satisfaction.FAIRLY_SATISFIED}
)


class Card(Labelled):
    """The severest supervision (督办) an appeal has come under; it stays on record."""

    NONE = "none", "正常"
    YELLOW = "yellow", "黄牌"
    RED = "red", "红牌"


class Priority(Labelled):
    """Repeat appeals raise it (domain rule 4)."""

    NORMAL = "normal", "普通"
    RAISED = "raised", "优先"
    TOP = "top", "重点"


class Stage(Labelled):
    """What is promised, each by its own clock."""

    DISPATCH = "dispatch", "派单"
    RESPOND = "respond", "响应"
    ON_SITE = "on_site", "到场"
    HANDLE = "handle", "办理"
    REVIEW = "review", "挂账复核"


class Step(Labelled):
    """What a clock does when its moments come, in this order and each once."""

    WARNING = "warning", "预警"
    YELLOW_CARD = "yellow_card", "黄牌督办"
    RED_CARD = "red_card", "红牌督办"
    ESCALATION = "escalation", "升级督办"


class Stop(Labelled):
    """How a clock ended; void says that the promise no longer counts either way."""

    KEPT = "kept", "按时"
    LATE = "late", "超时"
    VOID = "void", "不计"
