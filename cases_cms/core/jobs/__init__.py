"""Long work in the background: a job is a list of items, each done once, in a transaction of its own (docs/jobs.md)."""
