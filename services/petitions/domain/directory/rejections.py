"""Why a unit or a place is refused."""

from services.petitions.domain.rejection import Rejection


class UnknownUnit(Rejection):
    def __init__(self, field: str, unit_id: str) -> None:
        super().__init__(
            field,
            f"there is no unit {unit_id!r}; enter it first or choose one of the list",
            f"没有编号为 {unit_id} 的单位,请从单位名录中选择",
        )


class UnitIsClosed(Rejection):
    def __init__(self, field: str, unit_id: str) -> None:
        super().__init__(
            field,
            f"unit {unit_id!r} takes no more work orders; choose another",
            f"单位 {unit_id} 已停用,请另选",
        )


class PlaceOutsideDistrict(Rejection):
    """Appeals come from the divisions whose offices are listed."""

    def __init__(self, place: str) -> None:
        super().__init__(
            "place",
            f"place {place!r} is not a division served here; give the code of a community, street "
            "or district of the list",
            f"地点 {place} 不在本区范围内,请填写名录中社区、街道或区的区划代码",
        )


class UnitNameMissing(Rejection):
    def __init__(self, unit_id: str) -> None:
        super().__init__(
            "units.name", f"unit {unit_id!r} must have a name", f"单位 {unit_id} 缺少名称"
        )


class UnitIdMissing(Rejection):
    def __init__(self) -> None:
        super().__init__("units.unit_id", "every unit must have an id", "每个单位都须有编号")


class UnitMisplaced(Rejection):
    """An overdue order climbs; it cannot climb down or round in a circle."""

    def __init__(self, unit_id: str) -> None:
        super().__init__(
            "units.superior_id",
            f"the superior of unit {unit_id!r} must work at its level or above, and not below it",
            f"单位 {unit_id} 的上级单位级别不符,或形成循环",
        )


class UnitRelevelled(Rejection):
    """What work orders were counted by stays; another level or division is another unit."""

    def __init__(self, unit_id: str) -> None:
        super().__init__(
            "units.unit_id",
            f"unit {unit_id!r} is already entered with another level or division",
            f"单位 {unit_id} 已登记,级别或所属区划与现有记录不同",
        )
