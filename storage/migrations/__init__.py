"""Changes of the tables, in order; Django applies them."""
