"""What `make measure` is made of: a production-like server, its pages, Lighthouse, and the table."""
