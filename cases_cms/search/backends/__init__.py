"""Search backends for Wagtail that find Chinese: `database` chooses the one of the site's database."""
