"""Volunteering."""

from functools import partial

from cms.demo.calendar import When
from opportunities.models import Kind

from .postings import Activity, State

volunteer = partial(Activity, Kind.VOLUNTEER)

VOLUNTEERING = (
    volunteer(
        "Tuesday garden morning", "garden", "garden", When("tue", "10:00", "12:00"),
        "Every Tuesday", 12,
        "no-id no-background-check travel-paid step-free bring-someone first-day-buddy",
        "growing outdoors",
        "Plant, water and pick with a small, friendly crew. You can sit down whenever you like.",
        "You work in pairs. Some weeks we weed, some weeks we mostly drink tea. That counts too."
        "\n\nCome once or come often.",
        "Rosa. She wears a yellow hat.",
        who_comes="About 10 people, all ages and genders. Two leaders.",
        bring="Shoes you don’t mind getting muddy. We lend gloves and coats.",
        cost="Free, with tea and something to eat",
    ),
    volunteer(
        "Build the willow tunnel", "garden", "walk",
        When("sun", "10:00", "13:00", weeks=3, first=1), "Three Sundays", 12,
        "no-id bring-someone training-given", "growing making",
        "Bend willow into a tunnel that children will run through in spring.",
        "Long soft sticks, string and patience. We show you the two knots you need.",
        "Rosa. She wears a yellow hat.", bring="Old clothes. Willow leaves green marks.",
    ),
    volunteer(
        "Look after the goat", "garden", "garden", When("mon wed fri", "08:00", "08:45"),
        "Three mornings a week", 2, "no-id no-phone training-given", "animals outdoors",
        "Feed Clementine, fill her water and check the fence. She likes company.",
        "Forty-five minutes, two people. You learn it in one morning from someone who knows her.",
        "Dan. He will be in the goat shed.", filled=0.5,
    ),
    volunteer(
        "Pack food parcels", "foodbank", "food", When("mon thu", "13:00", "15:30"),
        "Mondays and Thursdays", 8, "no-background-check step-free travel-paid no-id", "food",
        "Fill boxes from a list with one other person. Quiet work with the radio on.",
        "You stay in the store room at the back. You do not meet the people who collect.\n\n"
        "There are stools at every table.",
        "Marie. Red glasses.", who_comes="Six to eight people.", filled=0.75,
    ),
    volunteer(
        "Sort the Wednesday delivery", "foodbank", "food", When("wed", "09:00", "11:00"),
        "Every Wednesday", 6, "no-id no-background-check no-phone", "food",
        "Check dates, stack shelves, break down boxes.",
        "Some lifting, never alone. You can choose the dates table, where you sit.",
        "Paul. He is the tall one.", filled=1.0,
    ),
    volunteer(
        "Van helper, evenings", "foodbank", "food", When("tue", "18:00", "20:00"),
        "Every Tuesday", 1, "training-given", "food outdoors",
        "Ride along with Paul and carry boxes to doors.",
        "Two hours, about ten stops. We are still working out who rides with whom.",
        "Paul. He drives the white van.", state=State.IN_REVIEW,
    ),
    volunteer(
        "Returns hour at the library", "library", "books", When("wed fri", "09:00", "10:00"),
        "Wednesdays and Fridays", 4, "no-id step-free no-background-check", "learning",
        "Put books back before the doors open. A quiet hour in a warm place.",
        "We give you one shelf to know well. No one minds how fast you are.",
        "Ines, at the round desk.", filled=0.3,
    ),
    volunteer(
        "Read aloud on Saturdays", "library", "books", When("sat", "10:30", "11:15"),
        "Every Saturday", 3, "step-free interpreter", "learning meeting-people",
        "Read one picture book to whoever sits down. Any language is welcome.",
        "We check volunteers who read to children; it takes two weeks and we pay for it.",
        "Ines, at the round desk.", languages="en es ar", filled=0.4,
        cautions="record-check children",
    ),
    volunteer(
        "Quiet-hour dog walking", "shelter", "dog", When("mon wed fri sat", "08:00", "09:00"),
        "Most mornings", 5, "no-id training-given no-phone", "animals outdoors",
        "Walk one calm dog round the top field before the shelter opens.",
        "The first time you walk with Jess. After that, with or without, as you like.",
        "Jess. She has a whistle and a green coat.", bring="Shoes for wet grass.", filled=0.8,
    ),
    volunteer(
        "Sit with the cats", "shelter", "pair", When("tue thu", "14:00", "15:30"),
        "Tuesdays and Thursdays", 3, "no-id step-free training-given no-background-check",
        "animals",
        "Some cats need a person who sits still and asks for nothing.",
        "Bring a book. Read it out loud if you like. They get used to voices that way.",
        "Jess, at the yellow bench.", filled=1.0,
    ),
    volunteer(
        "Wash-up and wiring", "shelter", "desk", When("sun", "09:00", "11:00"),
        "Every Sunday", 4, "no-id training-given", "animals making",
        "Wash bowls, mend fences, fix the gate that never shuts.",
        "Tools are here. You choose wet work or dry work.",
        "Jess. She has a whistle and a green coat.", filled=0.2,
    ),
    volunteer(
        "River bird count", "river", "river", When("sun", "08:30", "10:00", every=2),
        "Every second Sunday", 10, "no-id bring-someone training-given", "outdoors animals",
        "Walk a mile of river slowly and count what you see.",
        "You get a card with twelve birds on it. Counting nothing is also a count.",
        "Old Tom. He carries a telescope.", bring="Something warm.", filled=0.3,
    ),
    volunteer(
        "Welcome at the choir", "choir", "song", When("thu", "18:00", "18:30"),
        "Every Thursday", 3, "no-id step-free bring-someone", "music meeting-people",
        "Stand by the blue lamp and say good evening. Then sing, or go home.",
        "Half an hour. You do it in twos.",
        "Bea. Silver hair, loud laugh.", filled=0.6,
    ),
    volunteer(
        "Serve soup on Fridays", "kitchen", "pot", When("fri", "13:00", "15:00"),
        "Every Friday", 5, "no-id childcare no-background-check", "food meeting-people",
        "Ladle, smile, wipe down. You eat with us when the last bowl is out.",
        "If talking is too much today, take the dish rack. It faces the garden.",
        "Ola, in the blue apron.", filled=0.8,
    ),
    volunteer(
        "Cake table at the Repair Café", "repair", "pot", When("sat", "10:00", "13:00", every=2),
        "Every second Saturday", 3, "no-id bring-someone step-free", "food meeting-people",
        "Cut cake, pour coffee and point people to the right bench.",
        "We bake on Friday evening. You can join that too, or only eat.",
        "Hal. He runs the toasters bench.", filled=0.4,
    ),
    volunteer(
        "Front of house for one play", "playhouse", "table",
        When("fri sat", "18:30", "21:30", weeks=2, first=2), "Four evenings", 6,
        "no-id bring-someone no-background-check", "music meeting-people",
        "Tear tickets, show seats, see the play for nothing.",
        "You wear black if you have it. We have spare jumpers.",
        "Lena, at the stage door.", filled=0.5,
    ),
    volunteer(
        "Sort old photographs", "museum", "desk", When("tue", "13:30", "15:30"),
        "Every Tuesday", 4, "no-id no-phone step-free no-background-check", "learning",
        "Put a thousand photographs of Ashcombe in order, a box at a time.",
        "White gloves, good light, nobody in a hurry.",
        "Mr Bell. He has a pencil behind his ear.", filled=0.4,
    ),
    volunteer(
        "Type up the old letters", "museum", "laptop", When("wed", "18:00", "19:30"),
        "Every Wednesday, from home", 12, "online no-id training-given", "learning",
        "Read a scanned letter on your screen and type what it says.",
        "You need a computer and a browser. The camera stays off.",
        "Mr Bell. He says hello in the chat.", area="town-centre", filled=0.2,
    ),
    volunteer(
        "Paint the boats", "boats", "paint", When("sat", "09:30", "12:30", weeks=4, first=1),
        "Four Saturdays", 8, "no-id bring-someone training-given", "making outdoors",
        "Scrape, sand and paint a narrowboat called Patience.",
        "Masks and gloves are here. Lunch is soup in the cabin.",
        "Joss. Paint on both elbows.", bring="Clothes that can take green paint.", filled=0.5,
    ),
    volunteer(
        "Day work, start tomorrow", "quickstart", "desk", When("mon", "07:00", "17:00"),
        "Most days", 20, "", "outdoors",
        "Wait at the car park and we take you there.",
        "Lunch is not included.", "The man with the van.", cost="Ask on the day",
    ),
)  # fmt: skip
