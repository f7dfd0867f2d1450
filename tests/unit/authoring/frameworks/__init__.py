"""Importing the skill frameworks of others."""
