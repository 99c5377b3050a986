"""A chapter of the demonstration: what it loads, and what reporting then says of it."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from deploy.demo.client import Answer
from deploy.demo.officers import Officers


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a chapter plays.

    Attributes:
        officers: who can be asked to do something.
        today: the day of the sample, which stays when the demo goes on with its data.
        home: the demo's folder, for files that are uploaded.
    """

    officers: Officers
    today: date
    home: Path


@dataclass(frozen=True, slots=True)
class Told:
    """What reporting says of a chapter.

    Attributes:
        summary: its part of `summary.json`; each figure is one that reporting answered.
        compared: what a rebuild of the views must not change.
        table: the figures as a person reads them.
    """

    summary: Answer
    compared: Answer
    table: str


class Chapter(Protocol):
    """One service's part of the demo.

    Attributes:
        name: a chapter that was loaded is known by it.
    """

    name: str

    def load(self, scene: Scene) -> None:
        """Load it as its officers would; done again it changes nothing."""

    def caught_up(self, scene: Scene) -> None:
        """Wait until reporting has taken up all that was loaded."""

    def told(self, scene: Scene) -> Told:
        """What reporting says now."""
