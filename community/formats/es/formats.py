"""Spanish as it is written in the Americas: "5 de mayo de 2026", and a point in "1.5 horas"."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
# What templates ask for, in the order of Spanish. Django looks each up here by its name.
globals().update(
    {
        "M": "b",
        "D j M": "D j b",
        "j M Y": "j b Y",
        "j F": r"j \d\e F",
        "j F Y": r"j \d\e F \d\e Y",
        "F Y": r"F \d\e Y",
        "l j F": r"l j \d\e F",
    }
)
