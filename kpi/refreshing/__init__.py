"""The half-year refresh in HR's office, for page and command alike."""
