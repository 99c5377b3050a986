"""Transfers of affiliation as rows: where each one stands, who travels, which letters fall due."""
