"""What the page Sag and the forms know of a recipient's paper: whose it is, its files, its faults, what is left out."""
