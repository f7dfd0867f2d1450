"""conferral: a git repository as a registry of credentials.

The parts, each importable on its own:

- `conferral.standards`: what published specifications say, as pure functions
- `conferral.verify`: verifying a credential from anywhere
- `conferral.model`, `conferral.loading`, `conferral.validation`: the registry people edit
- `conferral.register`: what has been issued
- `conferral.issuing`: from a registry and its signers to signed documents
- `conferral.site`: from signed documents to a static site
"""

__version__ = "0.1.0"
