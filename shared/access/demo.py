"""Ready-made principals of the demo: the people who work on Yuhua district (雨花区) in Changsha."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shared.access.issuer import AUDIENCE, ISSUER
from shared.access.keys import Key
from shared.access.principal import Grant
from shared.access.roles import Role
from shared.access.tokens import issue

VALID_FOR = timedelta(days=30)

CITY, DISTRICT, STREET = "4301", "430111", "430111001"
OFFICE = "yuhua-sanitation"
"""The unit (雨花区环卫服务中心) that handles appeals."""
UNIT = "430111001011-forestry"
"""The resident unit (广济桥社区的林业局机关) whose liaison appears."""


@dataclass(frozen=True, slots=True)
class DemoRole:
    """One person of the demo: a login name, and the grant that goes with it."""

    login: str
    where: str
    grant: Grant

    @property
    def label(self) -> str:
        """Place and role as people say them."""
        return f"{self.where} {self.grant.role.label}"


def demo_roles(branch_id: str) -> tuple[DemoRole, ...]:
    """Everyone who appears in the demo; ``branch_id`` is the branch whose secretary is shown."""
    return (
        DemoRole("city-organiser", "长沙市", Grant(Role.DISTRICT_ORGANISER, CITY)),
        DemoRole("district-organiser", "雨花区", Grant(Role.DISTRICT_ORGANISER, DISTRICT)),
        DemoRole("street-officer", "侯家塘街道", Grant(Role.STREET_OFFICER, STREET)),
        DemoRole(
            "branch-secretary", f"党支部 {branch_id}", Grant(Role.BRANCH_SECRETARY, branch_id)
        ),
        DemoRole("appeals-officer", "侯家塘街道", Grant(Role.APPEALS_OFFICER, STREET)),
        DemoRole("dispatcher", "侯家塘街道", Grant(Role.DISPATCHER, STREET)),
        DemoRole("unit-handler", "雨花区环卫服务中心", Grant(Role.UNIT_HANDLER, OFFICE)),
        DemoRole("supervisor", "雨花区", Grant(Role.SUPERVISOR, DISTRICT)),
        DemoRole("unit-liaison", "林业局机关", Grant(Role.UNIT_LIAISON, UNIT)),
        DemoRole("auditor", "雨花区", Grant(Role.AUDITOR, DISTRICT)),
    )


def claims_of(role: DemoRole, now: datetime) -> Mapping[str, Any]:
    """The claims of a demo token issued at ``now`` (UTC)."""
    grant = {"role": role.grant.role, "organisation": role.grant.organisation_id}
    times = {"iat": now, "exp": now + VALID_FOR}
    return {"iss": ISSUER, "aud": AUDIENCE, "sub": role.login, "grants": [grant], **times}


def demo_tokens(branch_id: str, key: Key, now: datetime) -> dict[DemoRole, str]:
    """A signed token for each demo role."""
    return {role: issue(claims_of(role, now), key) for role in demo_roles(branch_id)}


def printed(tokens: Mapping[DemoRole, str]) -> str:
    """The tokens as lines for a terminal: who, then what to put behind ``Authorization:``."""
    return "\n".join(
        f"{role.label} ({role.login})\n  Bearer {token}" for role, token in tokens.items()
    )
