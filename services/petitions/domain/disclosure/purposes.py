"""What sealed data is read for, with the label people see."""

from services.petitions.domain.terms import Labelled


class DisclosurePurpose(Labelled):
    """Why an officer read what identifies a person."""

    VIEWED = "viewed", "查阅"
    HANDLING = "handling", "办理"
    CALL_BACK = "call_back", "回访"
    EXPORTED = "exported", "导出"
    TRACKED = "tracked", "本人查询"
