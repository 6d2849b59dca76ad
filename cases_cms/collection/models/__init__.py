"""Models of the Collection, one page type a module."""

from .case import CaseFigure, CaseImage, CaseLink, CaseOrganization, CasePage, CaseVideo
from .catalogue import CatalogueChange, CatalogueEntry, CatalogueText, CatalogueValue
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
    "CatalogueChange",
    "CatalogueEntry",
    "CatalogueText",
    "CatalogueValue",
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
