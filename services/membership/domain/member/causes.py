"""Why something was done to a member: the named causes, with the label people see."""

from services.membership.domain.terms import Labelled


class Origin(Labelled):
    """How a member came on this register."""

    DIRECT = "direct", "直接登记"
    ADMISSION = "admission", "新发展"
    TRANSFER = "transfer", "组织关系转入"


class SuspensionCause(Labelled):
    """Why membership is suspended (条例 art. 24)."""

    LOST_CONTACT = "lost_contact", "失去联系"
    OTHER = "other", "其他"


class RemovalCause(Labelled):
    """Why a member is removed from the Party (除名; 条例 art. 24, 30, 31; 党章 art. 9)."""

    LOST_CONTACT = "lost_contact", "停止党籍两年仍无法取得联系"
    NO_PARTICIPATION = (
        "no_participation",
        "连续六个月无正当理由不参加组织生活、不交纳党费或不做分配的工作",
    )
    RECTIFICATION_FAILED = "rectification_failed", "限期改正期满仍无转变"
    ASKED_TO_LEAVE = "asked_to_leave", "本人要求退党"


class ErasureGround(Labelled):
    """On what ground a person's sealed data is forgotten."""

    LEFT_REGISTER = "left_register", "已离开党员名册"
    BY_ORDER = "by_order", "依据有权机关的决定"


class TransferOutcome(Labelled):
    """How a transfer ended for the member."""

    COMPLETED = "completed", "已完成"
    RELEASE_REFUSED = "release_refused", "不同意转出"
    RETURNED = "returned", "退回"
    WITHDRAWN = "withdrawn", "撤回"
    EXPIRED = "expired", "超期"
