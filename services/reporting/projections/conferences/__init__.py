"""The view behind the joint-conference roster: the city as membership tells it, and what resources tells of units."""

from services.reporting.projections.conferences.projection import ROSTER

__all__ = ["ROSTER"]
