"""Files for crawlers and clients: robots.txt, security.txt (RFC 9116), humans.txt and the web app manifest."""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import Http404, HttpResponse, JsonResponse
from django.http.request import split_domain_port
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from solidarity import languages
from solidarity.models import SiteSettings

# The admin, and personal invitation links.
NOT_FOR_INDEXES = ("/admin/", "/invitation/")
# Less than the year that RFC 9116 recommends at most; counted from midnight, so that the file is stable for a day.
SECURITY_VALID = timedelta(days=300)
PAPER, PANEL = "#fbfaf7", "#173f73"  # the values in static/css/tokens.css


def is_indexed(request):
    """Tell whether search engines may index the host of a request: those of PRODUCTION_HOSTS."""
    try:
        host, _port = split_domain_port(request.get_host())
    except DisallowedHost:
        return False
    return host in settings.PRODUCTION_HOSTS


class NoIndexMiddleware:
    """Middleware that adds ``X-Robots-Tag: noindex`` to all but public pages of the production site."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path.startswith(NOT_FOR_INDEXES) or not is_indexed(request):
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response


def plain_text_response(lines):
    """Return a plain text response of lines."""
    return HttpResponse("".join(f"{line}\n" for line in lines), "text/plain; charset=utf-8")


def robots(request):
    """Respond with robots.txt: https://www.rfc-editor.org/rfc/rfc9309."""
    if not is_indexed(request):
        return plain_text_response(["User-agent: *", "Disallow: /"])
    closed = [f"Disallow: {path}" for path in NOT_FOR_INDEXES]
    return plain_text_response(
        ["User-agent: *", *closed, "", f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}"]
    )


def security(request):
    """Respond with security.txt, the contact for reporting vulnerabilities: https://www.rfc-editor.org/rfc/rfc9116."""
    email = SiteSettings.for_request(request).contact_email
    contact = settings.SECURITY_CONTACT or (f"mailto:{email}" if email else "")
    if not contact:
        raise Http404("Nobody is named to whom one could write.")
    today = datetime.combine(timezone.now().astimezone(UTC).date(), time.min, UTC)
    return plain_text_response(
        [
            f"Contact: {contact}",
            f"Expires: {today + SECURITY_VALID:%Y-%m-%dT%H:%M:%SZ}",
            f"Preferred-Languages: {', '.join(languages.codes())}",
            f"Canonical: {request.build_absolute_uri(request.path)}",
        ]
    )


def humans(request):
    """Respond with humans.txt, who made the site and with what: https://humanstxt.org."""
    site = SiteSettings.for_request(request)
    contact = [f"Contact: {site.contact_email}"] if site.contact_email else []
    return plain_text_response(
        [
            "/* TEAM */",
            "The cities of the Solidarity Cities initiative, and EUROCITIES, who keep this site",
            *contact,
            "",
            "/* SITE */",
            f"Languages: {', '.join(name for _code, name in languages.LANGUAGES)}",
            "Standards: HTML, CSS, WCAG 2.2, schema.org",
            "Software: Django, Wagtail, PostgreSQL",
            "Fonts: Source Serif 4, Noto Naskh Arabic",
        ]
    )


def manifest(request):
    """Respond with the web app manifest in the language of the URL: https://www.w3.org/TR/appmanifest/."""
    language = get_language()
    name = SiteSettings.for_request(request).display_name
    icons = [
        {"src": static(f"img/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size in (192, 512)
        for purpose in ("any", "maskable")
    ]
    return JsonResponse(
        {
            "id": "/",
            "name": name,
            "short_name": name if len(name) <= 30 else settings.WAGTAIL_SITE_NAME,
            "lang": language,
            "dir": languages.direction(language),
            "start_url": f"/{language}/",
            "scope": "/",
            "display": "browser",
            "background_color": PAPER,
            "theme_color": PANEL,
            "icons": icons,
        },
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
    )
