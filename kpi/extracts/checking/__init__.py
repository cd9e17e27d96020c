"""Findings about rows, periods and counts that contradict themselves or each other."""
