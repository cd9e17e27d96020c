"""Frozen figures on disk."""
