"""What changed between two editions of one authority, and what that makes stale."""
