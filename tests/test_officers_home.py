"""'Your city': what an officer sees first, and how little of the rest of the admin."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from cities.models import CityCheck, CityOverview, CityTeam, MayorStatementPage, PledgePage, WithdrawalRequest
from demo.loader import without_indexing
from tests import factories
from tests.support.page_editor import add_url, edit_url, shown_form
from tests.support.people import make_editor, officer_of
from tests.support.review import draft, send_for_review

HOME = "/admin/"


def statement(athens, **fields):
    return factories.MayorStatementPageFactory(parent=athens, **fields)


def the_text(soup):
    """Return words as they are read, with single spaces."""
    return " ".join(soup.get_text(" ").split())


def shown(client):
    return BeautifulSoup(client.get(HOME).content, "lxml")


def entry_of(client, page):
    """Return what the first page of the admin says of a page, as text and links."""
    names = [page.heading, page.title]
    for entry in shown(client).select(".your-city-entry"):
        if entry.select_one(".your-city-title").get_text(strip=True) in names:
            return the_text(entry), {the_text(link): link["href"] for link in entry.select("a")}
    raise AssertionError(f"{page} is not listed")


def test_an_officer_sees_their_city_alone(officer_client, athens, site):
    factories.CityPageFactory(parent=site.cities, heading_en="Berlin")
    page = shown(officer_client)
    assert page.title.get_text().strip().startswith("Your city")
    assert page.select_one("main h1, h1").get_text(strip=True) == "Your city"
    assert [the_text(name) for name in page.select("h2.your-city-name")] == ["Athens"]
    assert not page.select(".w-summary, .w-panel--dashboard")
    assert "Berlin" not in page.get_text()


def test_an_officer_of_two_cities_sees_both(client, athens, site):
    berlin = factories.CityPageFactory(parent=site.cities, heading_en="Berlin")
    client.force_login(officer_of(athens, berlin))
    page = shown(client)
    assert page.select_one("h1").get_text(strip=True) == "Your cities"
    assert [the_text(name) for name in page.select("h2.your-city-name")] == ["Athens", "Berlin"]


@pytest.mark.parametrize("make", [make_editor, factories.AdminFactory], ids=["an editor", "an administrator"])
def test_staff_see_wagtails_own_first_page_even_if_they_serve_a_city(client, athens, make):
    user = make()
    user.groups.add(CityTeam.get_or_create_for(athens).group)
    client.force_login(user)
    assert not shown(client).select(".your-city")
    assert "Pages" in client.get(HOME).content.decode()


def test_each_state_is_named_and_has_its_links(officer_client, officer, athens):
    live = statement(athens, heading_en="On arrival")
    written = draft(factories.MayorStatementPageFactory, athens, officer, heading_en="Written")
    sent = draft(factories.MayorStatementPageFactory, athens, officer, heading_en="Sent")
    send_for_review(sent, officer)
    text, links = entry_of(officer_client, live)
    assert "Published" in text
    assert "draft" not in text
    assert links["Edit"] == edit_url(live)
    assert links["See the public page"] == live.url
    assert links["Ask for its withdrawal"] == reverse("cities_ask_withdrawal", args=[live.pk])

    text, links = entry_of(officer_client, written)
    assert "Draft, not sent yet" in text
    assert "Published" not in text
    assert set(links) == {"Edit", "Preview the draft"}

    text, links = entry_of(officer_client, sent)
    assert f"In review since {timezone.localdate().day} " in text
    assert set(links) == {"See what you sent", "Take it back from EUROCITIES"}
    assert officer_client.get(links["See what you sent"]).status_code == 200


def test_what_waits_leads_those_who_may_to_where_it_is_taken_back(officer_client, officer, athens):
    button = "action-cancel-workflow"
    colleague = officer_of(athens, email="colleague@athens.example")
    for sender, owner, can in ((officer, None, True), (colleague, officer, True), (colleague, None, False)):
        sent = draft(factories.MayorStatementPageFactory, athens, sender, heading_en="Sent", owner=owner)
        send_for_review(sent, sender)
        links = entry_of(officer_client, sent)[1]
        assert (links.get("Take it back from EUROCITIES") == edit_url(sent)) is can
        assert (button in officer_client.get(edit_url(sent)).content.decode()) is can
        sent.delete()


def test_what_was_taken_back_is_said_in_an_officers_words(officer_client, officer, athens):
    sent = draft(factories.MayorStatementPageFactory, athens, officer, heading_en="Sent")
    send_for_review(sent, officer)
    answer = officer_client.post(edit_url(sent), {"action-cancel-workflow": "on"}, follow=True)
    assert [str(message).strip() for message in answer.context["messages"]][0].startswith(
        "“Sent” is no longer in review."
    )
    assert "Draft, not sent yet" in entry_of(officer_client, sent)[0]


def test_changes_to_what_is_published_have_their_own_states(officer_client, officer, athens):
    page = statement(athens, heading_en="On arrival")
    page.speaker = "Somebody else"
    page.save_revision(user=officer)
    text, links = entry_of(officer_client, page)
    assert "Published" in text
    assert "Changes in draft, not sent yet" in text
    assert {"Edit", "Preview the draft", "See the public page"} <= set(links)

    send_for_review(page, officer)
    text, _links = entry_of(officer_client, page)
    assert "Published" in text
    assert "Changes in review since" in text


def test_changes_asked_for_come_with_the_reviewers_reason(officer_client, officer, athens):
    page = draft(factories.MayorStatementPageFactory, athens, officer, heading_en="On arrival")
    send_for_review(page, officer)
    page.current_workflow_task_state.reject(user=make_editor(), comment="Give <b>the</b> day.")
    text, links = entry_of(officer_client, page)
    assert "Changes asked for" in text
    assert "Give <b>the</b> day." in text
    assert links["Edit"] == edit_url(page)
    due = shown(officer_client).select_one(".your-city-due")
    assert "EUROCITIES asks for changes: On arrival" in the_text(due)


def test_what_was_taken_down_approved_for_later_or_taken_back_is_said(officer_client, officer, athens):
    down = statement(athens, heading_en="Taken down")
    down.save_revision().publish()
    down.refresh_from_db()
    down.unpublish()
    later = draft(factories.MayorStatementPageFactory, athens, officer, heading_en="Later")
    later.go_live_at = timezone.now() + timedelta(days=3)
    later.save_revision().publish()
    back = draft(factories.MayorStatementPageFactory, athens, officer, heading_en="Back")
    send_for_review(back, officer)
    back.current_workflow_state.cancel(user=officer)

    assert "No longer published" in entry_of(officer_client, down)[0]
    assert "Approved, to be published later" in entry_of(officer_client, later)[0]
    assert "Draft, not sent yet" in entry_of(officer_client, back)[0]


def test_a_withdrawal_that_was_asked_for_is_said_and_not_offered_again(officer_client, officer, athens):
    page = statement(athens)
    WithdrawalRequest.ask(page, officer, "It was a mistake.")
    text, links = entry_of(officer_client, page)
    assert f"Withdrawal asked for on {timezone.localdate().day} " in text
    assert "Ask for its withdrawal" not in links


def test_the_citys_own_page_has_a_state_and_no_withdrawal(officer_client, athens):
    text, links = entry_of(officer_client, athens)
    assert "Published" in text
    assert links == {"Edit": edit_url(athens), "See the public page": athens.url}


def buttons(client):
    return {the_text(button): button["href"] for button in shown(client).select("a.your-city-button")}


def test_the_buttons_lead_to_forms_that_open(officer_client, athens):
    assert buttons(officer_client) == {
        "Write a statement": add_url(athens, MayorStatementPage),
        "Make a pledge": add_url(athens, PledgePage),
        # The editor opens the tab in which this field stands: the facts, not the words in English.
        "Update the city's facts": f"{edit_url(athens)}#:w:contentpath=population",
    }
    for url in buttons(officer_client).values():
        assert officer_client.get(url).status_code == 200
    assert 'data-contentpath="population"' in officer_client.get(edit_url(athens)).text


def test_progress_is_reported_in_the_citys_own_pledge(officer_client, athens, site):
    report = "Report progress on a pledge"
    withdrawn = factories.PledgePageFactory(parent=athens, withdrawn_on=date(2021, 1, 1))
    joint = factories.PledgePageFactory(parent=site.pledges, heading_en="Together")
    factories.PledgeSignatoryFactory(pledge=joint, city=athens)
    assert report not in buttons(officer_client)

    first = factories.PledgePageFactory(parent=athens)
    first.progress.add(factories.PledgeProgressFactory.build(pledge=first, note_en="", note_de="Erreicht."))
    first.save_revision().publish()
    add = f"{edit_url(first)}#:w:contentpath=progress&add=row"
    assert buttons(officer_client)[report] == add == entry_of(officer_client, first)[1]["Report progress or edit"]
    editor_page = BeautifulSoup(officer_client.get(add).content, "lxml")
    assert editor_page.select("[data-panel][data-contentpath=progress] #id_progress-ADD")
    assert not editor_page.select("[data-w-sync-target-value='']"), "a script would fail, for officers have no slug"
    open_languages = editor_page.select("#inline_child_progress-0 details[open] > summary")
    assert [summary["lang"] for summary in open_languages] == ["en", "de"]

    factories.PledgePageFactory(parent=athens)
    anchor = buttons(officer_client)[report]
    assert shown(officer_client).select_one(anchor).get_text(strip=True) == "Pledges"
    assert "Ask for its withdrawal" not in entry_of(officer_client, withdrawn)[1]


def test_pledges_that_stand_elsewhere_are_public_links_that_staff_keep(officer_client, athens, site):
    joint = factories.PledgePageFactory(parent=site.pledges, heading_en="Together")
    factories.PledgeSignatoryFactory(pledge=joint, city=athens)
    unseen = draft(factories.PledgePageFactory, site.pledges, heading_en="Not published")
    factories.PledgeSignatoryFactory(pledge=unseen, city=athens)
    factories.PledgePageFactory(parent=site.pledges, heading_en="Of others")
    page = shown(officer_client)
    assert [(the_text(link), link["href"]) for link in page.select(".your-city-links a")] == [("Together", joint.url)]
    assert "EUROCITIES staff manage these." in the_text(page)


def test_nothing_is_due_where_all_is_well(officer_client, officer, athens):
    statement(athens)
    CityCheck.confirm(athens, officer)
    assert not shown(officer_client).select(".your-city-due")


def test_the_end_of_a_term_is_due_until_somebody_in_office_speaks(officer, athens):
    former = statement(athens, speaker="Old", in_office_until=date(2019, 9, 1))
    assert CityOverview(athens, date(2019, 9, 1)).term_over is None
    assert CityOverview(athens, date(2019, 9, 2)).term_over == former
    taken_down = statement(athens, speaker="New", first_published_at=timezone.now())
    taken_down.unpublish()
    assert CityOverview(athens, date(2019, 9, 2)).term_over == former, "what nobody reads does not count"
    draft(factories.MayorStatementPageFactory, athens, officer, speaker="New")
    assert CityOverview(athens, date(2019, 9, 2)).term_over is None


def test_the_end_of_a_term_is_said_with_a_way_to_write(officer_client, athens):
    statement(athens, speaker="Old", in_office_until=date(2019, 9, 1))
    due = shown(officer_client).select_one(".your-city-due")
    assert "The term of office of Old ended on 1 September 2019." in the_text(due)
    assert due.select_one(f'a[href="{add_url(athens, MayorStatementPage)}"]')


@pytest.mark.parametrize("code", ["el", "ar"])
def test_dates_and_names_are_in_the_officers_language(client, athens, code):
    officer = officer_of(athens, language=code)
    athens.heading_ar = "أثينا"
    athens.save()
    client.force_login(officer)
    page = shown(client)
    assert page.html["lang"] == code
    assert page.html["dir"] == ("rtl" if code == "ar" else "ltr")
    assert the_text(page.select_one("h2.your-city-name")) == {"el": "Αθήνα", "ar": "أثينا"}[code]
    assert not page.select(".your-city-title bdi"), "a heading runs as its language does, whatever its first letter"


def test_the_number_of_queries_does_not_depend_on_how_much_there_is(
    officer_client, officer, athens, site, django_assert_num_queries, django_assert_max_num_queries
):
    def add(count):
        for _number in range(count):
            asked = statement(athens)
            WithdrawalRequest.ask(asked, officer, "A reason.")
            sent = draft(factories.MayorStatementPageFactory, athens, officer)
            send_for_review(sent, officer)
            pledge = factories.PledgePageFactory(parent=athens)
            factories.PledgeProgressFactory(pledge=pledge)
            joint = factories.PledgePageFactory(parent=site.pledges)
            factories.PledgeSignatoryFactory(pledge=joint, city=athens)

    with without_indexing():
        add(3)
    officer_client.get(HOME)  # fills caches
    with django_assert_max_num_queries(60) as few:
        officer_client.get(HOME)
    with without_indexing():
        add(27)
    with django_assert_num_queries(len(few)):
        assert len(shown(officer_client).select(".your-city-entry")) == 91


# The rest of the admin ------------------------------------------------------------------------------


def menu(soup):
    """Return the names of the main menu's entries."""
    props = soup.select_one("#wagtail-sidebar-props").string
    return [name for name in MENU_NAMES if f'"{name}"' in props]


