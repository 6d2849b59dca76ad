from cases_cms.localization.models.board import BoardCell, BoardRow
from cases_cms.localization.models.flow import DigestRecord, TranslationReviewTask
from cases_cms.localization.models.glossary import Term, TermForm
from cases_cms.localization.models.glossary_page import GlossaryPage
from cases_cms.localization.models.images import ImageText
from cases_cms.localization.models.segments import SegmentComment, SegmentVersion
from cases_cms.localization.models.teams import LanguageRole, TranslationSettings

__all__ = [
    "BoardCell",
    "BoardRow",
    "DigestRecord",
    "GlossaryPage",
    "ImageText",
    "LanguageRole",
    "SegmentComment",
    "SegmentVersion",
    "Term",
    "TermForm",
    "TranslationReviewTask",
    "TranslationSettings",
]
