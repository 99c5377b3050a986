"""The rule table: which number holds on which day."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from services.resources.domain.rejection import Rejection
from services.resources.domain.rules.commands import SetRule
from services.resources.domain.rules.defaults import DEFAULTS, Rule
from services.resources.domain.rules.events import RuleSet


class UnknownRule(Rejection):
    """Only rules the platform applies can be set."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "name",
            f"there is no rule {name!r}; the list of rules names them all",
            f"没有名为 {name} 的规则,请从规则表中选择",
        )


class RuleValueNotPositive(Rejection):
    """Every number in the table is a count or a duration."""

    def __init__(self, value: int) -> None:
        super().__init__("value", f"value {value} must be 1 or more", f"数值 {value} 必须不小于 1")


class RuleWithoutSource(Rejection):
    """A number without its source cannot be judged by those it binds."""

    def __init__(self) -> None:
        super().__init__(
            "source", "source must name the document the number rests on", "请填写规则的文件依据"
        )


class RuleSetBackwards(Rejection):
    """A later setting is never undercut by an earlier day, or decided cases would change."""

    def __init__(self, effective: date, last: date) -> None:
        super().__init__(
            "effective_date",
            f"effective_date {effective} is before the rule's last entry ({last})",
            f"生效日期 {effective} 早于该规则最近一次设定 {last}",
        )


def _delivered() -> dict[str, tuple[Rule, ...]]:
    return {rule.name: (rule,) for rule in DEFAULTS}


@dataclass(frozen=True, slots=True)
class Rules:
    """Each rule's entries, oldest first; a day before the first entry is under the first."""

    entries: dict[str, tuple[Rule, ...]] = field(default_factory=_delivered)

    def value(self, name: str, on: date) -> int:
        """The number that holds on the day ``on``.

        Raises:
            UnknownRule: the platform applies no such rule.
        """
        return self.rule(name, on).value

    def rule(self, name: str, on: date) -> Rule:
        """The entry that holds on the day ``on``, with its unit and source."""
        entries = self.entries.get(name)
        if entries is None:
            raise UnknownRule(name)
        for entry in reversed(entries):
            if entry.effective_from <= on:
                return entry
        return entries[0]


initial = Rules()


def decide(command: SetRule, rules: Rules) -> tuple[RuleSet, ...]:
    """Set a rule's value; the same value from the same day yields nothing."""
    if command.value < 1:
        raise RuleValueNotPositive(command.value)
    if not command.source.strip():
        raise RuleWithoutSource
    last = rules.rule(command.name, date.max)
    entry = Rule(
        last.name, command.value, last.unit, command.effective_date, command.source.strip()
    )
    if entry == last:
        return ()
    if command.effective_date < last.effective_from:
        raise RuleSetBackwards(command.effective_date, last.effective_from)
    return (RuleSet(entry.name, entry.value, entry.unit, entry.source, entry.effective_from),)


def evolve(rules: Rules, event: RuleSet) -> Rules:
    """The table with one more entry."""
    entry = Rule(event.name, event.value, event.unit, event.effective_date, event.source)
    entries = (*rules.entries.get(event.name, ()), entry)
    return Rules({**rules.entries, event.name: entries})


def fold(events: Iterable[RuleSet], rules: Rules = initial) -> Rules:
    """The table after all ``events``."""
    for event in events:
        rules = evolve(rules, event)
    return rules