MENU_NAMES = ["your-city", "explorer", "images", "documents", "topics", "reports", "settings", "forms", "help"]


def test_an_officers_menu_holds_their_city_pictures_documents_and_help(officer_client):
    page = shown(officer_client)
    assert menu(page) == ["your-city", "images", "documents", "help"]
    assert "Pictures" in str(page)
    assert "whats-new" not in str(page)


def test_an_editors_menu_is_wagtails_own(client, site):
    client.force_login(make_editor())
    names = menu(shown(client))
    assert "your-city" not in names
    assert {"explorer", "images", "reports", "settings"} <= set(names)
    assert "whats-new" in client.get(HOME).content.decode()


def actions(client, url):
    """Return the words on the buttons at the foot of the editor."""
    soup = BeautifulSoup(client.get(url).content, "lxml")
    return [the_text(button) for button in soup.select("footer button[name], footer button[type=submit]")]


def test_an_officer_saves_or_sends_and_nothing_else(officer_client, officer, athens):
    page = draft(factories.MayorStatementPageFactory, athens, officer)
    send_for_review(page, officer)
    page.current_workflow_state.cancel(user=officer)
    for url in (add_url(athens, MayorStatementPage), edit_url(page)):
        words = actions(officer_client, url)
        assert "Send to EUROCITIES" in words
        assert any("Save draft" in word for word in words)
        assert len(words) == 2
        foot = BeautifulSoup(officer_client.get(url).content, "lxml").footer
        assert foot.select("[name=action-submit]"), "in sight"
        assert not foot.select(".w-dropdown"), "no menu to look for it in"


