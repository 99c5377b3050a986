"""What appeals are about, how fast each is handled, and to whom it goes."""
