"""Files as bytes: what may be read, and what is handed back."""
