"""HR's reference files replaced: what was sent, what it changes, and the folder that it is put in use in."""
