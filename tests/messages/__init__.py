"""The messages of pages: found in the code, and put into the files that translators work on.

- `found`: every message of templates, Python and scripts
- `files`: the message files in src/conferral/site/languages/; `python -m tests.messages` brings them up to date
"""
