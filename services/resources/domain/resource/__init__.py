"""What can be booked: venues, skills and equipment, and on which terms."""
