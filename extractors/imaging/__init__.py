"""What pixels tell before anyone reads them: skew, seals, rules, cells, blanks, barcodes."""
