"""What each number is: declarations, no I/O."""
