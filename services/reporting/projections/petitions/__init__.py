"""The view behind the petition report: the appeals' ledger, steps of supervision, and who is called how."""

from services.reporting.projections.petitions.projection import PETITIONS

__all__ = ["PETITIONS"]
