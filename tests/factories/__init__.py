"""Rows for tests, one module per app. Defaults are public and upcoming; say what differs."""
