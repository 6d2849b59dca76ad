"""The explorer: finding cases by facets, words and order, with true counts (docs/explorer.md)."""
