"""Yearly, multilingual collections of practice cases for Wagtail."""

__version__ = "0.1.0"
