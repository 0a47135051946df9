"""The kinds of help every site starts with. Editors rename and add; nothing here undoes that.

They are kept in English, and said in the reader's language.
"""

from typing import Final

from django.db import transaction
from django.utils.translation import gettext_noop as _

from community.support.models import Heading, Term

# (number in addresses, slug, label, a few words on it, drawing).
HEADINGS: Final = (
    (1, "talk", _("Talk to someone first"), _("They listen. You decide what comes next"), "chat"),
    (2, "stay", _("Somewhere safe to stay"), _("Tonight, or for longer"), "bed"),
    (3, "drink", _("Help with drink or drugs"), _("Stopping, cutting down, and after"), "leaf"),
    (4, "health", _("Health and check-ups"), _("Doctors, dentists, someone for tonight"), "heart"),
    (5, "healing", _("Healing and therapy"), _("For what stays in body and mind"), "home"),
    (6, "groups", _("Meet others who understand"), _("People who have been there"), "people"),
    (7, "money", _("Money basics"), _("Debt, benefits, a bank account"), "coin"),
    (8, "skills", _("Skills and training"), _("Courses, school, English"), "book"),
    (9, "work", _("Finding work"), _("A direction, a CV, a first job"), "work"),
    (10, "papers", _("Rights, records and papers"), _("ID, immigration, your record"), "scale"),
    (11, "daily", _("Food and everyday"), _("Food, clothes, getting there, children"), "bag"),
)
STAY: Final = "stay"
# Codes and names of Open Eligibility, by heading. One may be further down in its tree, too.
TERMS: Final = {
    "talk": (
        ("101-07", "Psychiatric Emergency Services"),
        ("108-05", "Navigating the System"),
        ("108-07", "Support Network"),
        ("108-07-02", "Help Hotlines"),
        ("108-07-06", "One-on-One Support"),
    ),
    "stay": (
        ("101-04", "Emergency Shelter"),
        ("101-06", "Immediate Safety"),
        ("101-06-01", "Help Escape Violence"),
        ("101-06-02", "Safe Housing"),
        ("103-01", "Emergency Shelter"),
        ("103-05", "Residential Housing"),
        ("103-05-02", "Long-Term Housing"),
        ("103-05-04", "Short-Term Housing"),
    ),
    "drink": (
        ("106-01", "Addiction & Recovery"),
        ("106-01-01", "12-Step"),
        ("106-01-02", "Detox"),
        ("106-01-04", "Outpatient Treatment"),
        ("106-01-05", "Residential Treatment"),
        ("106-01-06", "Sober Living"),
    ),
    "health": (
        ("106-02", "Dental Care"),
        ("106-05", "Help Pay for Healthcare"),
        ("106-06", "Medical Care"),
    ),
    "healing": (
        ("106-04-08", "Understand Mental Health"),
        ("106-06-07-07", "Specialized Therapy"),
        ("108-07-01", "Counseling"),
    ),
    "groups": (
        ("108-07-05", "Mentoring"),
        ("108-07-08", "Support Groups"),
        ("108-07-09", "Virtual Support"),
    ),
    "money": (
        ("107-02", "Financial Assistance"),
        ("107-03", "Government Benefits"),
        ("107-05", "Financial Education"),
        ("107-05-01", "Credit Counseling"),
        ("107-05-04", "Savings Program"),
    ),
    "skills": (
        ("109-03", "More Education"),
        ("109-03-03", "English as a Second Language (ESL)"),
        ("109-03-06", "GED/High-School Equivalency"),
        ("109-06", "Skills & Training"),
        ("110-03", "Skills & Training"),
    ),
    "work": (
        ("110-01", "Help Find Work"),
        ("110-01-01", "Job Placement"),
        ("110-01-02", "Supported Employment"),
        ("110-05", "Workplace Rights"),
    ),
    "papers": (
        ("111-01", "Advocacy & Legal Aid"),
        ("111-01-02", "Citizenship & Immigration"),
        ("111-01-05", "Identification Recovery"),
        ("111-04", "Representation"),
    ),
    "daily": (
        ("102", "Food"),
        ("104", "Goods"),
        ("105", "Transit"),
        ("108-03", "Daytime Care"),
    ),
}


@transaction.atomic
def ensure_headings() -> int:
    """Add the kinds of help and terms that are missing; return how many were added."""
    taken = {heading.number: heading.slug for heading in Heading.objects.all()}
    missing = [
        Heading(
            number=number,
            slug=slug,
            label=label,
            explained=explained,
            icon=icon,
            is_about_staying=slug == STAY,
        )
        for number, slug, label, explained, icon in HEADINGS
        if number not in taken and slug not in taken.values()
    ]
    Heading.objects.bulk_create(missing)
    # An editor may have given a number to another heading: then ours and its terms are not wanted.
    others = {slug for number, slug, *_rest in HEADINGS if taken.get(number, slug) != slug}
    headings = {heading.slug: heading for heading in Heading.objects.all()}
    codes = set(Term.objects.values_list("code", flat=True))
    terms = [
        Term(code=code, name=name, heading=headings[slug])
        for slug, its_terms in TERMS.items()
        if slug not in others
        for code, name in its_terms
        if code not in codes
    ]
    Term.objects.bulk_create(terms)
    return len(missing) + len(terms)
