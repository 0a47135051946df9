"""What a form says of an answer that it cannot take, in our words and in both languages."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

LIST = [("a", "A"), ("b", "B")]


@pytest.mark.parametrize(
    ("field", "answer", "english", "spanish"),
    [
        (forms.CharField(), "", "This is still empty.", "Esto sigue vacío."),
        (
            forms.ChoiceField(choices=LIST), "",
            "Choose one of these.", "Elige una de estas opciones.",
        ),
        (
            forms.ChoiceField(choices=LIST), "x",
            "That is not on the list. Choose again.", "Eso no está en la lista. Elige otra vez.",
        ),
        (
            forms.MultipleChoiceField(choices=LIST), [],
            "Tick at least one.", "Marca por lo menos una.",
        ),
        (forms.BooleanField(), False, "Tick this to go on.", "Marca esto para seguir."),
        (
            forms.CharField(max_length=3), "four",
            "This is too long. 3 letters are the most.", "Es muy largo. Caben 3 letras.",
        ),
        (
            forms.CharField(min_length=2), "1",
            "This is too short. It needs 2 letters or more.",
            "Es muy corto. Lleva 2 letras o más.",
        ),
        (
            forms.EmailField(), "nobody",
            "Write an e-mail address, like name@example.org.",
            "Escribe un correo, como nombre@example.org.",
        ),
        (forms.IntegerField(), "x", "Write a number, like 3.", "Escribe un número, como 3."),
        (forms.IntegerField(max_value=9), "10", "Choose 9 or less.", "Elige 9 o menos."),
        (
            forms.DateField(), "x",
            "Write the day like this: 2026-05-04.", "Escribe el día así: 2026-05-04.",
        ),
        (
            forms.CharField(), "a\x00b",
            "Something in it can’t be read. Please type it again.",
            "Hay algo que no se puede leer. Escríbelo otra vez.",
        ),
    ],
)  # fmt: skip
def test_a_field_says_what_to_do(field, answer, english, spanish):
    for language, words in (("en", english), ("es", spanish)):
        with translation.override(language), pytest.raises(ValidationError) as refused:
            field.clean(answer)
        with translation.override(language):
            assert refused.value.messages == [words]


def test_a_form_with_words_of_its_own_keeps_them():
    field = forms.CharField(error_messages={"required": "Write any name."})
    with pytest.raises(ValidationError, match="Write any name"):
        field.clean("")


def test_words_of_one_field_are_not_those_of_another():
    assert "invalid" not in forms.CharField().error_messages
    assert "max_length" in forms.FileField().error_messages
