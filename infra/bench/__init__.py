"""Measures the work of performance.md against a floor, in one run on one machine.

`make bench` seeds a database with progress, measures the floor and W1 to W6, and prints the table.
`make bench ROWS=1000000` does so with a million sessions. Absolute figures drift from machine to
machine; the ratios to the floor are what the budgets speak of.
"""
