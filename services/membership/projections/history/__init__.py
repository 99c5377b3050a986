"""Everything that happened to a member, from every stream that touches him."""
