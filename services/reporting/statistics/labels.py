"""The words of the register as people see them, in the order of the printed table."""

from collections.abc import Mapping

KINDS: Mapping[str, str] = {
    "city_committee": "市委",
    "district_committee": "区委",
    "working_committee": "街道党工委",
    "primary_committee": "基层党委",
    "general_branch": "党总支",
    "branch": "党支部",
    "joint_branch": "联合党支部",
    "party_group": "党小组",
}
CLASSES: Mapping[str, str] = {
    "in_service": "在职",
    "retired": "离退休",
    "floating": "流动",
    "laid_off": "下岗失业",
    "residents": "居民",
    "at_home": "长期在家",
    "working_in_city": "在城务工",
    "working_outside": "外出务工",
}
EDUCATION: Mapping[str, str] = {
    "postgraduate": "研究生",
    "university": "大学本科",
    "college": "大专",
    "secondary_vocational": "中专",
    "senior_high": "高中",
    "junior_high": "初中",
    "primary": "小学及以下",
}
GENDERS: Mapping[str, str] = {"male": "男", "female": "女"}
STANDINGS: Mapping[str, str] = {"full": "正式党员", "probationary": "预备党员"}
TRANSFERS: Mapping[str, str] = {
    "internal": "系统内",
    "in_province": "省内",
    "cross_province": "跨省",
    "whole_organisation": "整建制",
    "off_register_in": "非建库转入",
}
REASONS: Mapping[str, str] = {
    "member-registered": "登记入册",
    "member-corrected": "更正信息",
    "admitted-to-full": "预备党员转正",
    "member-class-changed": "变更党员类别",
    "membership-suspended": "停止党籍",
    "membership-restored": "恢复党籍",
    "member-removed": "除名",
    "member-expelled": "开除党籍",
    "member-deceased": "去世",
    "affiliation-transferred": "组织关系变更",
    "affiliation-followed-organisation": "随党组织调整组织关系",
    "organisation-established": "成立",
    "organisation-moved": "调整隶属",
    "organisation-merged": "合并",
    "organisation-dissolved": "撤销",
    "community-enrolled": "纳入社区党建",
}
