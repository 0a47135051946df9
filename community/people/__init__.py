"""Who someone is to this site: an account under any name, a role, a language and a time zone.

It asks for nothing but a user name and a password, and it must not know organisations,
opportunities or pages.
"""
