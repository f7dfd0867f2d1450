"""`python -m conferral` is the program `conferral`."""

from conferral.cli import main

main()
