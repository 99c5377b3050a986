"""Resident units (驻区单位): who has premises in the city's communities."""
