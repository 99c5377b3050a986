"""Every rule with a number, as data with an effective date."""
