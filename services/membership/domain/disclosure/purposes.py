"""What sealed data is read for, with the label people see."""

from services.membership.domain.terms import Labelled


class DisclosurePurpose(Labelled):
    """Why an officer read what identifies a person."""

    VIEWED = "viewed", "查阅"
    LISTED = "listed", "列表显示"
    EXPORTED = "exported", "导出名册"
    TRANSFER = "transfer", "办理组织关系转接"
    CORRECTION = "correction", "核对更正"
