"""From draft to stage: the embargo of an edition, what keeps it from its release, and the release at one instant."""
