"""One page of each type of the demonstration, by the type's name: its path below /en/."""

PAGES = {
    "HomePage": "",
    "ContentPage": "about/",
    "FormPage": "contact/",
    "CityIndexPage": "cities/",
    "CityPage": "cities/athens/",
    "MayorStatementPage": "cities/athens/georgios-kaminis/",
    "PledgeIndexPage": "pledges/",
    "PledgePage": "pledges/children-from-the-greek-islands/",
    "ProjectIndexPage": "projects/",
    "ProjectPage": "projects/cities-grow/",
    "NewsIndexPage": "news/",
    "NewsPage": "news/with-a-film/",
    "ReportIndexPage": "reports/",
    "ReportPage": "reports/education-of-refugees/",
    "EventIndexPage": "events/",
    "EventPage": "events/sample-mayors-forum/",
    "MentoringVisitPage": "events/milan-2017/",
}
LISTS = {name: path for name, path in PAGES.items() if name.endswith("IndexPage")}
# Not a type of their own, but they look like nothing else.
STATES = {
    "404": "no-such-page/",
    "subscribe": "subscribe/",
    "nothing upcoming": "events/?kind=visits",
    "nothing found": "cities/?country=GR&status=former",
    "comparison": "cities/compare/?city=athens&city=amsterdam&city=ghent&city=gaziantep",
    "comparison of two": "cities/compare/?city=dresden&city=tampere",
    "form sent": "contact/?sent=1",
    "not translated": "news/in-greek-alone/",
    "open data": "data/",
    "search": "search/?q=athens",
    "searched in vain": "search/?q=athensx",
}

# A film of the page with films, as an editor gives it.
FILM = "https://www.youtube.com/watch?v=aaaaaaaaaaa"
