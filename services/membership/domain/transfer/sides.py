"""Where a transfer comes from and goes to, and which reasons lead where."""

from services.membership.domain.calendar import add_months
from services.membership.domain.rejection import Rejection
from services.membership.domain.rules.names import RuleName
from services.membership.domain.transfer.case import Case
from services.membership.domain.transfer.causes import TransferKind, TransferReason
from services.membership.domain.transfer.commands import RequestTransfer
from services.membership.domain.transfer.events import Endpoint
from services.membership.domain.transfer.provinces import PROVINCES
from services.membership.domain.transfer.steps import authority_of


class SidesDoNotFitKind(Rejection):
    """Each kind says which of its sides lie inside the city's tree."""

    def __init__(self, kind: TransferKind, wanted: str) -> None:
        super().__init__(
            "kind",
            f"a transfer of kind {kind} must have {wanted}",
            f"“{kind.label}”转接的转出方或转入方填写不符",
        )


class SameOrganisationOnBothSides(Rejection):
    def __init__(self) -> None:
        super().__init__(
            "receiving",
            "receiving is the releasing organisation; choose another",
            "转入组织与转出组织相同,请另选",
        )


class OutsideNameMissing(Rejection):
    def __init__(self, field: str) -> None:
        super().__init__(
            f"{field}.name", f"{field}.name must name the organisation", "请填写党组织名称"
        )


class ProvinceUnknown(Rejection):
    def __init__(self, field: str, province: str) -> None:
        super().__init__(
            f"{field}.province",
            f"{field}.province {province!r} must be a two-digit code of GB/T 2260, as 43 for 湖南",
            "请填写两位省级行政区划代码(GB/T 2260),如湖南为 43",
        )


class ProvinceDoesNotFitKind(Rejection):
    """In the province means the same province, across provinces another one."""

    def __init__(self, kind: TransferKind, field: str, province: str) -> None:
        super().__init__(
            f"{field}.province",
            f"province {province} ({PROVINCES[province]}) does not fit a transfer of kind {kind}",
            f"{PROVINCES[province]}与“{kind.label}”不符",
        )


class MustGoToCommunity(Rejection):
    """Retirees and members of dissolved enterprises go where they live (条例 art. 25)."""

    def __init__(self, reason: TransferReason) -> None:
        super().__init__(
            "receiving",
            f"with reason {reason} the receiving organisation must be a community's",
            f"因{reason.label}转接的,应转入居住地社区党组织",
        )


class AwaySinceMissing(Rejection):
    """The six months are counted from a stated day (条例 art. 25)."""

    def __init__(self) -> None:
        super().__init__(
            "reason_since",
            "reason_since must say from when the member is away",
            "请填写外出起始日期",
        )


class AwayTooShort(Rejection):
    """Who is away at a fixed place for six months or more transfers (条例 art. 25)."""

    def __init__(self, months: int) -> None:
        super().__init__(
            "reason_since",
            f"the member must be away for {months} months or more",
            f"外出未满 {months} 个月",
        )


def check_sides(command: RequestTransfer, case: Case) -> None:
    """Refuse sides that do not exist, do not fit the kind, or nobody can decide for."""
    _check_kind(command)
    for field, side in (("releasing", command.releasing), ("receiving", command.receiving)):
        _check_side(case, side, field)
    if command.releasing == command.receiving:
        raise SameOrganisationOnBothSides
    _check_province(command, case)


def _check_kind(command: RequestTransfer) -> None:
    wanted = _WANTED[command.kind]
    if (command.releasing.is_inside, command.receiving.is_inside) not in wanted:
        raise SidesDoNotFitKind(command.kind, wanted[next(iter(wanted))])


_BOTH, _OUT, _IN = (True, True), (True, False), (False, True)
_ONE_OUTSIDE = "one side inside the city and one outside"
_WANTED: dict[TransferKind, dict[tuple[bool, bool], str]] = {
    TransferKind.INTERNAL: {_BOTH: "both sides inside the city"},
    TransferKind.IN_PROVINCE: dict.fromkeys((_OUT, _IN), _ONE_OUTSIDE),
    TransferKind.CROSS_PROVINCE: dict.fromkeys((_OUT, _IN), _ONE_OUTSIDE),
    TransferKind.WHOLE_ORGANISATION: dict.fromkeys((_BOTH, _OUT, _IN), "a side inside the city"),
    TransferKind.OFF_REGISTER_IN: {_IN: "the receiving side inside and the releasing outside"},
}


def _check_side(case: Case, side: Endpoint, field: str) -> None:
    if side.is_inside:
        case.around.organisations.get_living(side.organisation_id, field)
        authority_of(case, side, field)
    elif not side.name.strip():
        raise OutsideNameMissing(field)


def _check_province(command: RequestTransfer, case: Case) -> None:
    """The city's own province is told by its division codes; where it has none, any will do."""
    field, far, near = "receiving", command.receiving, command.releasing
    if not near.is_inside:
        field, far, near = "releasing", near, far
    within = _WITHIN_PROVINCE.get(command.kind)
    if far.is_inside or (within is None and not far.province):
        return
    if far.province not in PROVINCES:
        raise ProvinceUnknown(field, far.province)
    own = case.around.organisations.division_code(near.organisation_id)
    if within is not None and own and (own[:2] == far.province) is not within:
        raise ProvinceDoesNotFitKind(command.kind, field, far.province)


_WITHIN_PROVINCE = {TransferKind.IN_PROVINCE: True, TransferKind.CROSS_PROVINCE: False}


def check_reason(command: RequestTransfer, case: Case) -> None:
    """Refuse a reason that is not yet true, or leads elsewhere (条例 art. 25)."""
    if command.reason is TransferReason.AWAY_SIX_MONTHS:
        _check_away(command, case)
    elif command.reason in _TO_COMMUNITY and command.receiving.is_inside:
        code = case.around.organisations.division_code(command.receiving.organisation_id)
        if not case.around.territory.is_community(code):
            raise MustGoToCommunity(command.reason)


_TO_COMMUNITY = (TransferReason.RETIRED, TransferReason.ENTERPRISE_DISSOLVED)


def _check_away(command: RequestTransfer, case: Case) -> None:
    if command.reason_since is None:
        raise AwaySinceMissing
    day = command.effective_date
    months = case.around.rules.value(RuleName.AWAY_MONTHS_TO_TRANSFER, day)
    if day < add_months(command.reason_since, months):
        raise AwayTooShort(months)
