"""A figure held against another: what moved, whether it is real, whether the two can be compared, and what moved it."""
