"""Why an appeal is refused, returned, paused, redone or listed: the named causes with their labels."""

from services.petitions.domain.terms import Labelled


class RefusalCause(Labelled):
    """Why an appeal is not accepted (不予受理)."""

    OUTSIDE_POWERS = "outside_powers", "不属于职责范围"
    IN_COURT = "in_court", "已进入诉讼、仲裁或复议程序"
    PETITIONED_ELSEWHERE = "petitioned_elsewhere", "已通过其他法定途径受理"
    NO_MATTER = "no_matter", "诉求不明确"
    OTHER = "other", "其他"


class ReturnCause(Labelled):
    """Why a unit sends an order back (退单)."""

    NOT_OUR_TASK = "not_our_task", "不属于本单位职责"
    NOT_OUR_AREA = "not_our_area", "不属于本单位辖区"
    WRONG_CATEGORY = "wrong_category", "分类有误"
    OTHER = "other", "其他"


class PauseCause(Labelled):
    """Why handling waits; no clock is ever paused without one (domain rule 2)."""

    WAITING_FOR_APPELLANT = "waiting_for_appellant", "等待诉求人"
    APPELLANT_ASKED_TO_WAIT = "appellant_asked_to_wait", "诉求人要求暂缓"


class ExtensionCause(Labelled):
    """Why more time is asked for."""

    SEVERAL_UNITS = "several_units", "涉及多个单位"
    EXPERT_OPINION = "expert_opinion", "需要鉴定或论证"
    CONSTRUCTION = "construction", "需要施工或采购"
    WEATHER = "weather", "天气或不可抗力"
    OTHER = "other", "其他"


class Outcome(Labelled):
    """What a unit says it has achieved (办结)."""

    DONE = "done", "已解决"
    PARTLY_DONE = "partly_done", "部分解决"
    EXPLAINED = "explained", "解释说明"
    NOT_POSSIBLE = "not_possible", "客观无法解决"


class RedoCause(Labelled):
    """Why an answer is not good enough (重办)."""

    NOT_RESOLVED = "not_resolved", "问题未解决"
    NOT_SATISFIED = "not_satisfied", "诉求人不满意"
    NOT_TRUE = "not_true", "反馈不实"
    INCOMPLETE = "incomplete", "办理不完整"


class ListingCause(Labelled):
    """Why a matter is kept for the long term (挂账)."""

    NEEDS_PLANNING = "needs_planning", "需纳入规划"
    NEEDS_FUNDS = "needs_funds", "需落实资金"
    LEFT_FROM_HISTORY = "left_from_history", "历史遗留问题"
    NEEDS_POLICY = "needs_policy", "需政策支持"


class NeedKind(Labelled):
    """What an appeal may need of the resident units (驻区单位)."""

    VENUE = "venue", "场地"
    FUND = "fund", "资金"
    SKILL = "skill", "人才"
    EQUIPMENT = "equipment", "物资"


class NeedOutcome(Labelled):
    """What became of a need elsewhere."""

    CLAIMED = "claimed", "已认领"
    FULFILLED = "fulfilled", "已满足"
    UNMET = "unmet", "未能满足"
