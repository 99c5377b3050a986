"""Characters from which invented names are drawn; any likeness to a person is chance."""

from deploy.sample.chance import Random
from services.membership.domain.terms import Gender

_SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
_GIVEN = {
    Gender.MALE: "伟强磊军洋勇杰涛超明刚平辉健国建文志海波斌宇浩凯鹏峰亮宏毅俊华林成康光天达安岩中茂进有坚和彪博诚先敬震振壮会思群豪心邦承乐绍功松善厚庆民友裕河哲江",
    Gender.FEMALE: "芳娜敏静丽艳娟霞秀英慧巧美雪荣爱妹香月莺媛瑞凡佳嘉琼勤珍贞莉桂娣叶璧璐娅琦晶妍茜秋珊莎锦黛青倩婷姣婉娴瑾颖露瑶怡婵雁蓓纨仪荷丹蓉眉君琴蕊薇菁梦岚苑婕馨",
}


def drawn_name(gender: Gender, rng: Random) -> str:
    """A surname and one or two given characters."""
    given = _GIVEN[gender]
    length = 1 if rng.random() < 0.15 else 2  # noqa: PLR2004 -- about one name in seven is short
    return rng.choice(_SURNAMES) + "".join(rng.choice(given) for _ in range(length))
