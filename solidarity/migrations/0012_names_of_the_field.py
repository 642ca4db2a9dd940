import modelcluster.fields
from django.db import migrations, models

TASKS = {"solidarity.redirects.redirect_old_addresses": "solidarity.redirects.redirect_old_urls"}


def rename_tasks(apps, names):
    """Let tasks that are to be tried again be found under the name of their function."""
    for before, after in names:
        apps.get_model("solidarity", "UnfinishedTask").objects.filter(task=before).update(task=after)


def rename_in_revisions(apps, before, after):
    """Let the slides of the front page's revisions be read: these hold a row's values by the names of its fields."""
    revisions = apps.get_model("wagtailcore", "Revision").objects.filter(
        content_type__app_label="solidarity", content_type__model="homepage"
    )
    for revision in revisions.iterator():
        slides = revision.content.get("slides", [])
        if any(before in slide for slide in slides):
            for slide in slides:
                slide[after] = slide.pop(before, "")
            revision.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [
        ("solidarity", "0011_tasks_of_moved_modules"),
        ("wagtailcore", "0094_alter_page_locale"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RenameModel("SearchMiss", "UnmatchedQuery"),
        migrations.RenameModel("SocialAddress", "SocialLink"),
        migrations.AlterField(
            model_name="sociallink",
            name="settings",
            field=modelcluster.fields.ParentalKey(
                on_delete=models.CASCADE, related_name="social_links", to="solidarity.sitesettings"
            ),
        ),
        migrations.RenameField("HomeSlide", "address", "link_url"),
        migrations.RunPython(
            lambda apps, editor: rename_in_revisions(apps, "address", "link_url"),
            lambda apps, editor: rename_in_revisions(apps, "link_url", "address"),
        ),
        migrations.RunPython(
            lambda apps, editor: rename_tasks(apps, TASKS.items()),
            lambda apps, editor: rename_tasks(apps, [(after, before) for before, after in TASKS.items()]),
        ),
    ]
