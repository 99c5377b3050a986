"""What kinds of unit have premises in a community; names are made from the community's, and are nobody's."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of unit.

    Attributes:
        word: its id is `<community>-<word>`.
        name: with the place's short name for `{}`.
        unit_class: as the register calls it.
        representative: the post of who represents it.
        liaison: the post of whom it names to be asked.
    """

    word: str
    name: str
    unit_class: str
    representative: str
    liaison: str


FORESTRY = Kind("forestry", "林业局机关", "organ", "机关党委书记", "工会主席")
"""Of the one community whose year is told."""

EVERYWHERE: tuple[Kind, ...] = (
    Kind("school", "{}小学", "institution", "党支部书记", "办公室主任"),
    Kind("clinic", "{}卫生服务站", "institution", "站长", "护士长"),
    Kind("estate", "{}物业服务公司", "new_economic", "总经理", "客服主管"),
)
SOMEWHERE: tuple[Kind, ...] = (
    Kind("bank", "{}储蓄所", "enterprise", "主任", "大堂经理"),
    Kind("market", "{}农贸市场公司", "new_economic", "总经理", "行政主管"),
    Kind("power", "{}供电服务站", "enterprise", "站长", "综合班长"),
    Kind("volunteers", "{}志愿者协会", "new_social", "会长", "秘书长"),
    Kind("police", "{}警务室", "organ", "警长", "社区民警"),
    Kind("elders", "{}养老服务中心", "new_social", "院长", "办公室主任"),
)