def test_an_officer_sends_again_or_takes_back_what_needs_changes(officer_client, officer, athens):
    page = draft(factories.MayorStatementPageFactory, athens, officer)
    send_for_review(page, officer)
    page.current_workflow_task_state.reject(user=make_editor(), comment="Please.")
    words = actions(officer_client, edit_url(page))
    assert "Send to EUROCITIES again" in words
    assert "Take it back from EUROCITIES" in words
    assert not [word for word in words if "workflow" in word.lower()]


def test_an_editors_buttons_keep_wagtails_words(client, athens):
    client.force_login(make_editor())
    send_for_review(athens, make_editor())
    athens.current_workflow_state.cancel()
    words = actions(client, edit_url(athens))
    assert "Submit to EUROCITIES review" in words
    assert "Send to EUROCITIES" not in words


def header_buttons(client, page):
    soup = BeautifulSoup(client.get(edit_url(page)).content, "lxml")
    return {the_text(link) for link in soup.select("header a, .w-slim-header a, .w-dropdown__content a")}


def test_an_officer_is_not_offered_to_move_or_copy(officer_client, client, officer, athens):
    page = draft(factories.MayorStatementPageFactory, athens, officer)
    assert {"History", "Delete"} <= header_buttons(officer_client, page)
    assert not {"Move", "Copy"} & header_buttons(officer_client, page)
    client.force_login(make_editor())
    assert {"Move", "Copy"} <= header_buttons(client, page)


