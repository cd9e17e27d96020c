"""What lies behind a measure: its parts and readings, who came and left, quarters, places, and what next year takes."""
