"""Whatever is pledged, drawn, returned and closed, the ledger balances and nothing is below nothing."""

from collections import Counter
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from services.resources.domain.fund.commands import CloseFund, DrawDown, PledgeFund, ReturnMoney
from services.resources.domain.fund.decider import Fund
from services.resources.domain.fund.events import Account, FundEvent
from services.resources.domain.rejection import Rejection
from tests.unit.resources.scene import ONE, asked, street

FEN = st.integers(-1, 600)
PAPERS = st.sampled_from(["A1", "A2", "A3", " "])


class FundHistory(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.scene = street("forestry")

    def ask(self, command: Any) -> None:
        before = dict(self.scene.states)
        try:
            self.scene.when(command)
        except Rejection:
            assert self.scene.states == before

    @rule(fen=FEN)
    def pledge(self, fen: int) -> None:
        given: dict[str, Any] = {"unit_id": "forestry", "community_code": ONE, "purpose": "助学"}
        self.ask(PledgeFund(fund_id="f", fen=fen, **given, **asked()))

    @rule(voucher=PAPERS, fen=FEN)
    def draw_down(self, voucher: str, fen: int) -> None:
        self.ask(DrawDown(fund_id="f", voucher=voucher, fen=fen, **asked()))

    @rule(voucher=PAPERS, receipt=PAPERS, fen=FEN)
    def put_back(self, voucher: str, receipt: str, fen: int) -> None:
        self.ask(ReturnMoney(fund_id="f", voucher=voucher, receipt=receipt, fen=fen, **asked()))

    @rule(end=st.sampled_from([False] * 7 + [True]))
    def close(self, end: bool) -> None:
        if end:
            self.ask(CloseFund(fund_id="f", **asked()))

    @invariant()
    def every_fen_is_somewhere_and_no_account_is_below_nothing(self) -> None:
        accounts: Counter[Account] = Counter()
        for event in self.scene.happened:
            if isinstance(event, FundEvent):
                if event.entry is not None:
                    assert event.entry.fen > 0
                    accounts[event.entry.debit] += event.entry.fen
                    accounts[event.entry.credit] -= event.entry.fen
                assert accounts[Account.FUND] == event.balance >= 0
        assert sum(accounts.values()) == 0
        assert accounts[Account.SPENT] >= 0
        fund = self.scene.states.get("fund-f", Fund())
        assert fund.balance == accounts[Account.FUND]
        assert sum(map(fund.out, fund.drawn)) == accounts[Account.SPENT]

    def teardown(self) -> None:
        self.scene.check_log()


TestFundHistory = FundHistory.TestCase
TestFundHistory.settings = settings(max_examples=80, stateful_step_count=20)
