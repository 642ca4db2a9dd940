from django.db import migrations

# As solidarity/search/index.py writes them.
CARRIED = """
UPDATE wagtailsearch_indexentry AS entry SET body_text = '', title_text = concat_ws(
    E'\\t', coalesce(to_char(date, 'YYYY-MM-DD'), ''), kind, cities::text, topics::text, title_shown
)
FROM solidarity_searchrow AS found
WHERE entry.object_id = found.id AND entry.content_type_id = (
    SELECT id FROM django_content_type WHERE app_label = 'solidarity' AND model = 'searchrow'
)
"""


def carry(apps, schema_editor):
    """Let the entries of the index that there are carry what is asked of each hit; only PostgreSQL has room for it."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(CARRIED)


class Migration(migrations.Migration):
    dependencies = [
        ("solidarity", "0005_name_of_searches"),
        ("wagtailsearch", "0010_add_text_fields"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(carry, migrations.RunPython.noop)]
