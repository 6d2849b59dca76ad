"""Chinese of texts of Wagtail and wagtail-localize that they have not translated (yet).

``locale/`` below holds them and no text of ours; name it in LOCALE_PATHS, after the site's own.
"""
