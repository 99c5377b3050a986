"""A meeting of a joint conference: agenda, attendance, minutes, resolutions and their follow-up."""
