"""Help in and around Ashcombe, in Spanish: nine of twelve. The others say that they are not."""

from typing import Final

SPANISH: Final[dict[str, dict[str, str]]] = {
    "A first conversation": {
        "name": "Una primera conversación",
        "summary": "Cuarenta minutos con alguien de trabajo social. Hablas de lo que quieres, "
        "no de lo que pasó.",
        "what_happens": "Contesta Amina o Jude: “Centro Ashcombe, hola”. Puedes decir “quisiera "
        "una primera conversación”. Te preguntan cómo llamarte y a qué hora es seguro devolverte "
        "la llamada. Nada más.",
        "police": "Nunca, salvo que se lo pidas o que una niña o un niño corra peligro.",
        "sharing": "Un nombre de pila y una fecha. Nada sale del Centro.",
    },
    "Night listening line": {
        "name": "Línea de escucha nocturna",
        "summary": "Personas preparadas para escuchar, toda la noche. No te devuelven la llamada "
        "si no lo pides.",
        "what_happens": "Alguien dice “buenas noches” y espera. Puedes colgar cuando quieras.",
    },
    "Rooms at Lantern House": {
        "name": "Cuartos en Lantern House",
        "summary": "Cuartos para mujeres, con o sin hijas, hijos o mascotas. El equipo sale a "
        "encontrarte.",
        "what_happens": "Alguien contesta enseguida y te pregunta si puedes hablar. Si esta noche "
        "no hay cupo, buscan otro lugar contigo mientras sigues en la línea.",
        "wait": "Muchas veces hay cuarto el mismo día",
        "house_rules": "Te quedas con tu teléfono, con la ubicación apagada. Llegas antes de las "
        "once o llamas. Adentro no se bebe ni se consume; a quien consumió no se le echa.",
        "area_served": "Ashcombe y alrededores",
    },
    "Dr Amari’s open hour": {
        "name": "Dr. Amari: hora abierta",
        "summary": "Consulta médica sin cita y sin papeles.",
        "what_happens": "En la entrada te preguntan con qué nombre llamarte. No tiene que ser el "
        "de tu identificación.",
    },
    "Money, from the beginning": {
        "name": "El dinero, desde el principio",
        "summary": "Deudas a nombre de otra persona, una primera cuenta de banco, un plan para el "
        "mes.",
        "what_happens": "Trae la carta que quieras, abierta o cerrada. La abren contigo.",
    },
    "A first job, with somebody beside you": {
        "name": "Un primer empleo, con alguien a tu lado",
        "summary": "Buscan empleo contigo y siguen en contacto todo el tiempo que quieras.",
        "what_happens": "Contesta Dee. Te pregunta qué te gusta hacer y qué no vas a hacer.",
        "who_can_use": "Todo el mundo, con cualquier antecedente.",
    },
    "ID, papers and records": {
        "name": "Identificación, papeles y antecedentes",
        "summary": "Ayuda legal con tu identificación, con migración y para limpiar antecedentes. "
        "Lo que dices se queda ahí.",
        "what_happens": "La primera charla es corta: te dicen si pueden ayudarte y qué hace falta.",
    },
    "Food for three days": {
        "name": "Comida para tres días",
        "summary": "Despensa para tres días. Nadie tiene que decir por qué.",
        "what_happens": "Entra por la puerta de adelante, sin más. Eliges tú del estante.",
    },
    "One-to-one therapy": {
        "name": "Terapia a solas con alguien",
        "summary": "Un cuarto con ventana y la misma persona cada semana, todo el tiempo que "
        "necesites.",
        "what_happens": "Deja un nombre y una hora. Hay una primera cita para ver si se entienden.",
        "wait": "Unas seis semanas",
    },
}
