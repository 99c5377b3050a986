"""The rule table: which number holds on which day."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from services.petitions.domain.command import check_not_before
from services.petitions.domain.rejection import Rejection
from services.petitions.domain.rules.commands import SetRule
from services.petitions.domain.rules.defaults import DEFAULTS, Rule
from services.petitions.domain.rules.events import RuleSet
from services.petitions.domain.rules.names import RuleName, units_of
from services.petitions.domain.terms import Unit


class UnknownRule(Rejection):
    """Only rules the platform applies can be set."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "name",
            f"there is no rule {name!r}; the list of rules names them all",
            f"没有名为 {name} 的规则,请从规则表中选择",
        )


class RuleValueOutOfRange(Rejection):
    """A number that no promise can be kept by, or that no time can be computed with."""

    def __init__(self, value: int, highest: int) -> None:
        super().__init__(
            "value",
            f"value {value} must be from 1 to {highest}",
            f"数值 {value} 应在 1 至 {highest} 之间",
        )


class RuleUnitDoesNotFit(Rejection):
    def __init__(self, name: str, units: tuple[Unit, ...]) -> None:
        super().__init__(
            "unit",
            f"rule {name} is stated in one of {', '.join(units)}",
            f"该规则的单位应为:{'、'.join(unit.label for unit in units)}",
        )


class RuleWithoutSource(Rejection):
    """A number without its source cannot be judged by those it binds."""

    def __init__(self) -> None:
        super().__init__(
            "source", "source must name the document the number rests on", "请填写规则的文件依据"
        )


_HIGHEST = {
    Unit.MINUTE: 525_600,
    Unit.HOUR: 8_760,
    Unit.DAY: 1_825,
    Unit.WORKING_DAY: 1_250,
    Unit.PERCENT: 1_000,
    Unit.CHARACTER: 20_000,
    Unit.FILE: 100,
    Unit.BYTE: 1024 * 1024 * 1024,
}


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


def as_if(rules: Rules, name: str, value: int, unit: Unit | None = None) -> Rules:
    """The table as if the rule had always been so; nothing is set by it.

    Raises:
        UnknownRule, RuleUnitDoesNotFit, RuleValueOutOfRange: it could not be set like this either.
    """
    last = rules.rule(name, date.max)
    other = replace(last, value=value, unit=unit or last.unit, effective_from=date.min)
    _check(name, other.value, other.unit)
    return Rules({**rules.entries, name: (other,)})


def decide(command: SetRule, rules: Rules) -> tuple[RuleSet, ...]:
    """Set a rule's value; the same value from the same day yields nothing."""
    last = rules.rule(command.name, date.max)
    unit, source = command.unit or last.unit, command.source.strip()
    _check(command.name, command.value, unit)
    if not source:
        raise RuleWithoutSource
    given = (command.value, unit, command.effective_date, source)
    if given == (last.value, last.unit, last.effective_from, last.source):
        return ()
    check_not_before(command, last.effective_from)
    version = last.version + 1
    return (RuleSet(command.name, command.value, unit, source, version, command.effective_date),)


def _check(name: str, value: int, unit: Unit) -> None:
    allowed = units_of(RuleName(name))
    if unit not in allowed:
        raise RuleUnitDoesNotFit(name, allowed)
    highest = 100 if name == RuleName.WARNING_PERCENT else _HIGHEST[unit]
    if not 1 <= value <= highest:
        raise RuleValueOutOfRange(value, highest)


def evolve(rules: Rules, event: RuleSet) -> Rules:
    """The table with one more entry."""
    entry = Rule(
        event.name, event.value, event.unit, event.effective_date, event.source, event.version
    )
    return Rules({**rules.entries, event.name: (*rules.entries.get(event.name, ()), entry)})


def fold(events: Iterable[RuleSet], rules: Rules = initial) -> Rules:
    """The table after all ``events``."""
    for event in events:
        rules = evolve(rules, event)
    return rules
