"""Who can be given a work order: offices of the divisions, and units of every kind."""
