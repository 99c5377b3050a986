"""The units of the district that are sent for, besides the offices of its divisions."""

from deploy.sample.divisions import DISTRICT

SANITATION, DRAINAGE = "yuhua-sanitation", "yuhua-drainage"
GARDENS, HOUSING, TRAFFIC = "yuhua-gardens", "yuhua-housing", "yuhua-traffic"

_NAMES = {
    SANITATION: "雨花区环卫服务中心",
    DRAINAGE: "雨花区排水事务所",
    GARDENS: "雨花区园林绿化所",
    HOUSING: "雨花区物业服务指导中心",
    TRAFFIC: "雨花区道路交通事务所",
}
UNITS: tuple[dict[str, str], ...] = tuple(
    {
        "unit_id": unit,
        "name": name,
        "level": "district",
        "division_code": DISTRICT,
        "superior_id": DISTRICT,
    }
    for unit, name in _NAMES.items()
)
"""As `POST /petitions/units` takes them; the names are invented."""
