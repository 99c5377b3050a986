"""The organisation tree (党组织)."""
