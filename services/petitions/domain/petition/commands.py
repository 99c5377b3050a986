"""What can be asked about one appeal, all of it.

``by`` is the unit in whose name a step is taken; ``at`` is when it happened (UTC), now when it is
None. A `Note` is sealed by the shell. Ids come from the shell: one that is known already says that
the same thing is asked again, and yields nothing.
"""

from services.petitions.domain.petition.answer_commands import (
    CallBackAppellant,
    ClosePetition,
    FeedBackResult,
    ListPetition,
    RatePetition,
    RedoPetition,
    ReopenPetition,
    ResolvePetition,
)
from services.petitions.domain.petition.asked import (
    ByUnit,
    PetitionCommand,
)
from services.petitions.domain.petition.intake_commands import (
    AcceptPetition,
    AddComment,
    AttachFile,
    EraseAppellant,
    LinkDuplicate,
    MarkRepeat,
    RecategorisePetition,
    RefusePetition,
    RegisterPetition,
)
from services.petitions.domain.petition.need_commands import (
    PublishNeed,
    RecordNeedOutcome,
    WithdrawNeed,
)
from services.petitions.domain.petition.order_commands import (
    ArriveOnSite,
    DispatchPetition,
    GrantExtension,
    HandOverPetition,
    PauseHandling,
    RefuseExtension,
    RequestExtension,
    ResumeHandling,
    ReturnAsWrongUnit,
    SignForOrder,
    SupervisePromises,
    TakeInHand,
)

__all__ = [
    "AcceptPetition",
    "AddComment",
    "ArriveOnSite",
    "AttachFile",
    "ByUnit",
    "CallBackAppellant",
    "ClosePetition",
    "DispatchPetition",
    "EraseAppellant",
    "FeedBackResult",
    "GrantExtension",
    "HandOverPetition",
    "LinkDuplicate",
    "ListPetition",
    "MarkRepeat",
    "PauseHandling",
    "PetitionCommand",
    "PublishNeed",
    "RatePetition",
    "RecategorisePetition",
    "RecordNeedOutcome",
    "RedoPetition",
    "RefuseExtension",
    "RefusePetition",
    "RegisterPetition",
    "ReopenPetition",
    "RequestExtension",
    "ResolvePetition",
    "ResumeHandling",
    "ReturnAsWrongUnit",
    "SignForOrder",
    "SupervisePromises",
    "TakeInHand",
    "WithdrawNeed",
]
