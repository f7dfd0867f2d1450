"""Edits to a registry as a person would make them."""
