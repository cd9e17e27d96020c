"""What an extract leaves open: asked of HR, answered, and used next time."""
