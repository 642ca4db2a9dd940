from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import override

from solidarity.public import RECORDS

PATH = Path(settings.BASE_DIR) / "docs" / "data.md"
BEGIN, END = "<!-- Made by manage.py describe_data -->\n", "<!-- End of what describe_data makes -->\n"


def tables():
    """Return Markdown tables of the published columns of each page type, from its public record."""
    lines = []
    for model, record in RECORDS.items():
        lines += [
            f"### {model._meta.label}",
            "",
            "| column | kind | what it says | files | API |",
            "|---|---|---|---|---|",
        ]
        for column in record.columns:
            published = (column.in_files and record.datasets, column.in_api)
            cells = [f"`{column.name}`", column.kind, column.meaning, *("✓" if is_in else "" for is_in in published)]
            lines.append(f"| {' | '.join(map(str, cells))} |".replace("  ", " "))
        lines.append("")
    return "\n".join(lines)


def described(text):
    """Return the text of docs/data.md with the tables between its markers replaced by current ones."""
    before, _begin, rest = text.partition(BEGIN)
    _tables, _end, after = rest.partition(END)
    with override("en"):
        return f"{before}{BEGIN}\n{tables()}\n{END}{after}"


class Command(BaseCommand):
    help = "Write the tables of published columns into docs/data.md."

    def handle(self, **options):
        PATH.write_text(described(PATH.read_text(encoding="utf-8")), encoding="utf-8")
