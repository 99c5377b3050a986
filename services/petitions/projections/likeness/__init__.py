"""How alike appeals of one place and category are: sketches, never words.

A sketch is made where the sealed words are opened, with a key of its own for each place. Who holds the
database without the keys sees of two appeals of one place which share a rare pair of characters, and no
more: not which pair, and nothing across places. Whoever was forgotten has no sketch.
"""
