"""The proof-reader: an officer's Danish read back to claims and held against the publication's cells."""
