"""The demo world: a made-up town with organisations, things to do and people.

What it says stands in `town`, `people` and `activities`; `world` writes it with the same actions
that the site uses, `calendar` turns "every Tuesday" into dates. Nobody in it exists.
"""
