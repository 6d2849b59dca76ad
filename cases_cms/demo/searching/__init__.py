"""Texts, queries and truth by which `make bench-search` judges the search backends."""
