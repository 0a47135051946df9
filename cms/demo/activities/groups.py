"""Support groups."""

from functools import partial

from cms.demo.calendar import When
from opportunities.models import Kind

from .postings import Activity

group = partial(Activity, Kind.GROUP)

GROUPS = (
    group(
        "Wednesday circle", "peers", "table", When("wed", "18:00", "19:30"),
        "Every Wednesday", 10, "no-id women-only childcare online", "meeting-people",
        "A table, a pot of tea, and women who listen. You can say nothing at all.",
        "Two of us lead. What is said stays in the room. Join on a screen if you like that more.",
        "Denise. She opens the door.", filled=0.6,
    ),
    group(
        "Sunday evening, softly", "peers", "pair", When("sun", "19:00", "20:00"),
        "Every Sunday", 12, "online just-listen no-id no-phone", "meeting-people",
        "Sundays can be long. An hour on a screen, camera off if you want.",
        "We say one good thing and one hard thing about the week. Or we pass.",
        "Denise. She says hello by name, the one you choose.", filled=0.3,
    ),
    group(
        "New in town", "peers", "table", When("sat", "15:00", "16:30", every=2),
        "Every second Saturday", 8, "no-id bring-someone interpreter step-free", "meeting-people",
        "For anyone who does not know Ashcombe yet. Cake and a map.",
        "We mark the good benches, the cheap shops and the kind offices.",
        "Tomasz. He brings the map.", languages="en pl ro es", filled=0.4,
    ),
    group(
        "Mothers at the table", "peers", "table", When("fri", "10:00", "11:30"),
        "Every Friday", 8, "women-only childcare no-id travel-paid", "meeting-people food",
        "Breakfast while someone else holds the baby.",
        "Children play in the next room with a checked worker. The door between stays open.",
        "Marta. Curly hair, often carrying someone.", filled=1.0,
    ),
    group(
        "Slow walk along the canal", "walkers", "walk", When("sun", "10:00", "11:30"),
        "Every Sunday", 15, "women-only bring-someone no-id no-phone", "outdoors meeting-people",
        "Two flat miles with stops to look at things. Nobody writes down who came.",
        "Talk, or walk a little behind. Both are fine. We end at the café by Lock 5.",
        "Fran. Purple rucksack.", filled=0.4,
    ),
    group(
        "Evening walk, lamps on", "walkers", "walk", When("tue", "19:00", "20:00"),
        "Every Tuesday", 10, "no-id bring-someone step-free", "outdoors",
        "One mile in good company, always on lit paths.",
        "We walk people to their bus at the end.",
        "Fran. Purple rucksack.", filled=0.3,
    ),
    group(
        "Bread and talk", "kitchen", "pot", When("mon", "18:00", "20:00"),
        "Every Monday", 8, "childcare no-id", "food meeting-people",
        "Knead, wait, talk, bake. The waiting is the talking.",
        "You take a loaf home. Everyone’s first loaf is a brick; we eat those too.",
        "Ola, in the blue apron.", filled=0.9,
    ),
    group(
        "Women in the workshop", "bikes", "bike", When("thu", "17:00", "19:00", every=2),
        "Every second Thursday", 7, "women-only no-id", "making meeting-people",
        "Bring a bike or only yourself. The heater works and so does the kettle.",
        "No lesson, no leader, all the tools.",
        "Nell. Oil on her nose, usually.", filled=0.5,
    ),
    group(
        "Quiet reading room", "library", "books", When("thu", "18:00", "19:30"),
        "Every Thursday", 14, "no-id step-free no-phone no-background-check", "learning",
        "Read next to other people. At half past there is soup.",
        "No book club, no questions. Phones sleep in a basket if you like.",
        "Ines, at the round desk.", filled=0.2,
    ),
    group(
        "Stitch and say nothing", "sewing", "sewing", When("thu", "19:00", "20:30"),
        "Every Thursday", 6, "women-only no-id travel-paid", "making",
        "Hands busy, mouths optional.",
        "The radio plays quietly. Bring work or take from the basket.",
        "Gita. She wears a tape measure.", filled=0.7,
    ),
    group(
        "Talk it through on air, off air", "radio", "pair", When("wed", "12:00", "13:00", every=2),
        "Every second Wednesday", 6, "no-id step-free", "music meeting-people",
        "A lunch group in the studio with the red light off.",
        "Someone plays three songs and says why. Then we eat.",
        "Cy. Headphones round the neck.", filled=0.4,
    ),
    group(
        "Gentle mornings in the water", "pool", "river", When("sat", "08:00", "08:45"),
        "Every Saturday", 10, "women-only no-id bring-someone", "outdoors meeting-people",
        "Float, stretch, breathe out. Then hot chocolate.",
        "The pool is ours alone for this hour.",
        "Carol. Orange shirt.", bring="A towel.", filled=0.5,
    ),
)  # fmt: skip
