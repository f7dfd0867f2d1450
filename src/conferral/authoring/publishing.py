"""How a new registry is published for the first time, in steps that can be followed to the letter."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from conferral.authoring.git_host import GitHost

SIGNING = "credentials-signing"
"""The environment whose secrets sign, in the workflows of both hosts."""

_WIDTH = 110


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done: in words, and as a command where it is one."""

    words: str
    command: str = ""


def first_publication(
    host: GitHost, base_url: str, secrets: Sequence[str], *, origin: str | None = None
) -> tuple[Step, ...]:
    """The steps for a registry that is committed; `secrets` are those that its keys are in.

    `origin` is the address that it was cloned from, if it was.
    """
    if host.kind == "none":
        steps = _elsewhere(base_url, secrets)
    else:
        on_host = _on_github if host.kind == "github" else _on_gitlab
        push = f"git push --set-upstream origin {host.branch}"
        first = Step("Push it:", push) if origin else _new_repository(host, push)
        steps = (first, *on_host(host, base_url, secrets))
    return (*steps, Step("Look at it as a stranger does:", f"conferral doctor {base_url}"))


def numbered(steps: Sequence[Step], *, markdown: bool) -> Iterator[str]:
    """The lines of a numbered list: for a page in Markdown, or as a terminal shows it best."""
    for number, step in enumerate(steps, start=1):
        lead = f"{number}. "
        indent = " " * len(lead)
        wrapped = textwrap.wrap(
            step.words,
            _WIDTH,
            initial_indent=lead,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
        yield from wrapped if markdown else (line.replace("`", "") for line in wrapped)
        if step.command and markdown:
            yield from ("", f"{indent}```sh", f"{indent}{step.command}", f"{indent}```", "")
        elif step.command:
            yield f"{indent}  {step.command}"


def _on_github(host: GitHost, base_url: str, secrets: Sequence[str]) -> tuple[Step, ...]:
    at = f"https://github.com/{host.repository or 'OWNER/NAME'}"
    return (
        Step(f"At {at}/settings/pages choose GitHub Actions as the source.{_domain(host, base_url)}"),
        Step(
            f"At {at}/settings/environments make the environment `{SIGNING}` and allow it no deployment branch but "
            f"`{host.branch}`. {_store(secrets, 'environment secret')}"
        ),
        Step(
            f"At {at}/settings/rules make a branch ruleset for the default branch: it requires a pull request, a "
            "review from code owners, and the status check of the name `check`."
        ),
        Step(
            f"At {at}/settings/variables/actions set the variable `CONFERRAL_PUBLISH` to `true`. Until then nothing "
            "is published. If awards are registered already, set `CONFERRAL_LIVE` to `none` as well: there is no site "
            "yet to compare them with."
        ),
        Step(f"At {at}/actions/workflows/publish.yml run the workflow."),
    )


def _on_gitlab(host: GitHost, base_url: str, secrets: Sequence[str]) -> tuple[Step, ...]:
    at = f"https://gitlab.com/{host.repository or 'OWNER/NAME'}"
    return (
        Step(
            f"At {at}/pages switch off the unique domain.{_domain(host, base_url)} At {at}/edit, under visibility, "
            "let everyone see Pages."
        ),
        Step(
            f"At {at}/-/settings/ci_cd add variables. {_store(secrets, 'variable')} Make each masked and protected, "
            f"with the environment `{SIGNING}` as its scope."
        ),
        Step(f"At {at}/-/settings/repository protect the branch `{host.branch}`, so that nobody pushes to it."),
        Step(
            f"At {at}/-/settings/ci_cd set the variable `CONFERRAL_PUBLISH` to `true`. Until then nothing is "
            "published. If awards are registered already, set `CONFERRAL_LIVE` to `none` as well: there is no site yet "
            "to compare them with."
        ),
        Step(f"At {at}/-/pipelines/new run the pipeline of `{host.branch}`."),
    )


def _elsewhere(base_url: str, secrets: Sequence[str]) -> tuple[Step, ...]:
    keys = f", where {' and '.join(secrets)} hold the private halves of the keys" if secrets else ""
    return (
        Step(f"Build the site and verify it{keys}:", "conferral build && conferral verify --site build/site"),
        Step(f"Put what is in build/site on a host of static files, so that it answers at {base_url}/."),
    )


def _new_repository(host: GitHost, push: str) -> Step:
    repository = host.repository or "OWNER/NAME"
    new = {"github": "empty, public repository", "gitlab": "blank project"}[host.kind]
    page = {"github": "https://github.com/new", "gitlab": "https://gitlab.com/projects/new"}[host.kind]
    return Step(
        f"Make the {new} {repository} at {page} and push to it:",
        f"git remote add origin https://{host.kind}.com/{repository}.git && {push}",
    )


def _store(secrets: Sequence[str], kind: str) -> str:
    if secrets:
        return (
            f"Add the {kind} {' and '.join(f'`{name}`' for name in secrets)}: the line printed when the key was made."
        )
    return (
        "The key is in a file, where a CI cannot read it: make one for the CI with `conferral key new ISSUER --env "
        f"NAME`, run `conferral upgrade`, merge both, and add the {kind}."
    )


def _domain(host: GitHost, base_url: str) -> str:
    name = urlsplit(base_url).hostname or ""
    if not host.repository or name == host.own_site:
        return ""
    return (
        f" Enter {name} as the custom domain, after a CNAME record of it points to {host.own_site}, and verify it as "
        "the host says, so that nobody can take it over."
    )
