"""What is made of rows besides careers: lists, adverts, flows, and what is covered."""
