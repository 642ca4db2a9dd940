"""The disambiguation of cities that share a name. It is stored with each city, which saves a query per city.

For readers it is stored by language, since names may coincide in one language only, and considers published cities.
For the admin, which lists pages by title, it is part of the title, and considers drafts as well.
"""

from collections import Counter

from django.utils import translation
from wagtail.search import index

from solidarity import generation, languages
from solidarity.fields import column_names
from solidarity.text import fold

BY_COUNTRY, BY_SLUG = "country", "slug"


def names_by_language(cities):
    """Return what tells cities apart: by language and primary key, pairs of the folded name and the country."""
    countries = {city.pk: city.country.code for city in cities}
    names = {}
    for language in languages.codes():
        with translation.override(language):  # a missing translation falls back to another language
            names[language] = {city.pk: (fold(city.heading or ""), countries[city.pk]) for city in cities}
    return names


def disambiguate(names, pks):
    """Return a dict that maps each city's primary key to a dict of language code and BY_COUNTRY or BY_SLUG.

    ``names`` are ``names_by_language()``, of which the cities with the primary keys ``pks`` are compared. A language
    is missing from a dict if the city's name is unique in that language.
    """
    found = {pk: {} for pk in pks}
    for language, named in names.items():
        same = Counter(named[pk][0] for pk in pks)
        same_place = Counter(named[pk] for pk in pks)
        for pk in pks:
            if named[pk][0] and same[named[pk][0]] > 1:
                found[pk][language] = BY_SLUG if same_place[named[pk]] > 1 else BY_COUNTRY
    return found


def refresh(model):
    """Store the disambiguation and title of each city, and update the search index. Return the changed cities.

    ``model`` is CityPage, which imports this module.
    """
    fields = ["title", "draft_title", "slug", "live", "country", "disambiguated_by", *column_names("heading")]
    cities = list(model.objects.only(*fields))
    names = names_by_language(cities)
    public = disambiguate(names, [city.pk for city in cities if city.live])
    every = disambiguate(names, [city.pk for city in cities])
    changed = []
    for city in cities:
        title = city.disambiguated_title(every[city.pk].get(languages.DEFAULT_LANGUAGE))
        values = {"disambiguated_by": public.get(city.pk, {}), "title": title or city.title}
        if city.draft_title == city.title:  # keeps the title of a draft that differs
            values["draft_title"] = values["title"]
        if all(getattr(city, name) == value for name, value in values.items()):
            continue
        model.objects.filter(pk=city.pk).update(**values)
        generation.advance()  # no signal tells of an update in bulk
        changed.append(model.objects.defer_streamfields().get(pk=city.pk))
        index.insert_or_update_object(changed[-1])
    return changed
