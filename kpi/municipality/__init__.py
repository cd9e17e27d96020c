"""What the municipality has set: its settings, its own wording of the papers, its rules for action."""
