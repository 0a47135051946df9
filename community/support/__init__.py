"""Help that exists outside: a directory of services, numbers to ring, and a first contact.

It is used without an account and keeps no trace of who looked for what. A confidential service has
no address here, by construction (safety.md #20). It must not know what is offered to do.
"""
