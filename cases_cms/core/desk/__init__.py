"""The desk: listings of pages, and changes of many of them, in Wagtail's admin.

An app gives its listing to the menu "Practice cases" by registering a ``DeskViewSet``; a site without the app lacks the
item.
"""
