"""What a figure calls for by HR's rules, and what was decided about it."""
