"""The words of the joint conference as people see them."""

from collections.abc import Mapping

UNIT_CLASSES: Mapping[str, str] = {
    "organ": "机关",
    "institution": "事业单位",
    "enterprise": "国有企业",
    "new_economic": "新经济组织",
    "new_social": "新社会组织",
}
CHAIRS: Mapping[str, str] = {"regular": "轮值", "swapped": "调换", "interim": "代理"}
REASONS: Mapping[str, str] = {
    "unit-registered": "登记驻区单位",
    "unit-corrected": "更正单位信息",
    "premises-opened": "新增场所",
    "premises-closed": "撤销场所",
    "unit-organisation-linked": "关联单位党组织",
    "unit-organisation-unlinked": "取消关联党组织",
    "unit-departed": "单位迁出",
    "liaison-named": "指定联络员",
    "conference-founded": "成立联席会",
    "conference-dissolved": "撤销联席会",
    "conference-member-joined": "加入联席会",
    "conference-member-left": "退出联席会",
    "seats-allotted": "调整席位",
    "representative-delegated": "委派代表",
    "chair-order-published": "公布轮值顺序",
    "chair-turns-swapped": "调换轮值",
    "chair-turn-skipped": "跳过轮值",
    "interim-chair-named": "指定代理会长",
    "rotation-continued": "续排轮值",
    "agreement-signed": "签订共建协议",
    "agreement-renewed": "续签共建协议",
    "agreement-ended": "终止共建协议",
    "booking-completed": "使用完毕",
    "use-recorded": "补录使用",
    "fund-drawn-down": "支取资金",
    "fund-returned": "退回资金",
}
