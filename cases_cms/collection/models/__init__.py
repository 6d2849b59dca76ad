"""Models of the Collection, one page type a module."""

from .case import CaseFigure, CaseImage, CaseLink, CaseOrganization, CasePage, CaseVideo
from .catalogue import CatalogueCountry, CatalogueEntry, CatalogueText
from .category import CategoryPage
from .collection import CollectionPage
from .edition import (
    EditionBenefit,
    EditionCriterion,
    EditionFact,
    EditionMilestone,
    EditionPage,
    EditionRecipient,
)
from .organization import Organization

__all__ = [
    "CaseFigure",
    "CaseImage",
    "CaseLink",
    "CaseOrganization",
    "CasePage",
    "CaseVideo",
    "CatalogueCountry",
    "CatalogueEntry",
    "CatalogueText",
    "CategoryPage",
    "CollectionPage",
    "EditionBenefit",
    "EditionCriterion",
    "EditionFact",
    "EditionMilestone",
    "EditionPage",
    "EditionRecipient",
    "Organization",
]
