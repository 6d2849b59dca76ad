"""Dates in English as an international institution writes them: 20 June 2024."""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "d/m/Y"
