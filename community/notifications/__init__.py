"""How we may reach someone: contact preferences, the outbox and its delivery sweep.

The only door out: no other app sends mail. It must not know what a message is about, so a
message holds finished words, a time, and an opaque id of the row it tells of.
"""
