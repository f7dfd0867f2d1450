"""The files for the CI of a registry: what `init` writes, and this repository's own."""
