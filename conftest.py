"""Loads the fixtures that all tests share; pytest wants this at the top."""

pytest_plugins = ["tests.fixtures"]
