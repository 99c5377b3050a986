"""The past judged again under other rules: every promise of many appeals, as it was and as it would be."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from services.petitions import codec
from services.petitions.application.petitions import Petitions
from services.petitions.domain.calendar.counting import CityTime
from services.petitions.domain.petition.what_if import Judged, rerun
from services.petitions.domain.petition.words import Stage, Stop
from services.petitions.domain.rules.decider import Rules

_TOGETHER = 200


@dataclass(frozen=True, slots=True)
class OtherPast:
    """What if these had been the rules.

    Attributes:
        rules: the rule table as it would have been.
        time: the city's time, with its working calendar.
        until: up to when; a promise that still runs is judged as if it were stopped there.
    """

    rules: Rules
    time: CityTime
    until: datetime


@dataclass
class Verdicts:
    """How many promises of each stage were kept or late, and would have been; void ones do not count."""

    was: Counter[tuple[Stage, Stop]] = field(default_factory=Counter)
    would_be: Counter[tuple[Stage, Stop]] = field(default_factory=Counter)
    appeals: int = 0
    changed: int = 0

    def add(self, judged: Sequence[Judged]) -> None:
        """Count the promises of one more appeal."""
        self.appeals += 1
        self.changed += any(each.changes for each in judged)
        for each in judged:
            self.was[each.stage, each.stop] += 1
            self.would_be[each.stage, each.would_be] += 1

    @property
    def stages(self) -> list[Stage]:
        """Those of which there are any, in their order."""
        counted = (Stop.KEPT, Stop.LATE)
        return [s for s in Stage if any(self.was[s, stop] for stop in counted)]


def judge_again(
    petitions: Petitions, ids: Iterable[str], past: OtherPast, verdicts: Verdicts
) -> Iterator[Judged]:
    """The promises whose verdict would change, in the order of ``ids``; all are counted on the way."""
    rest = iter(ids)
    while page := list(islice(rest, _TOGETHER)):
        records = petitions.records_of(page)
        for petition_id in page:
            events = [codec.decode(r.type, r.schema_version, r.data) for r in records[petition_id]]
            judged = rerun(events, past.rules, past.time, past.until)  # type: ignore[arg-type]  # an appeal's stream holds its events only
            verdicts.add(judged)
            yield from (each for each in judged if each.changes)
