"""Where everything is published: the public contract of DESIGN section 4.

Site paths are relative to the base URL, with forward slashes and no leading one; `url` makes them absolute.
"""

from __future__ import annotations

PREVIEW_BASE_URL = "https://preview.invalid"
"""No preview can be taken for the real thing: the top-level domain `.invalid` never resolves (RFC 2606)."""


def url(base_url: str, path: str) -> str:
    """The absolute address of a site path."""
    return f"{base_url}/{path}"


def badge_page(badge: str) -> str:
    """Folder of a badge's page."""
    return f"badges/{badge}/"


def badge_json(badge: str) -> str:
    """Achievement of a badge's current version."""
    return f"badges/{badge}/badge.json"


def badge_version_json(badge: str, version: int) -> str:
    """Achievement of one version: the `id` that credentials carry."""
    return f"badges/{badge}/{version}/badge.json"


def badge_image(badge: str, version: int, extension: str) -> str:
    """Image of one version of a badge."""
    return f"badges/{badge}/{version}/badge.{extension}"


def issuer_page(issuer: str) -> str:
    """Folder of an issuer's page, and of its DID document."""
    return f"issuers/{issuer}/"


def issuer_profile(issuer: str) -> str:
    """Profile of an issuer."""
    return f"issuers/{issuer}/profile.json"


def issuer_logo(issuer: str, extension: str) -> str:
    """Logo of an issuer."""
    return f"issuers/{issuer}/logo.{extension}"


def did_document(issuer: str) -> str:
    """DID document of an issuer."""
    return f"issuers/{issuer}/did.json"


def status_list(issuer: str, purpose: str, number: int) -> str:
    """One status list of an issuer."""
    return f"issuers/{issuer}/status/{purpose}-{number}.json"


def credential_page(award: str) -> str:
    """Folder of a credential's page."""
    return f"credentials/{award}/"


def credential_json(award: str) -> str:
    """The signed credential; its own `id` is the address of this path."""
    return f"credentials/{award}/credential.json"


def baked_image(award: str, extension: str) -> str:
    """The badge's image with the signed credential in it."""
    return f"credentials/{award}/badge.{extension}"


VERIFY_PAGE = "verify/"
"""Folder of the page that verifies whatever it is given."""

VERIFIER = "assets/verifier/"
"""Folder of the verifier that runs in browsers."""

CATALOG = "catalog.json"
CATALOG_SCHEMA = "catalog.schema.json"
