"""What we say: pages, blocks, site settings, and the editors' and staff's screens.

It reads opportunities and community; nothing there knows it exists.
"""
