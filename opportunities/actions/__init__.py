"""Verbs: what is done with opportunities, sessions and sign-ups, one module per domain word."""
