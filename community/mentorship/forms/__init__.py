"""What mentors, and people who know them, are asked."""
