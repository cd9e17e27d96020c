"""What draws: tables, charts, and figures as places on a page."""
