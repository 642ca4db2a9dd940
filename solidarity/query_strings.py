"""The query of an address: without what says nothing, and as it stands where what is shown is passed on."""

from django.http import HttpResponseRedirect
from django.utils.http import urlencode


def filled(parameters):
    """Return the pairs of name and value of a QueryDict that say something."""
    return [(name, value) for name, values in parameters.lists() for value in values if value.strip()]


def redirect_without_empty(request):
    """Return a redirect to the same address without empty parameters, or None where there are none.

    A form without script sends each of its fields, also those in which nothing was chosen. Browsers keep the fragment.
    """
    said = filled(request.GET)
    if len(said) == sum(map(len, dict(request.GET.lists()).values())):
        return None
    return HttpResponseRedirect(f"{request.path}?{urlencode(said)}" if said else request.path)


def with_page(pairs, page_obj):
    """Return a query of pairs, and of the number of a page that is not the first."""
    number = page_obj.number if page_obj else 1
    return urlencode([*pairs, *([("page", number)] if number > 1 else [])])
