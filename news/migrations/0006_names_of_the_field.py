from django.db import migrations

# By model: what its field was called, and is.
RENAMED = [("newspage", "film_address", "video_url")]


def rename_in_revisions(apps, renamed):
    """Let the drafts and versions of pages be read, which hold values by the names of fields."""
    for model, before, after in renamed:
        revisions = apps.get_model("wagtailcore", "Revision").objects.filter(
            content_type__app_label="news", content_type__model=model
        )
        for revision in revisions.iterator():
            if before in revision.content:
                revision.content[after] = revision.content.pop(before)
                revision.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [
        ("news", "0005_long_urls"),
        ("wagtailcore", "0094_alter_page_locale"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        *(migrations.RenameField(model, before, after) for model, before, after in RENAMED),
        migrations.RunPython(
            lambda apps, editor: rename_in_revisions(apps, RENAMED),
            lambda apps, editor: rename_in_revisions(apps, [(model, after, before) for model, before, after in RENAMED]),
        ),
    ]
