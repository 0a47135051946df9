"""What runs, tests and serves Onward: the machinery around the site.

It knows how processes are started and stopped. It must not know what an opportunity is, and the
site never imports it.
"""
