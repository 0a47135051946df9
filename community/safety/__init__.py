"""What keeps a person safe: leaving the site, response headers, who must never meet whom.

It must not know what people do here: it works on people and requests alone.
"""
