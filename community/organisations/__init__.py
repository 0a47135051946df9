"""Partner organisations, whether they are verified today, and who works for them.

An organisation that is unverified, expired or suspended is public by no path; every other app
asks this one. It must not know what organisations offer.
"""
