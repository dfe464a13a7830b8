"""What people decided of the divergences, and what would move under another scheme of levels."""
