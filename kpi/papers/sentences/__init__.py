"""Publication -> claims bound to cells -> sentences in Danish, as HR chose them."""
