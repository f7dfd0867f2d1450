"""What reads strangers' input, run on inputs made by chance; see the section on fuzzing in tests/README.md."""
