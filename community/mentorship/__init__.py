"""Someone alongside: mentors, who asks for one, how the two are brought together, and how it ends.

The system ranks, staff propose, the participant decides first and the mentor second (safety.md,
decision 2). A mentor who is not active sees nobody (#19). It must not know what is offered to do:
what a mentor suggests of that stands in `opportunities`.
"""
