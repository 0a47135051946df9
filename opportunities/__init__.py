"""What we do together: opportunities, their sessions, and who signed up.

The rules of a sign-up (capacity, waiting list, cancelling, reminders) live in `actions`, the
rules of who may see what in `permissions`. It must not know pages or the editors' admin.
"""
