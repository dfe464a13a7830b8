"""The tables people write: reading them, and telling every fault with its file, row and fix."""
