from django.core.management.base import BaseCommand

from cases_cms.localization.glossary_services import add_terms, read_seeds


class Command(BaseCommand):
    help = "Adds the official terms that a glossary begins with; leaves alone what is there."

    def handle(self, **options):
        terms = read_seeds()
        added = add_terms(terms=terms)
        self.stdout.write(f"{len(added)} of {len(terms)} terms added; the others are there already.")
