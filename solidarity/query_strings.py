"""Query strings: without empty parameters, and with the page number."""

from django.http import HttpResponseRedirect
from django.utils.http import urlencode


def without_empty(parameters):
    """Return the pairs of name and value of a QueryDict whose value is not blank."""
    return [(name, value) for name, values in parameters.lists() for value in values if value.strip()]


def redirect_without_empty(request):
    """Return a redirect to the same URL without blank parameters, or None if there are none.

    Without script, a form sends all its fields, also those without a choice. Browsers keep the fragment.
    """
    params = without_empty(request.GET)
    if len(params) == sum(map(len, dict(request.GET.lists()).values())):
        return None
    return HttpResponseRedirect(f"{request.path}?{urlencode(params)}" if params else request.path)


def known_query(request, names):
    """Return the QueryDict of a request without the parameters that its view does not know, such as ``utm_source``."""
    known = request.GET.copy()
    for name in set(known) - set(names):
        del known[name]
    return known


def with_page(pairs, page_obj):
    """Return pairs as a query string, with the number of a page other than the first."""
    number = page_obj.number if page_obj else 1
    return urlencode([*pairs, *([("page", number)] if number > 1 else [])])
