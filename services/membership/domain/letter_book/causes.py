"""Why a letter became void."""

from services.membership.domain.terms import Labelled


class VoidCause(Labelled):
    RETURNED = "returned", "退回"
    WITHDRAWN = "withdrawn", "撤回"
    REISSUED = "reissued", "补开新函"
