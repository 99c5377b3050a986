"""Bookings (预约): each resource has a book for each calendar month, in which every slot is held once."""
