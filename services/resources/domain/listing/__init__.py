"""The three lists: needs, resources and projects, claimed by either side and confirmed by the other."""
