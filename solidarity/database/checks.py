"""System checks of the machine: https://docs.djangoproject.com/en/5.2/topics/checks/"""

from django.core.checks import Warning, register

from solidarity import text


@register
def check_collation(**kwargs):
    """Warn where PyICU is missing, without which names are not in the order of each language."""
    if text.Collator is not None:
        return []
    return [
        Warning(
            "PyICU cannot be imported: names are sorted by their letters without marks, in every language alike.",
            hint="Install PyICU, where pyicu-wheels has no build for this machine.",
            id="solidarity.W001",
        )
    ]
