"""Translations as files that translators' desks read: PO and XLIFF 1.2, out and in (docs/translation-files.md)."""
