"""From HR's files to people."""
