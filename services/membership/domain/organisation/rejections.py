"""Why a change of the organisation tree is refused."""

from datetime import date

from services.membership.domain.rejection import Rejection
from services.membership.domain.terms import OrganisationKind


class UnknownOrganisation(Rejection):
    def __init__(self, organisation_id: str, field: str = "organisation_id") -> None:
        super().__init__(
            field,
            f"there is no organisation {organisation_id!r}; establish it first",
            f"党组织 {organisation_id} 不存在,请先建立",
        )


class OrganisationEnded(Rejection):
    """What is merged or dissolved acts no more."""

    def __init__(self, organisation_id: str, successor_id: str, field: str) -> None:
        super().__init__(
            field,
            f"organisation {organisation_id!r} has ended; {successor_id!r} answers for it now",
            f"党组织 {organisation_id} 已撤销或合并,现由 {successor_id} 负责",
        )


class OrganisationIdInvalid(Rejection):
    def __init__(self, organisation_id: str) -> None:
        super().__init__(
            "organisation_id",
            f"organisation_id {organisation_id!r} must be 1 to 36 of a-z, 0-9 and -, "
            "beginning with a letter or digit",
            "党组织编号应为 1 至 36 位小写字母、数字或连字符,且以字母或数字开头",
        )


class OrganisationIdTaken(Rejection):
    def __init__(self, organisation_id: str) -> None:
        super().__init__(
            "organisation_id",
            f"organisation {organisation_id!r} exists with other particulars; choose another id",
            f"编号 {organisation_id} 已被其他党组织使用,请另选编号",
        )


class OrganisationNameMissing(Rejection):
    def __init__(self) -> None:
        super().__init__("name", "name must not be empty", "请填写党组织名称")


class SiblingNameTaken(Rejection):
    """Two organisations under one superior must be told apart by name."""

    def __init__(self, name: str, field: str) -> None:
        super().__init__(
            field,
            f"another organisation under this superior is named {name!r}; choose another name",
            f"同一上级之下已有名为“{name}”的党组织,请更换名称",
        )


class SuperiorUnsuitable(Rejection):
    """Each kind stands under certain kinds only (党章 art. 29-30)."""

    def __init__(
        self, kind: OrganisationKind, superior: OrganisationKind | None, field: str
    ) -> None:
        place = f"under a {superior}" if superior is not None else "at the root"
        label = f"设在{superior.label}之下" if superior is not None else "作为最上级"
        super().__init__(
            field, f"a {kind} may not stand {place}", f"{kind.label}不能{label},请选择合适的上级"
        )


class UnitsOnlyForJointBranch(Rejection):
    def __init__(self) -> None:
        super().__init__(
            "units",
            "only a joint branch has units; leave units empty",
            "只有联合党支部填写覆盖单位",
        )


class JointBranchWithoutUnits(Rejection):
    """A joint branch is formed by two or more units (支部工作条例 art. 5)."""

    def __init__(self) -> None:
        super().__init__(
            "units", "a joint branch must name 2 or more units", "联合党支部至少填写两个覆盖单位"
        )


class MovedBelowItself(Rejection):
    def __init__(self, organisation_id: str, field: str) -> None:
        super().__init__(
            field,
            f"{organisation_id!r} may not go to itself or below itself; choose a place outside it",
            "党组织不能移至或并入自身及其下级,请另选",
        )


class MergedIntoAnotherKind(Rejection):
    """Only organisations of one kind merge; a branch and a joint branch are of one kind."""

    def __init__(self, kind: OrganisationKind, into: OrganisationKind) -> None:
        super().__init__(
            "into_id",
            f"a {kind} may not merge into a {into}; choose one of its own kind",
            f"{kind.label}不能并入{into.label},请选择同类党组织",
        )


class HasLivingSuborganisations(Rejection):
    """Nothing below may be left without a superior."""

    def __init__(self, organisation_id: str, count: int) -> None:
        super().__init__(
            "organisation_id",
            f"{organisation_id!r} has {count} organisations below it; move or dissolve them first",
            f"该党组织尚有 {count} 个下级组织,请先移出或撤销",
        )


class NoSuccessor(Rejection):
    """A root has no superior to answer for its members."""

    def __init__(self, organisation_id: str) -> None:
        super().__init__(
            "organisation_id",
            f"{organisation_id!r} has no superior to answer for its members; merge it instead",
            "最上级党组织没有上级承接党员,请改用合并",
        )


class EstablishedAfterEffectiveDate(Rejection):
    """A path is true only from the day its organisations stand where they stand."""

    def __init__(self, effective: date, since: date) -> None:
        super().__init__(
            "effective_date",
            f"effective_date {effective} is before the superior stood in its place ({since})",
            f"生效日期 {effective} 早于上级党组织设立或调整的日期 {since}",
        )
