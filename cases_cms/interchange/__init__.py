"""Spreadsheets in and out: an edition's cases from a file, and any selection of cases into one."""
