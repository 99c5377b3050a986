"""What is worked out when something is looked up: the chair of the day, the mean of the scores."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.resources.api.shelf import Parts, Reckoned
from services.resources.domain.pairing.events import ScorerRole


def _chairs(parts: Parts, today: date) -> dict[str, str | None]:
    """Whose term holds today, and whose is the next."""
    terms = parts["chairs"]
    begun = [term for term in terms if term["begins"] <= today]
    to_come = [term for term in terms if term["begins"] > today]
    now = begun[-1] if begun and (begun[-1]["ends"] is None or today < begun[-1]["ends"]) else None
    return {
        "chair_now": now["unit_id"] if now else None,
        "chair_next": to_come[0]["unit_id"] if to_come else None,
    }


def _averages(parts: Parts, _: date) -> dict[str, float | None]:
    """The mean over all deeds, by who scored."""
    return {f"average_by_{role}": _mean(role, parts["scores"]) for role in ScorerRole}


def _mean(role: ScorerRole, scores: Sequence[dict[str, Any]]) -> float | None:
    given = [each["points"] for each in scores if each["role"] is role]
    return round(sum(given) / len(given), 2) if given else None


CHAIRS = Reckoned(dict.fromkeys(("chair_now", "chair_next"), str | None), _chairs)
AVERAGES = Reckoned({f"average_by_{role}": float | None for role in ScorerRole}, _averages)
