"""`conferral move`."""

from __future__ import annotations

from pathlib import Path

import click

from conferral.cli.options import now, root_option


@click.command()
@click.argument("new_base_url", metavar="NEW_BASE_URL")
@root_option
def move(new_base_url: str, root: Path) -> None:
    """Move the registry to another address, for awards from now on.

    What is registered keeps its address for good: it is part of what was signed, and of the issuers' DIDs.  So there
    will be two sites, built from the same files: one at the new address, and that of the former one, which has to stay
    online as long as its credentials are to verify.  Each issuer gets a DID at the new address, and the two name each
    other.

    \b
    conferral move https://credentials.example.org
    conferral build
    conferral build --for https://old.example.org/registry

    Awards that were published under the former address until this is merged stay there: see docs/guide/moving.md.
    """
    from conferral.authoring import moving  # noqa: PLC0415
    from conferral.authoring.edit import readable  # noqa: PLC0415
    from conferral.cli.editing import PULL_REQUEST, write  # noqa: PLC0415

    registry, files = readable(root)
    former = registry.pins.present_base_url if registry.pins else ""
    edit = moving.move(registry, files, new_base_url, now=now())
    write(
        edit,
        root,
        f"moved from {former} to {new_base_url.rstrip('/')}, for awards from now on",
        [
            PULL_REQUEST,
            "before it is merged, switch publishing off: a workflow would put the new site where the former one is",
            "if awards are published meanwhile, `conferral register --base origin/main` dates the move after them",
            f"publish the former site where it is: `conferral build --for {former}` writes build/site-former",
            "publish the new site: `conferral build`",
            "then look at both with `conferral doctor`",
        ],
    )
