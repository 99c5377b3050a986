"""What people appeal about: categories of the platform as it is delivered, with invented words."""

from collections.abc import Mapping
from dataclasses import dataclass

from deploy.sample.appeals import units


@dataclass(frozen=True, slots=True)
class Matter:
    """One kind of matter.

    Attributes:
        category_id: its category.
        asks: words of somebody who wants something done about it.
        asks_to_know: words of somebody who only wants to know.
        lead: the unit that handles it; "" for the community itself.
        hours: how long handling takes it, at least and at most; within its promise, mostly.
    """

    category_id: str
    asks: str
    asks_to_know: str
    lead: str
    hours: tuple[float, float]


_AT_ONCE = (0.2, 0.48)
_DAY = (2.0, 22.0)
_WEEK = (20.0, 150.0)

COMMUNITY: tuple[Matter, ...] = (
    Matter("noise", "楼上深夜装修,老人孩子无法入睡。", "夜间施工到几点必须停?", "", _AT_ONCE),
    Matter("dispute", "邻居在楼道堆放杂物,多次协商无果。", "邻里纠纷找谁调解?", "", _AT_ONCE),
    Matter(
        "elderly-help",
        "独居老人腿脚不便,请帮忙取药。",
        "高龄津贴从几岁开始发放?",
        "",
        _AT_ONCE,
    ),
)
"""What the community promises to handle itself, within minutes."""

ORDERED: tuple[Matter, ...] = (
    Matter("garbage", "垃圾桶满溢两天没有清运。", "大件垃圾怎么预约清运?", units.SANITATION, _DAY),
    Matter("sewage", "路边井盖冒污水,行人无法通过。", "下水道堵塞找谁疏通?", units.DRAINAGE, _DAY),
    Matter("greening", "行道树枝压到电线,请修剪。", "小区绿地归谁养护?", units.GARDENS, _WEEK),
    Matter(
        "property-management",
        "物业半年没有清扫楼道。",
        "物业费收费标准在哪里查?",
        units.HOUSING,
        _WEEK,
    ),
    Matter("parking", "消防通道被车辆长期占用。", "小区外可以临时停车吗?", units.TRAFFIC, _WEEK),
    Matter("road", "人行道地砖松动,老人绊倒。", "这条路什么时候修好?", units.TRAFFIC, _WEEK),
)
"""What a unit of the district is sent for."""

KNOWN: tuple[Matter, ...] = (
    Matter("social-security", "社保卡损坏,请帮忙补办。", "退休认证怎么办理?", "", _DAY),
    Matter("assistance", "家人重病,想申请临时救助。", "低保申请需要哪些材料?", "", _DAY),
    Matter("education", "孩子转学手续卡住了。", "学区怎么划分?", "", _DAY),
    Matter("health", "老年体检没有通知到我家。", "家庭医生怎么签约?", "", _DAY),
    Matter("employment", "想报名技能培训班。", "招聘会什么时候举办?", "", _DAY),
    Matter("party-service", "组织关系介绍信过期了。", "流动党员怎么报到?", "", _DAY),
    Matter("volunteering", "希望参加周末志愿服务。", "志愿服务时长怎么查询?", "", _DAY),
)
"""What the community answers from what it knows."""

SUGGESTED: Mapping[str, str] = {
    "bus": "建议早高峰加密公交班次。",
    "greening": "建议在空地补种遮阴树。",
    "parking": "建议夜间开放单位停车场。",
    "volunteering": "建议开设四点半课堂。",
}
ACCUSED: Mapping[str, str] = {
    "property-management": "物业挪用公共收益,请查处。",
    "illegal-building": "顶楼违法搭建,影响安全。",
    "conduct": "窗口工作人员态度生硬、推诿。",
}
THANKED = "感谢社区工作人员上门帮助。"
