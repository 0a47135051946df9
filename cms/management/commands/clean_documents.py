"""`manage.py clean_documents`: take what tells of their authors out of documents stored before."""

import sys
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from cms.stored import clean_stored_documents, how_many_documents

UNFIT: Final = 3  # exit code


class Command(BaseCommand):
    """Exit code 0: every document is clean. 3: some cannot be cleaned, and are named."""

    help = (
        "Cleans every stored document as one that is added today: who wrote it, when and with what "
        "goes, and its file is named after its title. The site may go on running, and the command "
        "may be stopped and started again. What cannot be cleaned stays as it is, and is named by "
        "its number for somebody to look at."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Describe the arguments."""
        parser.add_argument("--progress", action="store_true", help="a bar even without a terminal")

    def handle(self, *args: Any, **options: Any) -> None:
        """Clean, and say how many, and which are left."""
        done = left = looked_at = 0
        shown = options["progress"] or sys.stderr.isatty()
        with tqdm(total=how_many_documents(), unit=" documents", disable=not shown) as bar:
            for looked in clean_stored_documents():
                looked_at += 1
                done += looked.is_changed
                if looked.left:
                    left += 1
                    bar.clear()
                    self.stdout.write(f"Left as it is: document {looked.pk}. {looked.left}")
                bar.update()
        self.stdout.write(f"{looked_at} documents looked at, {done} of them cleaned now.")
        if left:
            raise CommandError(
                f"{left} documents cannot be cleaned and are still given out as they are. Open "
                "each at /cms/documents/edit/<number>/, put another file in its place or delete "
                "it, and start again.",
                returncode=UNFIT,
            )
        self.stdout.write("Every document is clean.")
