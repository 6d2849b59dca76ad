"""The translators' workshop, over wagtail-localize: board, segments, glossary, flow, files."""
