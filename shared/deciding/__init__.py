"""Load, decide, append: how every service carries out its commands. Start reading at `desk`."""

from shared.deciding.asking import Ask, Decision, Outcome
from shared.deciding.desk import ATTEMPTS, Desk
from shared.deciding.language import Folding, Language
from shared.deciding.loaded import Loaded
from shared.deciding.memory import Memory

__all__ = [
    "ATTEMPTS",
    "Ask",
    "Decision",
    "Desk",
    "Folding",
    "Language",
    "Loaded",
    "Memory",
    "Outcome",
]
