"""Why a command about a fund is refused."""

from services.resources.domain.rejection import Rejection


class UnknownFund(Rejection):
    def __init__(self, fund_id: str) -> None:
        super().__init__(
            "fund_id", f"there is no fund {fund_id!r}; pledge it first", "没有该资金,请先认捐"
        )


class FundIsClosed(Rejection):
    def __init__(self) -> None:
        super().__init__("fund_id", "the fund is closed; pledge another", "该资金已结清,请另行认捐")


class FundPledgedOtherwise(Rejection):
    def __init__(self) -> None:
        super().__init__(
            "fund_id",
            "the fund was pledged by another unit, for another purpose, or with more money",
            "该资金已认捐且单位、用途不同或金额更高,请核对",
        )


class MoreWouldNotCount(Rejection):
    """A fund keeps the agreement it was pledged by; when that is over, what is added would count for nothing."""

    def __init__(self, agreement_id: str) -> None:
        super().__init__(
            "fen",
            f"nothing more can count by agreement {agreement_id!r}; pledge it as another fund",
            "该资金所依据的协议已不再生效,增加部分请另行认捐",
        )


class DrawDownAbovePledge(Rejection):
    """What was not pledged cannot be spent."""

    def __init__(self, fen: int, balance: int) -> None:
        super().__init__(
            "fen",
            f"{fen} fen are more than the fund holds ({balance} fen); give at most that",
            f"支取 {fen} 分超过余额 {balance} 分,请减少金额",
        )


class VoucherAlreadyUsed(Rejection):
    def __init__(self, name: str, number: str) -> None:
        super().__init__(
            name,
            f"{name} {number!r} stands for another sum already; give its own",
            "该凭证已用于其他金额,请使用新的凭证号",
        )


class ReturnAboveDrawn(Rejection):
    def __init__(self, fen: int, drawn: int) -> None:
        super().__init__(
            "fen",
            f"{fen} fen are more than is still out on the voucher ({drawn} fen); give at most that",
            f"退回 {fen} 分超过该凭证未退金额 {drawn} 分,请减少金额",
        )


class UnknownVoucher(Rejection):
    def __init__(self, voucher: str) -> None:
        super().__init__(
            "voucher",
            f"nothing was drawn by {voucher!r}; look at the ledger of the fund",
            "没有该凭证的支取记录,请在该资金的台账中核对",
        )
