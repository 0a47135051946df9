"""Classes."""

from functools import partial

from cms.demo.calendar import When
from opportunities.models import Kind

from .postings import Activity, State

course = partial(Activity, Kind.CLASS)

CLASSES = (
    course(
        "Maths for everyday money", "school", "abacus", When("mon", "10:00", "12:00", weeks=6),
        "Six Mondays", 10, "no-id childcare travel-paid step-free", "learning",
        "Bills, discounts and what a percentage really takes.",
        "We use real letters and real till slips, never your own. Come to all six or to one.",
        "Mrs Okafor, room 4.", filled=0.5,
    ),
    course(
        "English, one cup at a time", "school", "pair", When("tue thu", "18:00", "19:30"),
        "Tuesdays and Thursdays", 12, "no-id childcare interpreter travel-paid",
        "learning meeting-people",
        "Talk in English about small things. Mistakes are the point.",
        "Three tables: first words, more words, and people who like to argue.",
        "Mrs Okafor, room 4.", languages="en es ar uk", filled=0.6,
    ),
    course(
        "Level 1 bookkeeping", "school", "abacus", When("wed", "18:00", "20:00", weeks=7, first=1),
        "Seven Wednesdays", 10, "childcare travel-paid step-free", "learning",
        "Learn to keep the books of a small shop, with a certificate at the end.",
        "The exam is optional and paid for. You choose the name on the certificate.",
        "Mr Adeyemi, room 2.", filled=0.8,
    ),
    course(
        "Write a letter that gets answered", "school", "desk",
        When("fri", "10:00", "11:30", weeks=3, first=1), "Three Fridays", 8,
        "no-id no-phone step-free", "learning",
        "To a landlord, a council, a school. Short, clear and kind.",
        "Bring a letter you have to write, or use one of ours.",
        "Mr Adeyemi, room 2.", filled=0.3,
    ),
    course(
        "Fix a bike, keep a bike", "bikes", "bike", When("sat", "11:00", "13:00", weeks=4),
        "Four Saturdays", 6, "no-id women-only training-given bring-someone", "making",
        "Take an old bike apart, put it together, ride it home.",
        "Tools lent. At the end the bike is yours, with a lock.",
        "Nell. Oil on her nose, usually.", filled=1.0,
    ),
    course(
        "Punctures and brakes", "bikes", "bike", When("wed", "17:30", "19:00", every=2),
        "Every second Wednesday", 8, "no-id bring-someone no-phone", "making outdoors",
        "The two repairs everyone needs. Use our bikes or yours.",
        "Ninety minutes, and you have done both twice.",
        "Nell. Oil on her nose, usually.", filled=0.4,
    ),
    course(
        "Computers from the start", "library", "laptop", When("thu", "14:00", "15:30"),
        "Every Thursday", 12, "no-id online step-free no-phone", "learning",
        "Mouse, keyboard, e-mail. Nobody sighs at questions here.",
        "We lend you a laptop. You can also join from home.",
        "Ines, at the round desk.", filled=0.3,
    ),
    course(
        "Make a CV with someone", "library", "desk", When("tue", "10:00", "12:00"),
        "Every Tuesday", 5, "no-id step-free", "learning",
        "Sit down with one person and write one page about what you can do.",
        "Gaps need no explanation. We write what you want read.",
        "Ines, at the round desk.", filled=0.9,
    ),
    course(
        "First steps on a sewing machine", "sewing", "sewing",
        When("mon", "10:00", "12:00", weeks=5, first=1), "Five Mondays", 6,
        "women-only women-led childcare training-given travel-paid", "making learning",
        "Thread it, steer it, sew a bag with a flat bottom.",
        "One machine each. Cloth is free.",
        "Gita. She wears a tape measure.", filled=0.8,
    ),
    course(
        "Cook for one, eat for three", "kitchen", "pot",
        When("wed", "17:00", "19:30", weeks=4, first=1), "Four Wednesdays", 8,
        "no-id childcare no-background-check", "food learning",
        "Four dinners that cost little and taste of something.",
        "You take home two portions in a box, and the recipe on a card.",
        "Ola, in the blue apron.", filled=0.6,
    ),
    course(
        "Grow your own salad", "garden", "garden", When("thu", "14:00", "15:30", weeks=4, first=1),
        "Four Thursdays", 8, "no-id travel-paid step-free bring-someone", "growing learning",
        "From seed to plate on a window sill.",
        "You go home with three pots and know what each one wants.",
        "Rosa. She wears a yellow hat.", filled=0.5,
    ),
    course(
        "Learn to swim, mornings", "pool", "river", When("tue thu", "07:30", "08:15"),
        "Tuesdays and Thursdays", 6, "women-only no-id training-given", "outdoors learning",
        "For grown-ups who never learned. Warm water, shallow end, one teacher.",
        "The blinds are down. Staff in the hall are women at this hour.",
        "Carol. Orange shirt.", bring="Anything you like to swim in, and a towel.", filled=1.0,
    ),
    course(
        "First aid in one evening", "pool", "pair", When("wed", "18:00", "21:00", weeks=1, first=2),
        "One evening", 14, "no-id step-free travel-paid", "learning",
        "What to do in the first five minutes, practised on dolls.",
        "You can watch any part instead of doing it. A card shows that you came.",
        "Carol. Orange shirt.", filled=0.4,
    ),
    course(
        "Sound for beginners", "radio", "laptop", When("sat", "13:00", "15:00", weeks=3, first=2),
        "Three Saturdays", 5, "no-id training-given bring-someone", "music learning",
        "Record rain, cut it, put it under your voice.",
        "We lend recorders. Files stay with you.",
        "Cy. Headphones round the neck.", filled=0.6,
    ),
    course(
        "Cut a lino print", "print", "paint", When("sun", "14:00", "17:00"),
        "Every Sunday", 7, "no-id training-given", "making",
        "Cut, ink and press your own card.", "Sharp tools, steady hands, plasters in the drawer.",
        "Abe. Ink to the wrist.",
    ),
    course(
        "Theatre games", "playhouse", "song", When("tue", "18:30", "20:00"),
        "Every Tuesday", 14, "no-id bring-someone", "music meeting-people",
        "Play, pretend and laugh in a room with the door shut.",
        "Photographs were mentioned in the leaflet. We are asking about that.",
        "Lena, at the stage door.", state=State.HELD,
    ),
)  # fmt: skip
