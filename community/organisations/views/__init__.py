"""Pages for organisations: asking to become one of ours, and who works there."""
