"""Reports: a file for each language, a cover, and their list by type and year."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from solidarity.templatetags.formats import file_size
from tests import factories
from tests.support.html_tree import as_shown


def shown(client, **filters):
    """Return the headings on the list of reports."""
    return [report.heading for report in client.get("/en/reports/", filters).context["page_obj"].object_list]


def test_the_list_is_filtered_by_type_and_year(client, site):
    factories.ReportPageFactory(parent=site.reports, heading_en="a report")
    factories.ReportPageFactory(
        parent=site.reports, heading_en="a letter", document_type="letter", published_on=date(2020, 3, 1)
    )
    assert shown(client) == ["a letter", "a report"]
    assert shown(client, document_type="letter") == ["a letter"]
    assert shown(client, year="2016") == ["a report"]
    assert shown(client, document_type="letter", year="2016") == []


def test_each_language_has_its_own_file(client, site):
    report = factories.ReportPageFactory(parent=site.reports)
    english = factories.ReportFileFactory(report=report, language="en")
    greek = factories.ReportFileFactory(report=report, language="el")

    text = as_shown(client.get(report.url).content.decode())
    for file, language in ((english, "English"), (greek, "Greek")):
        assert f'href="{file.document.url}">{language}</a>' in text
    assert "PDF" in text


def test_a_file_is_downloaded_whole(client, site):
    file = factories.ReportFileFactory(report=factories.ReportPageFactory(parent=site.reports))
    response = client.get(file.document.url)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert b"".join(response) == factories.small_pdf()


def test_the_size_of_a_file_is_said_in_the_readers_language():
    sizes = []
    for language, count in (("en", 512), ("de", 3_140), ("ar", 3_140), ("fr", 2_400_000), ("en", None)):
        with override(language):
            sizes.append(file_size(count))
    assert sizes == ["512 byte", "3,1 kB", "3.1 كيلوبايت", "2,4\u202fMo", ""]


def test_a_language_has_one_file_only(site):
    report = factories.ReportPageFactory(parent=site.reports)
    factories.ReportFileFactory(report=report, language="en")
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.ReportFileFactory(report=report, language="en")


def test_a_deleted_document_leaves_its_report_standing(client, site):
    report = factories.ReportPageFactory(parent=site.reports)
    file = factories.ReportFileFactory(report=report)
    file.document.delete()
    assert not report.files.exists()
    assert client.get(report.url).status_code == 200


def test_the_row_says_in_which_languages_a_report_is_there(client, site):
    report = factories.ReportPageFactory(parent=site.reports)
    factories.ReportFileFactory(report=report, language="fr")
    factories.ReportFileFactory(report=report, language="ar")
    text = as_shown(client.get("/en/reports/").content.decode())
    assert "French · Arabic" in text


def test_type_edition_and_publisher_are_shown(client, site):
    report = factories.ReportPageFactory(
        parent=site.reports, document_type="statement", edition_en="Second edition", publisher="EUROCITIES"
    )
    text = as_shown(client.get(report.url).content.decode())
    for part in ("Position paper", "Second edition", "EUROCITIES", "1 April 2016"):
        assert part in text
