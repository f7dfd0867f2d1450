"""Skill frameworks that others publish, as files of a registry.

- `described`: what was found in an export, whatever its form
- `tables`: CSV and tab-delimited tables, their rows by the names of their columns
- `esco`, `onet`, `case`: a reader for each form of export
- `selecting`: which of the skills are wanted
- `merging`: what is found and what the registry's file has already, put together without losing either
- `importing`: all of it, from files handed in to an edit of the registry
"""
