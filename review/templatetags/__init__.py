"""What templates of this application may use without loading it."""
