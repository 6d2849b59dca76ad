"""The screenshots of the editors' guide: which there are, how they are taken, and of what site."""
