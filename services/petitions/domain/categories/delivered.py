"""The categories as the platform is delivered; a city changes them by commands, without a release.

The tree follows the classes of city hotlines. Appeals go to the office of the community they come
from, but for what a community cannot do.
"""

from collections.abc import Iterator
from datetime import date

from services.petitions.domain.categories.events import CategoriesEvent, CategorySet, RouteSet
from services.petitions.domain.terms import Level, Mode, Urgency

_FROM = date(2020, 1, 1)
_SOURCE = "平台默认,参照市民服务热线诉求分类"
_O = Urgency.OTHER

_TREE: dict[tuple[str, str, Mode, Urgency], dict[str, tuple[str, Mode | None, Urgency | None]]] = {
    ("safety", "公共安全", Mode.URGENT, Urgency.LIFE_AND_PROPERTY): {
        "fire-hazard": ("消防隐患", None, None),
        "falling-objects": ("高空坠物", None, None),
        "building-danger": ("房屋险情", None, None),
    },
    ("utilities", "水电气热", Mode.URGENT, Urgency.UTILITIES): {
        "water": ("供水", None, None),
        "power": ("供电", None, None),
        "gas": ("燃气", None, None),
        "heating": ("供热", None, None),
    },
    ("neighbourhood", "邻里与社区", Mode.IMMEDIATE, _O): {
        "noise": ("噪音扰民", None, None),
        "dispute": ("邻里纠纷", None, None),
        "elderly-help": ("助老助残", None, None),
        "lost-and-found": ("寻人寻物", None, None),
    },
    ("environment", "环境卫生", Mode.EXPRESS, _O): {
        "garbage": ("垃圾清运", None, None),
        "sewage": ("污水外溢", None, None),
        "greening": ("园林绿化", Mode.NORMAL, None),
    },
    ("housing", "住房与物业", Mode.NORMAL, _O): {
        "property-management": ("物业服务", None, None),
        "lift": ("电梯", Mode.EXPRESS, Urgency.LIFE_AND_PROPERTY),
        "illegal-building": ("违法建设", Mode.COMPLEX, None),
        "old-housing": ("老旧小区改造", Mode.COMPLEX, None),
    },
    ("traffic", "交通出行", Mode.NORMAL, _O): {
        "parking": ("停车", None, None),
        "road": ("道路设施", None, None),
        "bus": ("公共交通", None, None),
    },
    ("social", "民生保障", Mode.NORMAL, _O): {
        "social-security": ("社会保险", None, None),
        "assistance": ("社会救助", None, None),
        "education": ("教育", None, None),
        "health": ("医疗卫生", None, None),
        "employment": ("就业", None, None),
    },
    ("party", "党建与服务", Mode.NORMAL, _O): {
        "party-service": ("党员服务", None, None),
        "volunteering": ("志愿服务", None, None),
        "conduct": ("作风问题", Mode.COMPLEX, None),
    },
    ("other", "其他", Mode.NORMAL, _O): {},
}
_HIGHER = {
    "illegal-building": Level.STREET,
    "old-housing": Level.STREET,
    "social": Level.STREET,
    "traffic": Level.STREET,
    "conduct": Level.DISTRICT,
}


def _delivered() -> Iterator[CategoriesEvent]:
    for (top, name, mode, urgency), below in _TREE.items():
        yield CategorySet(top, name, None, mode, urgency, _SOURCE, _FROM)
        for each, (label, own_mode, own_urgency) in below.items():
            yield CategorySet(each, label, top, own_mode, own_urgency, _SOURCE, _FROM)
    for category_id, level in _HIGHER.items():
        yield RouteSet(category_id, "", "", level, _SOURCE, _FROM)


DELIVERED: tuple[CategoriesEvent, ...] = tuple(_delivered())
