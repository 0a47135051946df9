"""Pages for mentors and for people who know them."""
