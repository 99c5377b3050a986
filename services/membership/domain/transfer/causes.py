"""Why members transfer, and why a transfer is refused: the named causes with their labels."""

from services.membership.domain.terms import Labelled


class TransferKind(Labelled):
    """How a transfer reaches beyond the city's tree."""

    INTERNAL = "internal", "系统内"
    IN_PROVINCE = "in_province", "省内"
    CROSS_PROVINCE = "cross_province", "跨省"
    WHOLE_ORGANISATION = "whole_organisation", "整建制"
    OFF_REGISTER_IN = "off_register_in", "非建库转入"


class TransferReason(Labelled):
    """When members transfer (条例 art. 25)."""

    WORKPLACE_CHANGED = "workplace_changed", "工作单位变动"
    RESIDENCE_CHANGED = "residence_changed", "居住地变动"
    AWAY_SIX_MONTHS = "away_six_months", "外出地点固定六个月以上"
    RETIRED = "retired", "退休"
    ENTERPRISE_DISSOLVED = "enterprise_dissolved", "企业破产或注销"
    RESTRUCTURED = "restructured", "企业改制重组"


class RefusalCause(Labelled):
    """Why release or acceptance is refused; never without a stated cause (条例 art. 25)."""

    NOT_OUR_MEMBER = "not_our_member", "非本组织党员"
    DETAILS_WRONG = "details_wrong", "信息有误"
    DOCUMENTS_INCOMPLETE = "documents_incomplete", "材料不齐"
    DUES_UNSETTLED = "dues_unsettled", "党费未结清"
    UNDER_INVESTIGATION = "under_investigation", "正在接受审查"
    WRONG_RECEIVER = "wrong_receiver", "接收组织有误"
    NOT_MOVED_HERE = "not_moved_here", "未在本地工作或居住"
    OTHER = "other", "其他"
