"""Reading what an appeal's own log tells: its story, its promises explained, and its words in clear."""

from dataclasses import dataclass, field
from typing import Any

from services.petitions import codec
from services.petitions.application.petitions import Petitions
from services.petitions.application.words import Words
from services.petitions.domain.petition.events import (
    FileAttached,
    PetitionEvent,
    PetitionRegistered,
    PetitionReopened,
    PetitionResolved,
    RedoOrdered,
)
from services.petitions.domain.petition.facts import Attachment, Note
from services.petitions.domain.petition.rejections import UnknownPetition
from shared.event_store import StoredEvent

WORDS = ("text", "notes")
"""What words there are, as a disclosure names them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened, and its record in the log."""

    event: Any
    record: StoredEvent


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words of an appeal in clear; empty for who was forgotten.

    Attributes:
        text: the appeal itself.
        answer: the note of the last result; empty once it is to be done again.
        notes: what was said at each step, by the event's version.
        contact: who appealed.
        files: the names of files, by their ids.
    """

    text: str = ""
    answer: str = ""
    notes: dict[int, str] = field(default_factory=dict)
    contact: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        """Nothing of it gets into a log by accident."""
        return "Spoken(…)"


class Reader:
    """Reads appeals from the log: one stream each, so the story is never behind."""

    def __init__(self, petitions: Petitions, words: Words) -> None:
        self._petitions, self._words = petitions, words

    def history(self, petition_id: str) -> list[Entry]:
        """All that happened, in its order.

        Raises:
            UnknownPetition: nothing ever did.
        """
        records = self._petitions.records(petition_id)
        if not records:
            raise UnknownPetition(petition_id)
        return [Entry(codec.decode(r.type, r.schema_version, r.data), r) for r in records]

    def events(self, petition_id: str) -> list[PetitionEvent]:
        """The same without the records."""
        return [entry.event for entry in self.history(petition_id)]

    def words(self, petition_id: str) -> Spoken:
        """All words in clear; who calls this has recorded it as a disclosure."""
        history = self.history(petition_id)
        sealed = {key: text for entry in history for key, text in _sealed(entry)}
        texts = self._words.opened(petition_id, list(sealed.values()))
        opened = dict(zip(sealed, texts, strict=True))
        said = {key: text.get("text", "") for key, text in opened.items()}
        return Spoken(
            text=said.get("text", ""),
            answer=said.get(_answered_at(history), ""),
            notes={version: text for version, text in said.items() if isinstance(version, int)},
            contact=opened.get("contact", {}),
            files={file.attachment_id: said[file.sealed_name] for file in files_of(history)},
        )


def _answered_at(history: list[Entry]) -> int:
    """The version of the result that holds; 0 for none, or one that was taken back."""
    answered = 0
    for entry in history:
        if isinstance(entry.event, PetitionResolved):
            answered = entry.record.version
        elif isinstance(entry.event, RedoOrdered | PetitionReopened):
            answered = 0
    return answered


def files_of(history: list[Entry]) -> list[Attachment]:
    """Every file of the appeal."""
    found: list[Attachment] = []
    for entry in history:
        if isinstance(entry.event, PetitionRegistered):
            found += entry.event.attachments
        elif isinstance(entry.event, FileAttached):
            found.append(entry.event.attachment)
    return found


def is_from_appellant(event: PetitionEvent) -> bool:
    """Whether the appellant gave the files of this event, as he did those he registered it with."""
    return not isinstance(event, FileAttached) or event.from_appellant


def _sealed(entry: Entry) -> list[tuple[str | int, str]]:
    """Every sealed text of one event, under a name of its own."""
    event, found = entry.event, list[tuple[str | int, str]]()
    if isinstance(event, PetitionRegistered):
        found.append(("text", event.text.sealed))
        if event.contact is not None:
            found.append(("contact", event.contact))
    note: Note | None = getattr(event, "note", None)
    if note is not None:
        found.append((entry.record.version, note.sealed))
    return found + [(file.sealed_name, file.sealed_name) for file in files_of([entry])]
