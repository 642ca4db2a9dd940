"""Which addresses of the admin each role opens, and by which it changes something. Whatever is not here is closed.

Addresses have Wagtail's names, grouped by what they are.
"""

import wagtail


def names(namespace, *ends):
    return {f"{namespace}:{end}" for end in ends}


def with_results(*listings):
    """Return the names of some listings, each with the rows alone that its search fetches."""
    return {name for listing in listings for name in (listing, f"{listing}_results")}


# Addresses that name nothing ------------------------------------------------------------------------------------------

SIGN_IN = {"wagtailadmin_login"}  # leads on whoever may enter
FOR_EVERYBODY = {
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_password_reset",
    "wagtailadmin_password_reset_done",
    "wagtailadmin_password_reset_complete",
}
ONES_OWN = {
    "wagtailadmin_home",
    "wagtailadmin_account",
    "wagtailadmin_dismissibles",
    "officers_guide",
    "session",
    "admin/test404/",
}
PAGES_ONE_MAY_EDIT = {"wagtailadmin_api:pages:listing", *with_results("wagtailadmin_pages:search")}
# What they offer is asked for each role in tests/test_roles.py and tests/test_files.py.
CHOOSERS = {
    "wagtailadmin_choose_page",
    "wagtailadmin_choose_page_search",
    *(f"wagtailadmin_choose_page_{kind}_link" for kind in ("anchor", "email", "external", "phone")),
    "wagtailadmin_choose_page_chosen_multiple",
    "wagtailadmin_tag_autocomplete",
    *names("wagtailembeds", "chooser", "chooser_upload"),
    *names("wagtailimages_chooser", "choose", "choose_results", "chosen_multiple"),
    *names("wagtaildocs_chooser", "choose", "choose_results", "chosen_multiple"),
    *names("wagtailsnippetchoosers_solidarity_topic", "choose", "choose_results", "chosen_multiple"),
}
FORMS = with_results("wagtailforms:index")
UPLOADS = {
    name
    for app in ("wagtailimages", "wagtaildocs")
    for name in (*names(app, "index", "index_results", "add", "add_multiple"), f"{app}_chooser:create")
}
LISTED = {"cities", "statements", "pledges", "projects", "news", "reports", "events", "visits"}
LISTED_REPORTS = {"scheduled", "expiring", "outdated-leaders", "links_down"}
LISTINGS = {"wagtailadmin_explore_root", *with_results(*(f"list_{name}:index" for name in LISTED | LISTED_REPORTS))}
REPORTS = with_results(
    "officers:report",
    "unmatched_queries:report",
    *(
        f"wagtailadmin_reports:{report}"
        for report in (
            "aging_pages",
            "locked_pages",
            "page_types_usage",
            "site_history",
            "workflow",
            "workflow_tasks",
        )
    ),
)
ALL_FILES = {"wagtailadmin_api:images:listing", "wagtailadmin_api:documents:listing"}
REDIRECTS = names("wagtailredirects", "index", "index_results", "add", "start_import")
TOPICS = {
    *names("wagtailsnippets_solidarity_topic", "list", "list_results", "add"),
    "wagtailsnippetchoosers_solidarity_topic:create",
}
TASKS_TO_CHOOSE = names("wagtailadmin_workflows", "task_chooser", "task_chooser_results", "task_chooser_create")
ADMINISTRATION = {
    *names("wagtailadmin_collections", "index", "add"),
    *with_results("wagtailadmin_workflows:index", "wagtailadmin_workflows:task_index"),
    *names("wagtailadmin_workflows", "add", "select_task_type"),
    *(
        name
        for kind in ("wagtailsites", "wagtailusers_users", "wagtailusers_groups")
        for name in names(kind, "index", "index_results", "add")
    ),
}


def places_for(*kinds):
    """Return the names of the forms that ask where a page is to be added; where there is one place they lead there."""
    return {f"list_{kind}:choose_parent" for kind in kinds}


