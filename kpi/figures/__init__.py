"""From people to the one table of figures."""
