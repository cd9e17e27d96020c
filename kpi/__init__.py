"""Arbejdskraft i tal: from HR's extracts to figures, publications and papers."""

__version__ = "0.1.0"
