"""Why a change of the divisions is refused."""

from services.membership.domain.rejection import Rejection
from services.membership.domain.terms import DivisionLevel


class UnknownDivision(Rejection):
    def __init__(self, field: str, code: str) -> None:
        super().__init__(
            field,
            f"there is no division {code!r}; register it first",
            f"区划代码 {code} 不存在,请先登记该区划",
        )


class DivisionCodeInvalid(Rejection):
    """Codes are the digits of the official list (GB/T 2260, GB/T 10114): 4, 6, 9 or 12."""

    def __init__(self, code: str) -> None:
        super().__init__(
            "divisions.code",
            f"division code {code!r} must be 4, 6, 9 or 12 digits",
            f"区划代码 {code} 应为 4、6、9 或 12 位数字",
        )


class DivisionNameMissing(Rejection):
    def __init__(self, code: str) -> None:
        super().__init__(
            "divisions.name", f"division {code} must have a name", f"区划 {code} 缺少名称"
        )


class DivisionMisplaced(Rejection):
    """A city holds districts, a district streets, a street communities."""

    def __init__(self, code: str, level: DivisionLevel) -> None:
        super().__init__(
            "divisions.parent_code",
            f"division {code} ({level}) must stand under a division of the next higher level",
            f"区划 {code}({level.label})必须隶属于上一级区划",
        )


class DivisionMovedOrRelevelled(Rejection):
    """A code that changes its place is a new division in the official list, with a new code."""

    def __init__(self, code: str) -> None:
        super().__init__(
            "divisions.code",
            f"division {code} is already registered with another level or parent",
            f"区划 {code} 已登记,级别或上级与现有记录不同",
        )


class NotACommunity(Rejection):
    """Only communities take part in community Party-building."""

    def __init__(self, code: str) -> None:
        super().__init__(
            "code",
            f"division {code} is not a community; give a community's code",
            f"区划 {code} 不是社区,请填写社区代码",
        )
