"""Why a category or a route is refused."""

from services.petitions.domain.rejection import Rejection


class UnknownCategory(Rejection):
    def __init__(self, field: str, category_id: str) -> None:
        super().__init__(
            field,
            f"there is no category {category_id!r}; choose one of the list",
            f"没有编号为 {category_id} 的诉求分类,请从分类表中选择",
        )


class CategoryIsRetired(Rejection):
    def __init__(self, field: str, category_id: str) -> None:
        super().__init__(
            field,
            f"category {category_id!r} is no longer used; choose another",
            f"诉求分类 {category_id} 已停用,请另选",
        )


class CategoryIdInvalid(Rejection):
    """An id is part of a path joined by slashes."""

    def __init__(self, category_id: str) -> None:
        super().__init__(
            "category_id",
            f"category_id {category_id!r} must be small letters, digits and hyphens, at most 40",
            "分类编号应由小写字母、数字和连字符组成,最长 40 位",
        )


class CategoryNameMissing(Rejection):
    def __init__(self) -> None:
        super().__init__("name", "a category must have a name", "请填写分类名称")


class CategoryModeMissing(Rejection):
    """Who has nobody above to take it from states how fast it is handled."""

    def __init__(self, field: str) -> None:
        super().__init__(
            field,
            f"a category at the top must state its {field}",
            "顶级分类须填写办理时限类型和紧急程度",
        )


class CategoryMoved(Rejection):
    def __init__(self, category_id: str) -> None:
        super().__init__(
            "parent_id",
            f"category {category_id!r} stands elsewhere in the tree; enter a new one instead",
            f"分类 {category_id} 的上级不能更改,请新建分类",
        )


class SettingWithoutSource(Rejection):
    """A setting without its source cannot be judged by those it binds."""

    def __init__(self) -> None:
        super().__init__(
            "source", "source must name the document the setting rests on", "请填写文件依据"
        )


class RouteGoesNowhere(Rejection):
    def __init__(self) -> None:
        super().__init__(
            "unit_id",
            "a route names either a unit or a level, not both and not neither",
            "请填写承办单位,或选择按区划级别转办,二者选一",
        )
