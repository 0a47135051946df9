"""The town of Ashcombe: its parts and the organisations in it.

Names are made up. The ZIP codes are real ones that lie a few miles apart, so that searching by
distance has something to measure.
"""

import uuid
from dataclasses import dataclass
from typing import Final

from community.organisations.models import Standing

SOURCE: Final = "demo"
NAMES: Final = uuid.UUID("5f0c4a3e-6a57-4a7e-9b1e-0d2a3c4b5d6e")  # the same addresses every time
# slug: (label, ZIP code whose centre stands for it)
AREAS: Final = {
    "town-centre": ("Town centre", "28801"),
    "northgate": ("Northgate", "28804"),
    "riverside": ("Riverside", "28806"),
    "canal-yard": ("Canal Yard", "28803"),
    "hill-road": ("Hill Road", "28805"),
    "mill-bridge": ("Mill Bridge", "28778"),
}


@dataclass(frozen=True)
class Place:
    """An organisation, where its door is, and what is good to know on the way in.

    `place`, `getting_there` and `arrival` are shown only to people who have a place.
    """

    name: str
    area: str
    about: str
    place: str
    getting_there: str
    arrival: str
    checked: str = "We visited this year. Everyone who leads has done our welcome training."
    standing: Standing = Standing.VERIFIED
    days_left: int = 300  # days for which it is still verified


NO_QUESTIONS: Final = "First names only. There is nothing to sign, and nobody takes photos."

