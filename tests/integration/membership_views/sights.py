"""As far as the officers of these tests see: paths of subtrees."""

CITY = ("d",)
STREET = ("d/s1",)
ELSEWHERE = ("d/s2",)
NOBODY: tuple[str, ...] = ()
