import datetime as dt

import factory
from factory.django import DjangoModelFactory

from community.support.actions import ensure_headings
from community.support.models import Heading, Place, Provider, Service, ServicePlace


class ProviderFactory(DjangoModelFactory):
    """Who offers help."""

    class Meta:
        model = Provider

    name = factory.Sequence(lambda n: f"Lantern Trust {n}")
    about = "A charity in town."


class ServiceFactory(DjangoModelFactory):
    """A service on the site, checked, whose place may be known; under "Talk to someone first"."""

    class Meta:
        model = Service
        skip_postgeneration_save = True

    provider = factory.SubFactory(ProviderFactory)
    name = factory.Sequence(lambda n: f"First conversation {n}")
    summary = "Forty minutes with somebody who listens."
    is_live = True
    is_confidential = False
    verified_on = dt.date(2026, 4, 20)
    verified_by = "Amina"
    next_check = dt.date(2099, 4, 20)

    @factory.post_generation
    def under(self, create, extracted, **kwargs):
        ensure_headings()
        self.headings.set(Heading.objects.filter(slug__in=extracted or ["talk"]))
        self.save()


class PlaceFactory(DjangoModelFactory):
    """A place with an address."""

    class Meta:
        model = Place

    provider = factory.SubFactory(ProviderFactory)
    name = "The Yellow House"
    street = "12 Plum Lane"
    town = "Ashcombe"
    region = "NC"
    postcode = "28801"
    country = "US"


class ServicePlaceFactory(DjangoModelFactory):
    """A service at a place."""

    class Meta:
        model = ServicePlace

    service = factory.SubFactory(ServiceFactory)
    place = factory.SubFactory(PlaceFactory)
