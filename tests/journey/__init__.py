"""A registry from its first commit to its tenth year, on real git repositories and a host that answers like Pages."""
