"""What has been issued, once and for all: the machine-written part of a registry (DESIGN section 3).

- `rows`: the files, to and from rows
- `ids`: new ids written back into the batches
- `provenance`: which commit brought which row, and which pull request the commit
- `drawing`: status indexes as permuted random runs
- `taken`: which indexes are in use
- `drift`: what would sign something else than was issued, and which text did it
- `mending`: rows that nobody has seen yet give way
- `moving`: what a move of the registry may not do to awards that were issued before it arrived
- `registration`: giving new awards ids and rows, and corrected ones rows
- `comparison`: what may not change from one commit to the next
"""
