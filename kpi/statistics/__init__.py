"""Pure methods on numbers: intervals, differences, decompositions and control limits (statistics.md)."""
