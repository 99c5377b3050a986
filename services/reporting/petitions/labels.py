"""The words of appeals as people see them, in the order of the printed table."""

from collections.abc import Mapping

CHANNELS: Mapping[str, str] = {
    "hotline": "民声热线",
    "mailbox": "民声信箱",
    "desk": "民情接待室",
    "web": "网络",
    "open311": "第三方应用",
}
KINDS: Mapping[str, str] = {
    "inquiry": "咨询",
    "help": "求助",
    "suggestion": "建议",
    "complaint": "投诉",
    "report": "举报",
    "thanks": "感谢",
}
MODES: Mapping[str, str] = {
    "immediate": "即办",
    "urgent": "紧急",
    "express": "限时",
    "normal": "一般",
    "complex": "疑难",
}
STAGES: Mapping[str, str] = {"waiting": "待派单", "at_unit": "办理中", "listed": "挂账"}
PROMISES: Mapping[str, str] = {
    "dispatch": "派单",
    "respond": "响应",
    "on_site": "到场",
    "handle": "办理",
    "review": "挂账复核",
}
REASONS: Mapping[str, str] = {
    "petition-registered": "登记",
    "petition-accepted": "受理",
    "petition-refused": "不予受理",
    "petition-recategorised": "更正分类与地点",
    "duplicate-linked": "并案",
    "repeat-marked": "标记重复来访",
    "petition-dispatched": "派单",
    "order-signed-for": "签收",
    "order-returned": "退单",
    "unit-on-site": "到场",
    "petition-in-hand": "办理中",
    "petition-handed-over": "移交",
    "extension-requested": "申请延期",
    "extension-granted": "准予延期",
    "extension-refused": "不准延期",
    "handling-paused": "暂停计时",
    "handling-resumed": "恢复计时",
    "petition-resolved": "办结",
    "result-fed-back": "反馈",
    "appellant-called-back": "回访",
    "petition-rated": "评价",
    "redo-ordered": "重办",
    "petition-reopened": "重新受理",
    "petition-listed": "挂账",
    "petition-closed": "归档",
    "promise-warned": "预警",
    "yellow-card-given": "黄牌督办",
    "red-card-given": "红牌督办",
    "petition-escalated": "升级督办",
}
