from django.db import migrations

MOVED = {"solidarity.old_addresses.redirect_old_addresses": "solidarity.redirects.redirect_old_addresses"}


def rename(apps, names):
    """Let tasks that are to be tried again be found where their module is."""
    for before, after in names:
        apps.get_model("solidarity", "UnfinishedTask").objects.filter(task=before).update(task=after)


class Migration(migrations.Migration):
    dependencies = [("solidarity", "0010_unfinished_task")]

    operations = [
        migrations.RunPython(
            lambda apps, editor: rename(apps, MOVED.items()),
            lambda apps, editor: rename(apps, [(after, before) for before, after in MOVED.items()]),
        )
    ]
