"""The divisions of the city, and the communities that take part in community Party-building."""
