"""The page `/data`: the half-year refresh without a command line, as plain forms (HR only)."""
