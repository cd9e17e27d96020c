"""HR's reference files: which group, area and center a code belongs to, and codes without a place."""
