"""What has been issued, once and for all: the machine-written part of a registry (DESIGN section 3).

- `rows`: the files, to and from rows
- `drawing`: status indexes as permuted random runs
- `registration`: giving new awards ids and rows
- `comparison`: what may not change from one commit to the next
"""
