"""Departments paired with communities (结对共建): promised deeds, and how they are scored."""
