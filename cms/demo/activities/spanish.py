"""What a third of the demo's activities say in Spanish, too, by their English words.

No posting has words of its own twice: its rhythm, who to ask for and the way are said once here.
"""

from collections.abc import Mapping
from typing import Final

# Title, summary, description, by the English title.
TOLD: Final[Mapping[str, tuple[str, str, str]]] = {
    "Tuesday garden morning": (
        "Martes por la mañana en el huerto",
        "Siembra, riega y cosecha con un grupo pequeño y amable. Siéntate cuando quieras.",
        "Se trabaja en parejas. Unas semanas quitamos hierba, otras casi solo tomamos té. Eso "
        "también cuenta.\n\nVen una vez o ven seguido.",
    ),
    "Build the willow tunnel": (
        "Hacer el túnel de sauce",
        "Dobla ramas de sauce hasta formar un túnel por el que correrán niños en primavera.",
        "Ramas largas y suaves, cuerda y paciencia. Te mostramos los dos nudos que hacen falta.",
    ),
    "Look after the goat": (
        "Cuidar a la cabra",
        "Dale de comer a Clementine, llena su agua y revisa la cerca. Le gusta la compañía.",
        "Cuarenta y cinco minutos, entre dos. Se aprende en una mañana con alguien que la conoce.",
    ),
    "Pack food parcels": (
        "Preparar cajas de comida",
        "Llena cajas con una lista, junto a otra persona. Un trabajo tranquilo, con la radio "
        "puesta.",
        "Te quedas en el almacén de atrás. No ves a la gente que recoge.\n\nHay bancos en todas "
        "las mesas.",
    ),
    "Sort the Wednesday delivery": (
        "Ordenar lo que llega el miércoles",
        "Revisa fechas, llena estantes, desarma cajas.",
        "Hay que cargar un poco, nunca sin ayuda. Puedes elegir la mesa de las fechas, donde te "
        "sientas.",
    ),
    "Van helper, evenings": (
        "Ayudar con la camioneta por la tarde",
        "Acompaña a Paul y lleva cajas hasta las puertas.",
        "Dos horas, unas diez paradas. Todavía vemos quién va con quién.",
    ),
    "Returns hour at the library": (
        "Una hora de devoluciones en la biblioteca",
        "Pon los libros en su lugar antes de abrir. Una hora tranquila en un sitio cálido.",
        "Te damos un estante para que lo conozcas bien. A nadie le importa si vas despacio.",
    ),
    "Read aloud on Saturdays": (
        "Leer en voz alta los sábados",
        "Lee un cuento con dibujos a quien se siente. Cualquier idioma es bienvenido.",
        "Comprobamos los datos de quienes leen a los niños; tarda dos semanas y lo pagamos.",
    ),
    "Serve soup on Fridays": (
        "Servir sopa los viernes",
        "Sirve, sonríe, limpia. Comes con nosotros cuando sale el último plato.",
        "Si hoy no tienes ganas de hablar, quédate con los platos. Desde ahí se ve el jardín.",
    ),
    "Cook and share lunch": (
        "Cocinar y compartir el almuerzo",
        "Cocina lo que el mercado no pudo vender. Se come en grupo. Llévate algo a casa.",
        "Hay una tarea para cada ánimo: picar, remover, probar, lavar, o solo hacer compañía.",
    ),
    "Harvest lunch": (
        "Almuerzo de la cosecha",
        "Recoge, cocina al fuego y come en la mesa larga.",
        "Cada quien trae una historia de una comida, o escucha una.",
    ),
    "Willow weaving afternoon": (
        "Una tarde de tejer sauce",
        "Teje una canasta pequeña para el pan.",
        "Lleva unas dos horas. La primera siempre sale torcida.",
    ),
    "Seed library opening": (
        "Abre la biblioteca de semillas",
        "Dobla sobres de papel y rotula trescientas clases de semillas.",
        "Todavía estamos eligiendo la fecha.",
    ),
    "Fix a bike, keep a bike": (
        "Arregla una bici y quédate con ella",
        "Desarma una bici vieja, ármala y vuelve a casa en ella.",
        "Prestamos las herramientas. Al final la bici es tuya, con candado.",
    ),
    "Punctures and brakes": (
        "Pinchazos y frenos",
        "Los dos arreglos que todo el mundo necesita. Con nuestras bicis o con la tuya.",
        "Noventa minutos, y ya hiciste los dos, dos veces.",
    ),
    "Computers from the start": (
        "Computadoras desde el principio",
        "Ratón, teclado, correo. Aquí nadie suspira cuando preguntas.",
        "Te prestamos una computadora. También puedes participar desde tu casa.",
    ),
    "Make a CV with someone": (
        "Hacer tu currículum con alguien",
        "Siéntate con una persona y escribe una página sobre lo que sabes hacer.",
        "Los años sin trabajo no se explican. Escribimos lo que quieres que se lea.",
    ),
    "Cook for one, eat for three": (
        "Cocina para uno, come para tres",
        "Cuatro cenas que cuestan poco y saben bien.",
        "Te llevas dos porciones en una caja, y la receta en una tarjeta.",
    ),
    "Grow your own salad": (
        "Cultiva tu propia ensalada",
        "De la semilla al plato, en una ventana.",
        "Te vas con tres macetas y sabes qué quiere cada una.",
    ),
    "Bread and talk": (
        "Pan y charla",
        "Amasar, esperar, hablar, hornear. La espera es la charla.",
        "Te llevas un pan. El primero de todo el mundo sale como un ladrillo; también se come.",
    ),
    "Women in the workshop": (
        "Mujeres en el taller",
        "Trae una bici o solo ven. Hay calefacción y agua caliente para el té.",
        "Sin lección, sin quien dirija, con todas las herramientas.",
    ),
    "Quiet reading room": (
        "Sala de lectura tranquila",
        "Lee junto a otras personas. A la media hora hay sopa.",
        "Sin club de lectura, sin preguntas. Si quieres, los teléfonos duermen en una canasta.",
    ),
}

