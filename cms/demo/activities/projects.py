"""Service projects: things that a group makes, mends or clears together."""

from functools import partial

from cms.demo.calendar import When
from opportunities.models import Kind

from .postings import Activity, State

project = partial(Activity, Kind.PROJECT)

PROJECTS = (
    project(
        "River Teal clean-up day", "river", "river",
        When("sat", "09:30", "13:00", weeks=1, first=1), "One day", 30,
        "no-id bring-someone no-background-check", "outdoors",
        "Pull what does not belong there out of the river. Lunch included.",
        "Some people wade, some people rake from the bank, some people make the soup.",
        "Asha. She stands under the green flag.", bring="A change of socks.", filled=0.4,
    ),
    project(
        "Plant two hundred reeds", "river", "river",
        When("sun", "10:00", "14:00", weeks=1, first=3), "One day", 20,
        "no-id bring-someone training-given", "growing outdoors",
        "Push young reeds into soft mud, one arm’s length apart.",
        "It is as messy as it sounds. Hot water and towels at the slipway.",
        "Asha. She stands under the green flag.", filled=0.3,
    ),
    project(
        "Open Door Choir", "choir", "song", When("thu", "18:30", "20:00"),
        "Every Thursday", 60, "step-free bring-someone no-id no-phone", "music meeting-people",
        "Sing with sixty people who are mostly in tune. No auditions, ever.",
        "Come late, leave early, hum. We sing at the market four times a year; nobody has to.",
        "Bea. Silver hair, loud laugh.", filled=0.3,
    ),
    project(
        "Sing at the market", "choir", "song", When("sat", "11:00", "12:00", weeks=1, first=4),
        "One morning", 25, "no-id bring-someone", "music outdoors",
        "Six songs by the fountain, then coffee.",
        "You can stand at the back. We ask passers-by not to film.",
        "Bea. Silver hair, loud laugh.", filled=0.4,
    ),
    project(
        "Mending circle", "sewing", "sewing", When("sun", "14:00", "16:00", every=4),
        "One Sunday a month", 10, "women-only childcare no-id step-free", "making meeting-people",
        "Bring something with a hole in it. Leave with something whole.",
        "Needles, thread and tea are on the table. Someone will show you if you want.",
        "Gita. She wears a tape measure.", cost="Free, with tea", filled=0.9,
    ),
    project(
        "Quilts for new flats", "sewing", "sewing", When("wed", "10:00", "12:00"),
        "Every Wednesday", 8, "women-only childcare training-given travel-paid", "making",
        "Sew squares into quilts that people get with their first own keys.",
        "Cutting, ironing and stitching are three jobs. Pick one a week.",
        "Gita. She wears a tape measure.", filled=0.6,
    ),
    project(
        "Cook and share lunch", "kitchen", "pot", When("fri", "11:00", "14:00"),
        "Every Friday", 12, "childcare no-id no-background-check", "food meeting-people",
        "Cook what the market could not sell. Eat it together. Take some home.",
        "There is a job for every mood: chop, stir, taste, wash, or just keep someone company.",
        "Ola, in the blue apron.", cost="Free, and you take food home", filled=0.5,
    ),
    project(
        "Harvest lunch", "garden", "pot", When("sat", "11:00", "14:00", weeks=1, first=2),
        "One day", 16, "no-id step-free bring-someone travel-paid", "food growing",
        "Pick it, cook it over a fire, eat it at the long table.",
        "Everyone brings a story about a meal, or listens to one.",
        "Rosa. She wears a yellow hat.", filled=1.0,
    ),
    project(
        "Willow weaving afternoon", "garden", "garden",
        When("sat", "14:00", "16:30", weeks=1, first=3), "One afternoon", 8,
        "no-id travel-paid step-free bring-someone", "making growing",
        "Weave a small basket that will hold bread.",
        "It takes about two hours. The first one is always crooked.",
        "Rosa. She wears a yellow hat.", state=State.IN_REVIEW,
    ),
    project(
        "Seed library opening", "garden", "garden", When("sun", "13:00", "15:00", weeks=1, first=5),
        "One afternoon", 20, "no-id step-free", "growing learning",
        "Fold paper packets and label three hundred kinds of seed.",
        "We are still choosing the date.", "Dan.", state=State.DRAFT,
    ),
    project(
        "Repair Café Saturday", "repair", "bike", When("sat", "10:00", "13:00", every=2),
        "Every second Saturday", 14, "no-id step-free training-given bring-someone",
        "making meeting-people",
        "Fix a lamp, a zip or a toaster next to someone who has done it before.",
        "If you can hold a screwdriver you can start. If not, we have a spare one to hold.",
        "Hal. He runs the toasters bench.", filled=0.3,
    ),
    project(
        "Paint the set", "playhouse", "paint", When("mon", "17:30", "20:00", weeks=4),
        "Four Mondays", 9, "no-id no-background-check bring-someone", "making music",
        "Turn plywood into a harbour at night.",
        "Big brushes, loud music. Lena draws the lines, you fill them in.",
        "Lena, at the stage door.", bring="Clothes for painting.", filled=0.9,
    ),
    project(
        "An hour on the air", "radio", "desk", When("sun", "16:00", "18:00", every=2),
        "Every second Sunday", 4, "no-id no-background-check training-given", "music learning",
        "Make one hour of radio about anything you love. Voices only, any name.",
        "We record it first. Nothing goes out until you have heard it and said yes.",
        "Cy. Headphones round the neck.", filled=0.5,
    ),
    project(
        "Row the lost-property round", "boats", "river",
        When("sun", "09:00", "11:00", weeks=6), "Six Sundays", 6, "training-given no-phone",
        "outdoors", "Row two by two and fish bottles out of the canal.",
        "You need to be able to swim, or to be happy on the towpath with the long net.",
        "Joss. Paint on both elbows.", filled=0.7,
    ),
    project(
        "Prune the old apple trees", "orchard", "garden", When("sat", "10:00", "13:00"),
        "Every Saturday", 10, "no-id bring-someone training-given", "growing outdoors",
        "Learn three cuts and use them on sixty trees.", "Ladders are held by someone else.",
        "Win. She carries a red saw.",
    ),
)  # fmt: skip
