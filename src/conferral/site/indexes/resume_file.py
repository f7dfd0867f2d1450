"""resume.json of a portfolio: the same for programs that make a CV (JSON Resume 1.0, https://jsonresume.org/schema).

It holds what is valid: the format has no word for a certificate that is over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from conferral import addresses
from conferral.abilities import Ability, abilities, version_given
from conferral.model import Award, Registry
from conferral.portfolios import portfolios
from conferral.published_json import as_json
from conferral.site.views import SiteView, shown_name
from conferral.states import state_of

_SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"


def resumes(registry: Registry, site: SiteView) -> Iterator[tuple[str, bytes]]:
    """The file of every portfolio: (site path, content)."""
    for recipient, awards in portfolios(registry, site.as_of):
        yield addresses.person_resume(recipient), as_json(_resume(registry, site, recipient, awards))


def _resume(registry: Registry, site: SiteView, recipient: str, awards: Sequence[Award]) -> dict[str, Any]:
    name = shown_name(registry, recipient, site.as_of_day)
    valid = [award for award in awards if state_of(registry, award, site.as_of).kind == "valid"]
    return {
        "$schema": _SCHEMA,
        "basics": {
            **({"name": name} if name else {}),
            "url": addresses.url(site.base_url, addresses.person_page(recipient)),
        },
        "certificates": [_certificate(registry, site, award) for award in valid],
        "skills": [_skill(registry, ability, valid) for ability in abilities(registry, valid)],
        "meta": {"canonical": addresses.url(site.base_url, addresses.person_resume(recipient)), "version": "v1.0.0"},
    }


def _certificate(registry: Registry, site: SiteView, award: Award) -> dict[str, str]:
    assert award.row is not None  # noqa: S101 -- only registered awards are shown
    version = version_given(registry, award)
    return {
        "name": version.name,
        "date": award.awarded.isoformat(),
        "issuer": registry.issuers[version.issuer].versions[award.row.issuer_version].name,
        "url": addresses.url(site.base_url, addresses.credential_page(award.row.id)),
    }


def _skill(registry: Registry, ability: Ability, awards: Sequence[Award]) -> dict[str, Any]:
    """A skill at the highest level; its keywords are the badges that show it."""
    level = ability.highest_level(registry, ability.levels)
    badges = dict.fromkeys(version_given(registry, one).name for one in awards if one.id in ability.levels)
    return {"name": ability.name, **({"level": level} if level else {}), "keywords": list(badges)}
