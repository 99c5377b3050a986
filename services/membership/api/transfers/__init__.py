"""Transfers of affiliation (组织关系转接), step by step, and the counterfoil ledger (介绍信存根)."""
