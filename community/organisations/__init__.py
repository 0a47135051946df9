"""Partner organisations, whether they are verified today, and who works for them.

Also how one comes to be that: it applies, staff check it, and two of them vouch for it. One that is
unverified, expired or suspended is public by no path; every other app asks this one. It must not
know what organisations offer.
"""