ENTERS = FOR_EVERYBODY | ONES_OWN | PAGES_ONE_MAY_EDIT | CHOOSERS | {"spoken_languages"}
STAFF = ENTERS | FORMS | UPLOADS | LISTINGS | REPORTS | ALL_FILES | REDIRECTS | TOPICS | TASKS_TO_CHOOSE
NO_KIND_OF_THEIR_OWN = {"scheduled", "expiring", "links_down"}

OPENED = {
    "administrator": STAFF | ADMINISTRATION | places_for("pledges", *NO_KIND_OF_THEIR_OWN),
    "editor": STAFF | places_for("pledges", *NO_KIND_OF_THEIR_OWN),
    # Where nothing may be added the form has nothing to choose.
    "translator": ENTERS | LISTINGS | places_for(*LISTED, *LISTED_REPORTS),
    "officer": ENTERS | UPLOADS | places_for(*LISTED - {"statements", "pledges"}, *NO_KIND_OF_THEIR_OWN),
    "without_role": FOR_EVERYBODY | SIGN_IN,
    "signed_out": FOR_EVERYBODY | SIGN_IN,
}

# Addresses that name something ----------------------------------------------------------------------------------------

# What every page has that one may edit.
TEXT = {
    "wagtailadmin_api:pages:detail",
    "wagtailadmin_choose_page_child",
    *with_results("wagtailadmin_explore", "wagtailadmin_pages:history"),
    *names("wagtailadmin_pages", "edit", "preview_on_edit", "view_draft", "usage", "workflow_history"),
    *names("wagtailadmin_pages", "revisions_compare", "revisions_revert", "revisions_view"),
    "wagtailadmin_pages:confirm_workflow_cancellation",
}
ITS_REVIEW = {"wagtailadmin_pages:workflow_history_detail"}
TO_REVIEW = names("wagtailadmin_pages", "collect_workflow_action_data", "workflow_action", "workflow_preview")
ADD_BELOW = names("wagtailadmin_pages", "add", "add_subpage", "preview_on_add")
PLACE = {
    *names("wagtailadmin_pages", "copy", "delete", "move", "move_confirm", "revisions_unschedule"),
    "wagtailadmin_pages:set_privacy",
    *(f"page: {action}" for action in ("delete", "move", "publish", "unpublish")),
}
if wagtail.VERSION < (8,):  # it answers whoever only looks; Wagtail 8 takes a change alone
    PLACE.add("wagtailadmin_pages:set_page_position")
ITS_OFFICERS = names("officers", "city", "remove")

FOR_ALL_ROLES = {
    "wagtailadmin_password_reset_confirm",
    "wagtailadmin_tag_model_autocomplete",
    "wagtailsnippetchoosers_solidarity_topic:chosen",
}
KINDS_OF_PAGES = names("wagtailadmin_pages", "type_use", "type_use_results")
FILES_AT_ONCE = {
    f"{kind}: {action}"
    for kind in ("siteimage", "sitedocument")
    for action in ("add_tags", "add_to_collection", "delete")
}
FILES = {
    *names("wagtailadmin_api", "images:detail", "documents:detail"),
    *names("wagtailimages", "edit", "delete", "image_usage", "preview"),
    *names("wagtailimages_chooser", "chosen", "select_format"),
    *names("wagtaildocs", "edit", "delete", "document_usage"),
    "wagtaildocs_chooser:chosen",
    *FILES_AT_ONCE,
}
LETTERS = names("wagtailforms", "list_submissions", "list_submissions_results", "delete_submissions")
A_TOPIC = {
    *names("wagtailsnippets_solidarity_topic", "edit", "copy", "delete", "history", "history_results", "usage"),
    "topic: delete",
}
SETTINGS = {"wagtailsettings:edit", "wagtailredirects:edit", "wagtailredirects:delete"}
WITHDRAWAL = {"cities_decide_withdrawal"}
A_TASK_CHOSEN = {"wagtailadmin_workflows:task_chosen"}
OF_STAFF = KINDS_OF_PAGES | FILES | LETTERS | A_TOPIC | SETTINGS | WITHDRAWAL | A_TASK_CHOSEN
OF_ADMINISTRATORS = {
    *(f"user: {action}" for action in ("assign_role", "delete", "set_active_state")),
    *names("wagtailadmin_collections", "edit", "delete", "set_privacy"),
    *names("wagtailadmin_workflows", "add_task", "edit", "edit_task", "disable", "disable_task"),
    *with_results("wagtailadmin_workflows:usage"),
    *(
        name
        for kind in ("wagtailsites", "wagtailusers_users", "wagtailusers_groups")
        for name in names(kind, "edit", "delete", "history", "history_results", "usage")
    ),
    *names("wagtailsites", "copy"),
    *names("wagtailusers_users", "copy"),
}
CHOOSE_PARENT = {"wagtailadmin_pages:choose_parent"}

