"""Pages about things and questions, and what is known of a thing in every form."""
