"""Funds (资金): pledged, drawn down with a voucher, returned, closed; whole fen, always in balance."""
