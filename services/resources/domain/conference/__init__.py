"""The joint conference (党建联席会) of a community, street or district, and its rotating chair."""
