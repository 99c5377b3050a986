"""Every figure of the petition report: its name, its label, and what it counts.

Appeals of the period are those registered in it, as they stand on the day asked for. The backlog (在办)
is of that day, whenever it was registered; its age is counted in calendar days of the city. A step of
supervision belongs to the period it was taken in. A redo or a reopening takes back what the answer before
it had earned; a promise that was broken stays broken, in the backlog too (ADR 0022).
Appeals and rates by unit are those of the appeals it had last: a breach travels with the appeal to
whichever unit is given it afterwards; a step of supervision stays with the unit that had it then.
What is answered (已答复) was either handled under a promise (办结), or answered directly (直接答复): an
inquiry on the telephone, where nobody had to be sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.reporting.petitions import labels

Words = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Days:
    """Whole days since the registration, from ``low`` to ``high``, both inclusive; None is open."""

    low: int = 0
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Appeals:
    """Appeals that stand so, each given column holding one of its words.

    Attributes:
        only: each of these must hold.
        of_period: registered in the period; else whenever.
        days: so long ago.
    """

    only: Words = field(default_factory=dict)
    of_period: bool = True
    days: Days | None = None


@dataclass(frozen=True, slots=True)
class Steps:
    """Steps of supervision taken in the period, over one promise or any."""

    step: str
    promise: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    name: str
    label: str
    counted: Appeals | Steps


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of ``of``: figures by name."""

    name: str
    label: str
    share: str
    of: str


def _one(**columns: str) -> Words:
    return {column: frozenset(words.split()) for column, words in columns.items()}


_OPEN = "waiting at_unit listed"
_ANSWERED = "answered closed"
_AGES = {
    "up_to_2": ("2天以内", Days(0, 2)),
    "3_to_7": ("3—7天", Days(3, 7)),
    "8_to_15": ("8—15天", Days(8, 15)),
    "16_to_30": ("16—30天", Days(16, 30)),
    "over_30": ("30天以上", Days(31)),
}
_SATISFIED = "very_satisfied satisfied fairly_satisfied"


def _backlog(name: str, label: str, days: Days | None = None, **columns: str) -> Figure:
    words = {"stage": _OPEN, **columns}
    return Figure(name, label, Appeals(_one(**words), of_period=False, days=days))


def _by_promise(name: str, step: str) -> tuple[Figure, ...]:
    return tuple(
        Figure(f"{name}.{word}", label, Steps(step, word))
        for word, label in labels.PROMISES.items()
    )


APPEALS: tuple[Figure, ...] = (
    Figure("registered", "登记", Appeals()),
    Figure("refused", "不予受理", Appeals(_one(stage="refused"))),
    Figure("linked", "并案", Appeals(_one(stage="linked"))),
    Figure("answered", "已答复", Appeals(_one(stage=_ANSWERED))),
    Figure("answered_directly", "直接答复", Appeals(_one(stage=_ANSWERED, handling="none"))),
    Figure("handled", "办结", Appeals(_one(stage=_ANSWERED, handling="kept broken"))),
    Figure("response_due", "应响应", Appeals(_one(response="kept broken"))),
    Figure("response_kept", "按时响应", Appeals(_one(response="kept"))),
    Figure("handling_due", "应按时办结", Appeals(_one(handling="kept broken"))),
    Figure("handling_kept", "按时办结", Appeals(_one(handling="kept"))),
    Figure("asked_resolved", "问及是否解决", Appeals(_one(resolved="yes no"))),
    Figure("resolved", "已解决", Appeals(_one(resolved="yes"))),
    Figure(
        "rated",
        "已评价",
        Appeals(_one(satisfaction=f"{_SATISFIED} dissatisfied very_dissatisfied")),
    ),
    Figure("satisfied", "满意", Appeals(_one(satisfaction=_SATISFIED))),
    Figure("yellow_carded", "黄牌诉求", Appeals(_one(card="yellow"))),
    Figure("red_carded", "红牌诉求", Appeals(_one(card="red"))),
    _backlog("backlog", "在办"),
    _backlog("backlog_late", "在办已超时", handling="broken"),
    *(_backlog(f"backlog_by_stage.{w}", label, stage=w) for w, label in labels.STAGES.items()),
    *(_backlog(f"backlog_by_age.{w}", label, days) for w, (label, days) in _AGES.items()),
)
SUPERVISION: tuple[Figure, ...] = (
    Figure("warnings", "预警", Steps("warned")),
    Figure("breaches", "超时(黄牌)", Steps("yellow")),
    Figure("red_cards", "红牌", Steps("red")),
    Figure("escalations", "升级", Steps("escalated")),
    *_by_promise("breaches_by_promise", "yellow"),
)
RATES: tuple[Rate, ...] = (
    Rate("response_rate", "响应率", "response_kept", "response_due"),
    Rate("resolution_rate", "解决率", "resolved", "asked_resolved"),
    Rate("satisfaction_rate", "满意率", "satisfied", "rated"),
    Rate("on_time_rate", "按时办结率", "handling_kept", "handling_due"),
)
"""三率 and 按时办结率; promises still running, and appellants not asked, are in neither part."""

FIGURES: Mapping[str, Figure] = {figure.name: figure for figure in (*APPEALS, *SUPERVISION)}
SHOWN_OF_GROUPS = ("registered", "handled", "backlog", "backlog_late")
"""Besides the rates, what is told of each channel, kind, category, unit and place."""