ORGANISATIONS: Final = {
    "garden": Place(
        "Sallow Lane Community Garden",
        "northgate",
        "A charity that has grown food here since 2009. Forty beds, two ponds, one goat.",
        "Green gate, 12 Sallow Lane",
        "Bus 7 stops 2 minutes away. We pay your fare in cash on the day.",
        "Come to the green gate. It is open a quarter of an hour before. If you’re late, just "
        f"walk in.\nSay, “I’m here for the garden.”\n{NO_QUESTIONS}",
        checked="We visited in spring. Both leaders have done our welcome training.",
    ),
    "foodbank": Place(
        "Northgate Food Bank",
        "northgate",
        "We pack and give out food for three hundred homes a week. No one has to say why.",
        "Back door, 3 Tannery Row",
        "Ten minutes’ walk from Northgate bus station.",
        "Ring the bell at the back door. The front is for people who collect.\n"
        f"We show you where coats and bags are locked away.\n{NO_QUESTIONS}",
    ),
    "library": Place(
        "Ashcombe Central Library",
        "town-centre",
        "The town’s library. Warm, quiet, and free to sit in all day.",
        "Ashcombe Central Library, Market Square",
        "Buses 3, 7 and 12 stop at the square.",
        "Come to the round desk on the ground floor.\nThere is a lift behind the newspapers.",
    ),
    "shelter": Place(
        "Patchway Animal Shelter",
        "hill-road",
        "Dogs, cats and a few surprises, until each has a home.",
        "Patchway, 80 Hill Road",
        "Bus 12 to the top of Hill Road, then 4 minutes on a flat path.",
        "Wait at the yellow bench. Someone comes out to you.\nThe dogs will bark. They mean hello.",
    ),
    "choir": Place(
        "Open Door Choir",
        "riverside",
        "Sixty people and one piano. We have sung on Thursdays for eleven years.",
        "St Mark’s Hall, 2 Ferry Street",
        "Bus 3 to Ferry Street. The hall is across the road.",
        "Use the side door with the blue lamp.\nSit anywhere. Words are on the screen.",
    ),
    "bikes": Place(
        "Spoke & Chain Bike Workshop",
        "canal-yard",
        "A workshop that mends bikes and teaches people to mend their own.",
        "Unit 4, Canal Yard",
        "Bus 3 to Canal Yard, or 10 minutes along the towpath.",
        "Look for the red shutter.\nAprons hang by the door. Take one.",
    ),
    "school": Place(
        "Wren Street Adult School",
        "town-centre",
        "Classes for grown-ups who want to start, or start again.",
        "19 Wren Street, first floor",
        "Bus 7 to the square, then 3 minutes’ walk. There is a lift.",
        "Go past the desk and up. Your room is on the board by the lift.\n"
        "You can leave the room whenever you like.",
    ),
    "river": Place(
        "River Teal Trust",
        "mill-bridge",
        "We look after nine miles of river with nets, boots and flasks of tea.",
        "The slipway below Mill Bridge",
        "Bus 3 to Mill Bridge. A van meets the 9.05.",
        "Find the green flag by the water.\nBoots are in the van, sizes 3 to 12.",
    ),
    "sewing": Place(
        "Threadworks Sewing Circle",
        "riverside",
        "Women who sew, mend and talk. Eight machines and a very large button box.",
        "Above the bakery, 31 Ferry Street",
        "Bus 3 to Ferry Street.",
        "Ring the bell marked Threadworks. We come down to meet you.\nChildren go next door.",
    ),
    "kitchen": Place(
        "Northgate Community Kitchen",
        "northgate",
        "A kitchen where neighbours cook what the market could not sell.",
        "Northgate Hall, kitchen entrance, 5 Well Lane",
        "Bus 7, or 10 minutes’ walk from the bus station.",
        "Wash your hands, take an apron, choose a job.\nYou eat with us at the end.",
    ),
    "peers": Place(
        "Kitchen Table Peer Network",
        "town-centre",
        "Small groups around kitchen tables, led by people who have sat there themselves.",
        "Blue door beside the bakery, 3 Mill Street",
        "Ten minutes from Market Square. Someone can walk with you.",
        "Come as you are. You can listen and say nothing.\nTea first, then we begin.",
    ),
    "walkers": Place(
        "Ashcombe Walkers",
        "canal-yard",
        "Slow walks for people who like to look at things on the way.",
        "The bench by Lock 3, Canal Yard",
        "Bus 3 to Canal Yard.",
        "We wait ten minutes for anyone who is late.\nNobody writes down who came.",
    ),
    "repair": Place(
        "Mill Bridge Repair Café",
        "mill-bridge",
        "Broken things come in on Saturdays. Most of them go home mended.",
        "Old Mill, ground floor, Mill Bridge",
        "Bus 3 to Mill Bridge, 5 minutes’ walk.",
        "Say hello at the cake table. That is also the desk.",
    ),
    "boats": Place(
        "Canal Yard Boathouse",
        "canal-yard",
        "Two narrowboats and six rowing boats, kept afloat by the people who use them.",
        "Boathouse, end of Canal Yard",
        "Bus 3 to Canal Yard, then along the towpath.",
        "Life jackets are on the left. Everyone wears one.\nYou stay on land if you prefer.",
    ),
    "museum": Place(
        "Ashcombe Town Museum",
        "town-centre",
        "Four rooms about ordinary people and what they kept.",
        "Staff door, Ashcombe Town Museum, Bridge Street",
        "Buses 3 and 7 stop at Bridge Street.",
        "Knock at the staff door. It is the small one with the brass bird.",
    ),
    "radio": Place(
        "Riverside Radio",
        "riverside",
        "A local station run from two rooms. We lend you headphones and time.",
        "Studio, 8 Ferry Street",
        "Bus 3 to Ferry Street.",
        "Ring and say you are here for the radio.\nYou choose a name for the air, or none.",
    ),
    "playhouse": Place(
        "Lantern Playhouse",
        "town-centre",
        "A theatre of ninety seats with a big heart and a small workshop.",
        "Stage door, Lantern Playhouse, Cooper’s Yard",
        "Three minutes from Market Square.",
        "The stage door is painted green. Push hard, it sticks.",
    ),
    "pool": Place(
        "Hill Road Pool",
        "hill-road",
        "The town pool. Mornings are calm and the water is warm.",
        "Hill Road Pool, 14 Hill Road",
        "Bus 12 stops outside.",
        "There are single cabins to change in.\nSwim in whatever you like to swim in.",
        days_left=20,
    ),
    "print": Place(
        "Bright Lane Print Shop",
        "riverside",
        "A new print shop that would like to teach lino cutting.",
        "7 Bright Lane",
        "Bus 3 to Ferry Street.",
        "The door is open on class days.",
        checked="",
        standing=Standing.UNVERIFIED,
    ),
    "orchard": Place(
        "Old Orchard Project",
        "hill-road",
        "Sixty apple trees that need friends.",
        "Orchard gate, Hill Road",
        "Bus 12 to the top of Hill Road.",
        "Come through the wooden gate.",
        days_left=-14,
    ),
    "quickstart": Place(
        "Quickstart Hands",
        "mill-bridge",
        "Day work for anyone, paid at the end of the day.",
        "Car park, Mill Bridge",
        "Bus 3 to Mill Bridge.",
        "Wait for the van.",
        checked="",
        standing=Standing.SUSPENDED,
    ),
}
