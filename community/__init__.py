"""Who we are: the project package, and the apps for people, partners and trust.

Inside, each app knows only the ones below it: mentorship and support, organisations, people,
safety, notifications. None of them knows what people do together (opportunities) or what the
site says (cms). See pyproject.toml for the contracts that prove it.
"""
