"""What people write at the figures: the forms, drawn on the server, and the addresses that they send to."""
