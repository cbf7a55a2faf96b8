"""Known forms: matching a page with a blank form, laying the blank over it, reading its entries, learning new blanks."""