OBJECTS = {"translator": FOR_ALL_ROLES | CHOOSE_PARENT, "officer": FOR_ALL_ROLES}
OBJECTS["editor"] = OBJECTS["translator"] | OF_STAFF
OBJECTS["administrator"] = OBJECTS["editor"] | OF_ADMINISTRATORS

DRAFT = {"translator": TEXT | ITS_REVIEW, "officer": TEXT | ITS_REVIEW | {"wagtailadmin_pages:delete"}}
DRAFT["editor"] = DRAFT["administrator"] = TEXT | ITS_REVIEW | TO_REVIEW | PLACE

PUBLISHED = {"translator": TEXT, "officer": TEXT | ADD_BELOW}
PUBLISHED["editor"] = TEXT | ADD_BELOW | PLACE | ITS_OFFICERS | {"wagtailadmin_pages:unpublish"}
PUBLISHED["administrator"] = PUBLISHED["editor"]

# By which something is changed, if a forged request asks for it -------------------------------------------------------

EDIT = names("wagtailadmin_pages", "edit", "revisions_revert")
FILES_CHANGED = {
    *names("wagtailimages", "edit", "edit_multiple", "delete", "delete_multiple"),
    *names("wagtaildocs", "edit", "edit_multiple", "delete", "delete_multiple"),
    *FILES_AT_ONCE,
}
PLACE_CHANGED = {
    *names("wagtailadmin_pages", "copy", "delete", "lock", "move_confirm", "revisions_unschedule"),
    *("wagtailadmin_pages:set_page_position", "page: delete", "page: publish"),
}

CHANGED_OBJECTS = {"translator": set(), "officer": set()}
CHANGED_OBJECTS["editor"] = {
    *FILES_CHANGED,
    *WITHDRAWAL,
    *SETTINGS,
    *names("wagtailsnippets_solidarity_topic", "edit", "copy", "delete"),
    "topic: delete",
    "wagtailforms:delete_submissions",
}
CHANGED_OBJECTS["administrator"] = {
    *CHANGED_OBJECTS["editor"],
    *(f"user: {action}" for action in ("assign_role", "delete")),
    *names("wagtailadmin_collections", "edit", "set_privacy"),
    *names("wagtailadmin_workflows", "disable", "disable_task", "edit"),
    *names("wagtailsites", "copy", "edit", "delete"),
    *names("wagtailusers_users", "copy", "edit", "delete"),
    *names("wagtailusers_groups", "edit", "delete"),
}

# Who does not review may not even change the text of what waits for review.
CHANGED_DRAFT = {"translator": set(), "officer": {"wagtailadmin_pages:delete"}}
CHANGED_DRAFT["editor"] = EDIT | PLACE_CHANGED | {"wagtailadmin_pages:workflow_action"}
CHANGED_DRAFT["administrator"] = CHANGED_DRAFT["editor"] | {"wagtailadmin_workflows:remove"}

CHANGED_PUBLISHED = {"translator": EDIT, "officer": EDIT | {"cities_check"}}
CHANGED_PUBLISHED["editor"] = {
    *EDIT,
    *PLACE_CHANGED,
    *names("wagtailadmin_pages", "add", "unpublish"),
    "page: unpublish",
    *names("officers", "city", "remove", "send_again", "withdraw"),
}
CHANGED_PUBLISHED["administrator"] = CHANGED_PUBLISHED["editor"]
