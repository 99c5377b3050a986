"""The working calendar: holidays and make-up days as data, and time counted by it."""
