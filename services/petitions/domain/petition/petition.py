"""An appeal as it stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.petitions.domain.petition.causes import NeedOutcome, Outcome
from services.petitions.domain.petition.clock import Clock
from services.petitions.domain.petition.facts import About, Need, Standing
from services.petitions.domain.petition.words import Priority, Stage


class Turn(StrEnum):
    """The last way in which an order went back; a new order or answer ends it."""

    NONE = ""
    RETURNED = "returned"
    REDONE = "redone"
    REOPENED = "reopened"


class Asked(StrEnum):
    """How the last request for an extension stands."""

    NEVER = ""
    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"


class Rated(StrEnum):
    """How the last answer was rated: an office enters what the appellant wrote on paper."""

    NOT = ""
    ON_PAPER = "on_paper"
    BY_CODE = "by_code"


@dataclass(frozen=True, slots=True)
class Extension:
    """The last request for more time, by which unit; ``total`` working days were granted since the order."""

    asked: Asked = Asked.NEVER
    working_days: int = 0
    granted: int = 0
    total: int = 0
    by: str = ""


@dataclass(frozen=True, slots=True)
class Petition:
    """``about`` and ``standing`` are None until it is registered.

    ``clocks`` are the promises that run or are paused; ``clock_count`` how many there ever were.
    ``known`` are the ids of comments, calls and files. ``entrusted`` are the units that were ever given
    the order, to lead or to assist. ``return_until`` is the lead unit's window, ``assist_until`` that of
    those who assist. ``corrected_by`` put right last what it is about. ``is_main``: duplicates hang on it. ``needs`` holds each need with what became of
    it; None while nothing has.
    """

    petition_id: str = ""
    about: About | None = None
    standing: Standing | None = None
    appellant_id: str = ""
    tracking_digest: str = ""
    confidential: bool = False
    changed_at: datetime | None = None
    assisting: tuple[str, ...] = ()
    entrusted: frozenset[str] = frozenset()
    signed_by: tuple[str, ...] = ()
    superiors: tuple[str, ...] = ()
    dispatched_by: str = ""
    corrected_by: str = ""
    handler: str = ""
    clocks: tuple[Clock, ...] = ()
    clock_count: int = 0
    return_until: datetime | None = None
    assist_until: datetime | None = None
    reopen_until: datetime | None = None
    turn: Turn = Turn.NONE
    returned_by: tuple[str, ...] = ()
    extension: Extension = Extension()
    paused_before: bool = False
    outcome: Outcome | None = None
    rated: Rated = Rated.NOT
    priority: Priority = Priority.NORMAL
    main_id: str = ""
    is_main: bool = False
    repeats: tuple[str, ...] = ()
    known: frozenset[str] = frozenset()
    files: int = 0
    needs: tuple[tuple[Need, NeedOutcome | None], ...] = ()
    needs_withdrawn: frozenset[str] = frozenset()
    erased: bool = False

    def clock(self, stage: Stage) -> Clock | None:
        """The promise of this stage, when it runs or is paused."""
        return next((clock for clock in self.clocks if clock.stage is stage), None)

    @property
    def unit_path(self) -> str:
        """The units from the highest down to the one that has to do something; empty before there is."""
        if self.standing is None:
            return ""
        return "/".join((*reversed(self.superiors), self.standing.unit_id))

    @property
    def is_paused(self) -> bool:
        """Whether handling waits for somebody."""
        handling = self.clock(Stage.HANDLE)
        return handling is not None and handling.paused_at is not None


initial = Petition()
