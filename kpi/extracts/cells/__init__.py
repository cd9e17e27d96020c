"""A cell -> its value, or the refusal of it."""
