"""Showing just enough of a person's data to tell rows apart."""


def masked_name(name: str) -> str:
    """The family name (first character) and a star for each other character."""
    return name[:1] + "*" * (len(name) - 1)


def masked_number(number: str) -> str:
    """The first three and last four characters of an identity or phone number; short ones hidden."""
    shown = 7
    if len(number) <= shown:
        return "*" * len(number)
    return f"{number[:3]}{'*' * (len(number) - shown)}{number[-4:]}"


def masked_address(address: str) -> str:
    """Its first six characters: about the city and district."""
    return f"{address[:6]}****"
