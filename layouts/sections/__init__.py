"""The sections that the pages of figures are made of."""
