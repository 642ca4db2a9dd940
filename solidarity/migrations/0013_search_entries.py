import django.db.models.deletion
from django.db import migrations, models

import solidarity.database.full_text

TABLE = "solidarity_searchentry"
COLUMNS = ("title_words", "words")
POSTGRESQL = [
    *(f"CREATE INDEX {TABLE}_{column} ON {TABLE} USING gin ({column})" for column in COLUMNS),
    # Long texts are stored apart, so that what is asked of thousands of hits stands on few pages of the disk.
    f"ALTER TABLE {TABLE} SET (toast_tuple_target = 256)",
]
# https://www.sqlite.org/fts5.html#external_content_tables
_names, _new, _old = (", ".join(f"{prefix}{column}" for column in COLUMNS) for prefix in ("", "NEW.", "OLD."))
_add = f"INSERT INTO {TABLE}_fts(rowid, {_names}) VALUES (NEW.id, {_new});"
_delete = f"INSERT INTO {TABLE}_fts({TABLE}_fts, rowid, {_names}) VALUES ('delete', OLD.id, {_old});"
FTS5 = [
    f"CREATE VIRTUAL TABLE {TABLE}_fts USING fts5({_names}, content='{TABLE}', content_rowid='id')",
    f"CREATE TRIGGER {TABLE}_inserted AFTER INSERT ON {TABLE} BEGIN {_add} END",
    f"CREATE TRIGGER {TABLE}_updated AFTER UPDATE ON {TABLE} BEGIN {_delete} {_add} END",
    f"CREATE TRIGGER {TABLE}_deleted AFTER DELETE ON {TABLE} BEGIN {_delete} END",
]


def create_index(apps, schema_editor):
    """Index the words: with GIN on PostgreSQL; on SQLite with an FTS5 table that triggers keep up to date."""
    for statement in {"postgresql": POSTGRESQL, "sqlite": FTS5}[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def drop_index(apps, schema_editor):
    """Drop what is not dropped with the table of entries itself."""
    if schema_editor.connection.vendor == "sqlite":
        for event in ("inserted", "updated", "deleted"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_{event}", params=None)
        schema_editor.execute(f"DROP TABLE IF EXISTS {TABLE}_fts", params=None)


def leave_wagtails_index(apps, schema_editor):
    """Delete what the readers' search had in Wagtail's index."""
    entries = apps.get_model("wagtailsearch", "IndexEntry").objects
    entries.filter(content_type__app_label="solidarity", content_type__model="searchrow").delete()


class Migration(migrations.Migration):
    """Readers' search in a table of its own. After either direction ``migrate`` writes what search needs anew."""

    dependencies = [
        ("solidarity", "0012_names_of_the_field"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtailsearch", "0010_add_text_fields"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(leave_wagtails_index, migrations.RunPython.noop),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=10)),
                ("kind", models.CharField(max_length=20)),
                ("title_shown", models.CharField(max_length=255)),
                ("title_language", models.CharField(max_length=10)),
                ("passages", models.JSONField(default=list)),
                ("names", models.TextField(default="")),
                ("cities", models.JSONField(default=dict)),
                ("topics", models.JSONField(default=dict)),
                ("date", models.DateField(null=True)),
                ("date_precision", models.CharField(default="day", max_length=5)),
                ("title_words", solidarity.database.full_text.WordsField(editable=False)),
                ("words", solidarity.database.full_text.WordsField(editable=False)),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_entries",
                        to="wagtailcore.page",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="searchentry",
            constraint=models.UniqueConstraint(fields=("page", "language"), name="search_entry_once"),
        ),
        migrations.RunPython(create_index, drop_index),
        migrations.DeleteModel(name="SearchRow"),
    ]
