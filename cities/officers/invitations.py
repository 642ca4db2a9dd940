"""The public views of an invitation, in the invitation's language. The link in the e-mail leads here."""

from csp.decorators import csp_update
from django import forms
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.forms import SetPasswordMixin
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from cities.models import Invitation
from solidarity.models import User


class AcceptForm(SetPasswordMixin, forms.Form):
    """The form that accepts an invitation and creates an account."""

    email = forms.EmailField(
        label=gettext_lazy("Email address"),
        help_text=gettext_lazy("You sign in with it."),
        disabled=True,
        widget=forms.EmailInput({"autocomplete": "username"}),
    )
    name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"})
    )
    password1, password2 = SetPasswordMixin.create_password_fields(
        gettext_lazy("Password"), gettext_lazy("Repeat the password")
    )

    def clean(self):
        super().clean()
        self.validate_passwords()
        user = User(email=self.initial["email"], first_name=self.cleaned_data.get("name", ""))
        self.validate_password_for_user(user, "password1")
        return self.cleaned_data


@csp_update({"connect-src": ["'self'"]})  # the admin's base template fetches its icons
@never_cache
@sensitive_post_parameters("password1", "password2")
def invitation(request, token):
    """Show an invitation, accept it, or send a new link in place of an expired one."""
    found = Invitation.from_token(token)
    with translation.override(found.language if found else translation.get_language()):
        response = response_for(request, found)
    # The URL is a credential: it must not leak to other sites or into search engines.
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


def response_for(request, found):
    """Return the response for an invitation in its current state, or for an invalid token if ``found`` is None."""
    if not found:
        # 410 Gone and not 404, for which the middleware would look for redirects and for the page in other languages.
        return render_state(request, "void", status=410)
    if found.accepted_at:
        return render_state(request, "accepted", found)
    if found.has_expired:
        if request.method == "POST" and "fresh" in request.POST:
            found.renew()
            return render_state(request, "sent", found)
        return render_state(request, "expired", found)
    if found.creates_account:
        return accept_with_new_account(request, found)
    return accept_with_existing_account(request, found)


def accept_with_new_account(request, found):
    """Show or process the form that asks for a name and password. On success the new officer is signed in."""
    initial = {"email": found.email, "name": found.name}
    form = AcceptForm(request.POST if request.method == "POST" else None, initial=initial)
    if not form.is_valid():
        return render_state(request, "form", found, form=form)
    user = found.accept(form.cleaned_data["name"], form.cleaned_data["password1"])
    if not user:
        return render_state(request, "accepted", found)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return redirect("wagtailadmin_home")


def accept_with_existing_account(request, found):
    """Ask a person with an active account for confirmation. They are not signed in by it."""
    if request.method != "POST":
        return render_state(request, "join", found)
    user = found.accept()
    if not user:
        return render_state(request, "accepted", found)
    words = {"name": user, "city": found.team.city.label}
    messages.success(request, _("%(name)s is an officer of %(city)s from now on.") % words)
    return redirect("wagtailadmin_home")


def render_state(request, state, found=None, status=200, **context):
    """Render cities/invitation/<state>.html."""
    city = found.team.city if found else None
    return render(
        request, f"cities/invitation/{state}.html", {"invitation": found, "city": city, **context}, status=status
    )
