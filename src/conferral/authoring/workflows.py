"""What differs between registries in the files for their CI, which stand in `conferral/starter`.

Two things: the name of the default branch, and the secrets that hold signing keys.  A CI hands out a secret only where
a workflow names it, so publish.yml names each, between two comments that this module looks for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from conferral.errors import RegistryError
from conferral.model import Registry

PYTHON = "3.12"
"""The Python of the CI, for which `tools/requirements.txt` is locked."""

PUBLISH = ".github/workflows/publish.yml"
_DEFAULT_BRANCH = "branches: [main]"
_KEYS = re.compile(r"(?ms)^(?P<begin> *# keys: [^\n]*\n).*?^(?P<indent> *)# end of keys$")
SECRET = re.compile(r"(?!GITHUB_)[A-Za-z_][A-Za-z0-9_]*")
"""Names that a secret can have."""

_PLAIN_BRANCH = re.compile(r"[A-Za-z_][A-Za-z0-9_./-]*")


def secrets_of(registry: Registry, as_of: datetime) -> tuple[str, ...]:
    """The secrets that signing needs: the names NAME of `signer: env:NAME`, sorted.

    Keys that are retired or compromised at `as_of` are left out; those whose time has not come are not.  Raises
    `RegistryError` where a name cannot be that of a secret.
    """
    names: set[str] = set()
    for key in registry.keys:
        scheme, _, name = key.file.signer.partition(":")
        ends = [end for end in (key.file.retired, key.file.compromised) if end is not None]
        if scheme != "env" or any(end <= as_of for end in ends):
            continue
        if not SECRET.fullmatch(name):
            raise RegistryError(
                f'key "{key.name}" of {key.issuer} has the signer "{key.file.signer}", which no secret can be named',
                hint="A secret's name has letters A-Z, digits and underscores, and begins neither with a digit nor "
                "with GITHUB_.",
            )
        names.add(name)
    return tuple(sorted(names))


def adapted(path: str, text: str, *, branch: str, secrets: Sequence[str]) -> str:
    """A file of `conferral/starter`, by its path there, as it stands in one registry.

    All files but publish.yml are the same everywhere.  Raises `RegistryError` when publish.yml lacks the comments
    between which keys stand, or the line of the default branch.
    """
    if path != PUBLISH:
        return text
    if not _KEYS.search(text) or _DEFAULT_BRANCH not in text:
        raise RegistryError(
            f'{path} has no "{_DEFAULT_BRANCH}", or no comments "# keys: ..." and "# end of keys"',
            hint="Take the file from a new registry that `conferral init` writes.",
        )
    named = branch if _PLAIN_BRANCH.fullmatch(branch) else "'" + branch.replace("'", "''") + "'"
    text = text.replace(_DEFAULT_BRANCH, f"branches: [{named}]", 1)
    return with_secrets(text, secrets)


def with_secrets(text: str, secrets: Sequence[str]) -> str:
    """A publish.yml whose step that signs is given these secrets, and no other."""

    def lines(found: re.Match[str]) -> str:
        indent = found["indent"]
        named = "".join(f"{indent}{name}: ${{{{ secrets.{name} }}}}\n" for name in secrets)
        return f"{found['begin']}{named}{indent}# end of keys"

    return _KEYS.sub(lines, text, count=1)