PHRASES: Final[Mapping[str, str]] = {
    "Every Monday": "Todos los lunes",
    "Every Tuesday": "Todos los martes",
    "Every Wednesday": "Todos los miércoles",
    "Every Thursday": "Todos los jueves",
    "Every Friday": "Todos los viernes",
    "Every Saturday": "Todos los sábados",
    "Every second Wednesday": "Un miércoles de cada dos",
    "Every second Thursday": "Un jueves de cada dos",
    "Mondays and Thursdays": "Lunes y jueves",
    "Wednesdays and Fridays": "Miércoles y viernes",
    "Three Sundays": "Tres domingos",
    "Three mornings a week": "Tres mañanas por semana",
    "Four Saturdays": "Cuatro sábados",
    "Four Wednesdays": "Cuatro miércoles",
    "Four Thursdays": "Cuatro jueves",
    "One day": "Un día",
    "One afternoon": "Una tarde",
    "Free": "Gratis",
    "Free, with tea and something to eat": "Gratis, con té y algo de comer",
    "Free, and you take food home": "Gratis, y te llevas comida a casa",
    "Rosa. She wears a yellow hat.": "Rosa. Lleva un sombrero amarillo.",
    "Dan. He will be in the goat shed.": "Dan. Está en el cobertizo de la cabra.",
    "Dan.": "Dan.",
    "Marie. Red glasses.": "Marie. Lentes rojos.",
    "Paul. He is the tall one.": "Paul. Es el alto.",
    "Paul. He drives the white van.": "Paul. Maneja la camioneta blanca.",
    "Ines, at the round desk.": "Ines, en el mostrador redondo.",
    "Ola, in the blue apron.": "Ola, con delantal azul.",
    "Nell. Oil on her nose, usually.": "Nell. Casi siempre con aceite en la nariz.",
    "About 10 people, all ages and genders. Two leaders.": (
        "Unas 10 personas de todas las edades y géneros. Dos que guían."
    ),
    "Six to eight people.": "De seis a ocho personas.",
    "Shoes you don’t mind getting muddy. We lend gloves and coats.": (
        "Zapatos que se puedan ensuciar. Prestamos guantes y abrigos."
    ),
    "Old clothes. Willow leaves green marks.": "Ropa vieja. El sauce deja manchas verdes.",
}

SIN_PREGUNTAS: Final = "Solo nombres de pila. No se firma nada, y nadie toma fotos."
# The way there, and what happens at the door, by the organisation.
AT_THE_DOOR: Final[Mapping[str, tuple[str, str]]] = {
    "garden": (
        "El autobús 7 para a 2 minutos. Te pagamos el pasaje en efectivo ese día.",
        "Ven a la puerta verde. Se abre un cuarto de hora antes. Si llegas tarde, solo entra.\n"
        f"Di: «Vengo por el huerto».\n{SIN_PREGUNTAS}",
    ),
    "foodbank": (
        "A diez minutos a pie de la estación de autobuses de Northgate.",
        "Toca el timbre de la puerta de atrás. La de adelante es para quien recoge.\n"
        f"Te mostramos dónde se guardan con llave abrigos y bolsas.\n{SIN_PREGUNTAS}",
    ),
    "library": (
        "Los autobuses 3, 7 y 12 paran en la plaza.",
        "Ven al mostrador redondo de la planta baja.\nHay un ascensor detrás de los periódicos.",
    ),
    "bikes": (
        "Autobús 3 hasta Canal Yard, o 10 minutos por el camino del canal.",
        "Busca la persiana roja.\nLos delantales cuelgan junto a la puerta. Toma uno.",
    ),
    "kitchen": (
        "Autobús 7, o 10 minutos a pie desde la estación de autobuses.",
        "Lávate las manos, toma un delantal, elige una tarea.\nAl final comes con el grupo.",
    ),
}
RULES: Final = (
    "Lo que se dice aquí se queda aquí.\n"
    "Puedes no decir nada, y puedes irte en cualquier momento.\n"
    "Escuchamos. A nadie se le dice qué hacer."
)


def in_spanish(original: Mapping[str, str], by: str) -> dict[str, str]:
    """All that this posting of this organisation says, in Spanish; nothing if it is not told."""
    words = TOLD.get(original["title"])
    if words is None:
        return {}
    known = dict(zip(("title", "summary", "description"), words, strict=True))
    way, door = AT_THE_DOOR[by]
    known |= {"getting_there": way, "arrival": door, "rules": RULES}
    return {name: known.get(name) or PHRASES[said] for name, said in original.items() if said}