def test_an_officer_cannot_move_or_copy_by_address_either(officer_client, athens):
    page = statement(athens)
    for name in ("move", "copy"):
        response = officer_client.get(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]))
        assert response.status_code == 302
        assert response.url == HOME


def test_the_editor_says_nothing_of_privacy_locks_and_usage_to_an_officer(officer_client, client, athens):
    words = ("Page visibility", "Unlocked", "Referenced")
    text = officer_client.get(edit_url(athens)).content.decode()
    assert not [word for word in words if word in text]
    client.force_login(make_editor())
    text = client.get(edit_url(athens)).content.decode()
    assert [word for word in words if word in text] == ["Unlocked", "Referenced"]


def test_an_officer_is_told_that_a_page_is_locked(officer_client, officer, athens):
    page = draft(factories.MayorStatementPageFactory, athens, officer)
    send_for_review(page, officer)
    assert "Locking: " in officer_client.get(edit_url(page)).content.decode()


def test_sending_leads_back_to_the_city(officer_client, officer, athens):
    page = draft(factories.MayorStatementPageFactory, athens, officer)
    form = shown_form(officer_client, edit_url(page), page)
    complete = {"speaker": "Somebody", "approved_by": "The cabinet", "approved_on": "2026-01-05"}
    response = officer_client.post(edit_url(page), {**form, **complete, "action-submit": "yes"})
    assert response.status_code == 302, response.context["form"].errors
    assert response.url == HOME
    assert "In review since" in entry_of(officer_client, page)[0]
