"""One appeal (诉求), from a resident's word to a rated answer."""
