"""What leaves the house: tables, and later papers."""
