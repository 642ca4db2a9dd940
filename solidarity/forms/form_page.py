"""The editor's form of a page that carries a form."""

from wagtail.contrib.forms.forms import WagtailAdminFormPageForm

from solidarity.forms import SitePageForm
from solidarity.forms.builder import check_question


class FormPageForm(SitePageForm, WagtailAdminFormPageForm):
    """The editor's form of a page with a form: before it is published, each question can be answered."""

    def clean(self):
        cleaned = super().clean()
        if not self.is_deferred_validation and "form_fields" in self.formsets:
            for row in self.formsets["form_fields"].forms:
                if row.is_valid() and not row.cleaned_data.get("DELETE") and (row.has_changed() or row.instance.pk):
                    check_question(row)
        return cleaned
