"""Advice on an organisation's size and term (domain rule 5): shown with its reason, never applied.

Sources: 支部工作条例 art. 4, 5, 19 and the seed district's practice, as the rule table states.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from services.membership.domain.organisation.tree import Organisation
from services.membership.domain.rules.decider import Rules
from services.membership.domain.rules.names import RuleName
from services.membership.domain.terms import OrganisationKind

_BRANCHES = frozenset({OrganisationKind.BRANCH, OrganisationKind.JOINT_BRANCH})


@dataclass(frozen=True, slots=True)
class Advice:
    """``slug`` names it, ``reason`` tells people why; ``rule`` and ``number`` are the table's."""

    slug: str
    reason: str
    rule: str
    number: int
    source: str


@dataclass(frozen=True, slots=True)
class _Look:
    organisation: Organisation
    full_members: int
    members: int
    rules: Rules
    today: date

    def advice(self, slug: str, name: str, reason: str) -> Advice:
        rule = self.rules.rule(name, self.today)
        return Advice(slug, reason.format(n=rule.value), rule.name, rule.value, rule.source)

    def number(self, name: RuleName) -> int:
        return self.rules.value(name, self.today)


def advise(
    organisation: Organisation, full_members: int, members: int, rules: Rules, today: date
) -> tuple[Advice, ...]:
    """All that rule 5 advises for an organisation with so many full and so many members in all.

    ``members`` counts full and probationary members of the organisation's whole subtree.
    """
    look = _Look(organisation, full_members, members, rules, today)
    branch = _branch(look) if organisation.kind in _BRANCHES else _above_branch(look)
    return (*branch, *_units(look), *_term(look))


def _branch(look: _Look) -> Iterator[Advice]:
    if look.full_members < look.number(RuleName.BRANCH_FULL_MEMBERS_MIN):
        yield look.advice(
            "too-few-full-members",
            RuleName.BRANCH_FULL_MEMBERS_MIN,
            "正式党员不足 {n} 人,建议与邻近单位组成联合党支部",
        )
    if look.members > look.number(RuleName.BRANCH_MEMBERS_MAX):
        yield look.advice(
            "too-many-members", RuleName.BRANCH_MEMBERS_MAX, "党员超过 {n} 人,建议分设党支部"
        )
    if look.full_members >= look.number(RuleName.BRANCH_COMMITTEE_FULL_MEMBERS):
        yield look.advice(
            "form-branch-committee",
            RuleName.BRANCH_COMMITTEE_FULL_MEMBERS,
            "正式党员达到 {n} 人,应当设立支部委员会",
        )
    yield from _grow(look)


def _grow(look: _Look) -> Iterator[Advice]:
    if look.members >= look.number(RuleName.COMMITTEE_MEMBERS):
        yield from _committee(look)
    elif look.members >= look.number(RuleName.GENERAL_BRANCH_MEMBERS):
        yield look.advice(
            "form-general-branch",
            RuleName.GENERAL_BRANCH_MEMBERS,
            "党员达到 {n} 人,可以设立党总支",
        )


def _committee(look: _Look) -> Iterator[Advice]:
    yield look.advice(
        "form-committee", RuleName.COMMITTEE_MEMBERS, "党员达到 {n} 人,可以设立基层党委"
    )


def _above_branch(look: _Look) -> Iterator[Advice]:
    if look.organisation.kind is OrganisationKind.GENERAL_BRANCH:
        if look.members < look.number(RuleName.GENERAL_BRANCH_MEMBERS):
            yield look.advice(
                "too-few-for-general-branch",
                RuleName.GENERAL_BRANCH_MEMBERS,
                "党员不足 {n} 人,建议改设党支部",
            )
        if look.members >= look.number(RuleName.COMMITTEE_MEMBERS):
            yield from _committee(look)
    if look.organisation.kind is OrganisationKind.PRIMARY_COMMITTEE:
        yield from _primary_committee(look)
    yield from _staffing(look)


def _primary_committee(look: _Look) -> Iterator[Advice]:
    if look.members < look.number(RuleName.COMMITTEE_MEMBERS):
        yield look.advice(
            "too-few-for-committee",
            RuleName.COMMITTEE_MEMBERS,
            "党员不足 {n} 人,建议改设党总支或党支部",
        )


def _staffing(look: _Look) -> Iterator[Advice]:
    if look.organisation.kind not in _STAFFED:
        return
    if look.members >= look.number(RuleName.DEPUTY_SECRETARY_MEMBERS):
        yield look.advice(
            "full-time-deputy-secretary",
            RuleName.DEPUTY_SECRETARY_MEMBERS,
            "党员达到 {n} 人,建议配备专职副书记",
        )
        yield look.advice(
            "committee-seats",
            RuleName.COMMITTEE_SEATS,
            "委员会建议不少于 {n} 人,其中驻区单位委员 1 人、居民代表 1 人",
        )


_STAFFED = frozenset({OrganisationKind.PRIMARY_COMMITTEE, OrganisationKind.GENERAL_BRANCH})


def _units(look: _Look) -> Iterator[Advice]:
    if len(look.organisation.units) > look.number(RuleName.JOINT_BRANCH_UNITS_MAX):
        yield look.advice(
            "too-many-units",
            RuleName.JOINT_BRANCH_UNITS_MAX,
            "联合党支部覆盖单位超过 {n} 个,建议拆分",
        )


def _term(look: _Look) -> Iterator[Advice]:
    ends, rule = look.organisation.term_ends_on, look.organisation.term_rule
    if ends is not None and rule is not None and ends <= look.today:
        yield look.advice("term-ended", rule, f"任期 {{n}} 年,已于 {ends} 届满,应当换届")
