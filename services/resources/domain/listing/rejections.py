"""Why a command about an item of a list is refused."""

from datetime import date

from services.resources.domain.listing.events import ClaimStage, Side
from services.resources.domain.listing.listing import ListingStage
from services.resources.domain.rejection import Rejection


class UnknownListing(Rejection):
    def __init__(self, listing_id: str) -> None:
        super().__init__(
            "listing_id",
            f"there is no item {listing_id!r}; publish it first",
            "没有该清单项目,请先发布",
        )


class NeedNotAside(Rejection):
    def __init__(self, listing_id: str) -> None:
        super().__init__(
            "listing_id",
            f"no need {listing_id!r} waits to be placed; look at the list of those that do",
            "没有待落实的该项需求,请在待落实需求中选择",
        )


class ListingAlreadyPublished(Rejection):
    def __init__(self, listing_id: str) -> None:
        super().__init__(
            "listing_id",
            f"item {listing_id!r} is published with other particulars; withdraw it first",
            "该清单项目已发布且内容不同,请先撤销",
        )


class ListingIsOver(Rejection):
    def __init__(self, stage: ListingStage) -> None:
        super().__init__(
            "listing_id",
            f"the item is {stage}; publish another",
            f"该清单项目{stage.label},请另行发布",
        )


class ListingNotCompleted(Rejection):
    def __init__(self) -> None:
        super().__init__(
            "listing_id",
            "the item is not completed; complete it first, then rate it",
            "该清单项目尚未办结,请先办结再评价",
        )


class ListingClosed(Rejection):
    def __init__(self, closes_on: date) -> None:
        super().__init__(
            "listing_id",
            f"claims were taken up to {closes_on}; choose an item that is open",
            f"认领已于 {closes_on} 截止,请选择其他可认领的项目",
        )


class ClosesTooEarly(Rejection):
    def __init__(self) -> None:
        super().__init__(
            "closes_on",
            "closes_on is before today, so nobody could claim; give today or a later day",
            "截止日期早于今天,将无人可以认领,请填写今天或之后的日期",
        )


class PointsOutOfBounds(Rejection):
    def __init__(self, most: int) -> None:
        super().__init__("points", f"points must be 0 to {most}", f"每份积分应为 0 至 {most}")


class ClaimBeyondTarget(Rejection):
    """No more is claimed than is wanted or offered."""

    def __init__(self, amount: int, remaining: int) -> None:
        super().__init__(
            "amount",
            f"{amount} is more than is left to claim ({remaining}); give at most that",
            f"认领数量 {amount} 超过剩余数量 {remaining},请减少数量",
        )


class OwnListing(Rejection):
    """A claim has two sides."""

    def __init__(self) -> None:
        super().__init__(
            "unit_id",
            "the item is the claimant's own; another has to claim it",
            "不能认领自己发布的项目",
        )


class ClaimIdTaken(Rejection):
    def __init__(self) -> None:
        super().__init__(
            "claim_id", "claim_id stands for another claim; give a new one", "该认领编号已被使用"
        )


class UnknownClaim(Rejection):
    def __init__(self, claim_id: str) -> None:
        super().__init__(
            "claim_id",
            f"there is no claim {claim_id!r}; look at the claims of the item",
            "没有该认领,请在该清单项目的认领中核对",
        )


class ClaimStageWrong(Rejection):
    def __init__(self, stage: ClaimStage) -> None:
        super().__init__(
            "claim_id",
            f"the claim is {stage}; {_NEXT[stage][0]}",
            f"该认领当前为“{stage.label}”,{_NEXT[stage][1]}",
        )


_NEXT = {
    ClaimStage.OPEN: ("the other side answers it next, or withdraw it", "请先由对方确认,或撤回"),
    ClaimStage.CONFIRMED: ("report its progress, or withdraw it", "可报告进展或撤回"),
    ClaimStage.DECLINED: ("claim anew", "请重新认领"),
    ClaimStage.WITHDRAWN: ("claim anew", "请重新认领"),
}
"""What can be done with a claim."""


class OtherSideConfirms(Rejection):
    """Who asked does not answer himself (双向认领)."""

    def __init__(self, asked: Side) -> None:
        super().__init__(
            "by",
            f"the {asked} asked; the other side answers",
            f"该认领由{asked.label}提出,应由对方确认",
        )


class DoneBeyondClaim(Rejection):
    def __init__(self, most: int) -> None:
        super().__init__(
            "done", f"done must be 0 to {most}, what was claimed", f"完成数量应为 0 至 {most}"
        )


class RatingOutOfBounds(Rejection):
    def __init__(self, most: int) -> None:
        super().__init__("stars", f"stars must be 1 to {most}", f"评价应为 1 至 {most} 星")
