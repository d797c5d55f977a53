"""What only saves build time: delete this folder, and the book is the same."""
