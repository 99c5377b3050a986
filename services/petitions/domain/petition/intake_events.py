"""What can have happened to an appeal as it was taken down, and what was added to it."""

from dataclasses import dataclass

from services.petitions.domain.petition.causes import (
    RefusalCause,
)
from services.petitions.domain.petition.clock_facts import ClockStarted, ClockStopped
from services.petitions.domain.petition.facts import About, Attachment, Note, Standing
from services.petitions.domain.petition.happened import Counted, Happened
from services.petitions.domain.petition.words import Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionRegistered(Happened):
    """``superiors`` are the units above the one it was routed to, the nearest first."""

    about: About
    after: Standing
    appellant_id: str
    contact: str | None
    confidential: bool
    tracking_digest: str
    text: Note
    attachments: tuple[Attachment, ...]
    superiors: tuple[str, ...]
    started: tuple[ClockStarted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionAccepted(Counted):
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionRefused(Counted):
    by: str
    cause: RefusalCause
    note: Note | None
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionRecategorised(Counted):
    """``about`` is what it is about now, ``about_before`` what it was."""

    by: str
    about_before: About
    superiors: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateLinked(Counted):
    by: str
    main_id: str
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionMadeMain(Happened):
    """The first duplicate hangs on it: from now on its answer is that of others, too."""

    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatMarked(Counted):
    by: str
    earlier_id: str
    priority: Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentAdded(Happened):
    comment_id: str
    by: str
    note: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAttached(Happened):
    """``from_appellant``: he added it himself (``by`` empty), or handed it to the unit that added it."""

    by: str
    attachment: Attachment
    from_appellant: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AppellantErased(Happened):
    """The key of ``appellant_id`` is to be destroyed."""

    appellant_id: str
