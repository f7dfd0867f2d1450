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


def badge_card(badge: str) -> str:
    """Picture of a badge that shared links show, 1200 x 627 pixels."""
    return f"badges/{badge}/card.png"


def badge_oembed(badge: str) -> str:
    """What other sites embed of a badge (oEmbed 1.0)."""
    return f"badges/{badge}/oembed.json"


def collection_page(collection: str) -> str:
    """Folder of the page of a collection of badges."""
    return f"collections/{collection}/"


def framework_page(framework: str) -> str:
    """Folder of the page of a skill framework: its tree of skills."""
    return f"skills/{framework}/"


def framework_skills(framework: str) -> str:
    """The skills of a framework that have pages, for programs."""
    return f"skills/{framework}/skills.json"


def skill_page(framework: str, skill: str) -> str:
    """Folder of a skill's page."""
    return f"skills/{framework}/{skill}/"


def pathway_page(pathway: str) -> str:
    """Folder of a pathway's page."""
    return f"pathways/{pathway}/"


def pathway_picture(pathway: str) -> str:
    """The pathway drawn, as SVG."""
    return f"pathways/{pathway}/pathway.svg"


def person_page(recipient: str) -> str:
    """Folder of the portfolio of a recipient who consents to it."""
    return f"people/{recipient}/"


def person_resume(recipient: str) -> str:
    """The portfolio as JSON Resume."""
    return f"people/{recipient}/resume.json"


def learner_record(recipient: str) -> str:
    """The signed record of all credentials of a recipient who consents to it (CLR 2.0)."""
    return f"people/{recipient}/record.json"


def pathway_record(recipient: str, pathway: str) -> str:
    """The signed record of a pathway that a recipient who consents to it has completed (CLR 2.0)."""
    return f"people/{recipient}/pathways/{pathway}.json"


def endorsement_json(endorsement: str) -> str:
    """An endorsement as a signed EndorsementCredential."""
    return f"endorsements/{endorsement}.json"


def endorsement_token(endorsement: str) -> str:
    """An endorsement as a signed token (VC-JWT)."""
    return f"endorsements/{endorsement}.jwt"


def federated_page(registry: str) -> str:
    """Folder of the page of another registry, as it was fetched."""
    return f"registries/{registry}/"


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


def certificate(award: str) -> str:
    """The credential's certificate to print, where the registry's policy asks for these files."""
    return f"credentials/{award}/certificate.pdf"


def registry_logo(extension: str) -> str:
    """Logo of the registry."""
    return f"logo.{extension}"


def in_language(code: str, path: str) -> str:
    """A catalogue page in a language other than the registry's first; the empty path is that of its home page."""
    return f"{code}/{path}"


def search_index(code: str) -> str:
    """What the search of one language's pages looks through."""
    return f"assets/search/{code}.json"


def messages(code: str) -> str:
    """The interface's texts in one language, for scripts."""
    return f"assets/languages/{code}.json"


def sitemap_part(number: int) -> str:
    """One of the files that sitemap.xml names where there are too many pages for one."""
    return f"sitemap-{number}.xml"


BADGES_PAGE = "badges/"
ISSUERS_PAGE = "issuers/"
COLLECTIONS_PAGE = "collections/"
SKILLS_PAGE = "skills/"
PATHWAYS_PAGE = "pathways/"
REGISTRIES_PAGE = "registries/"
STATISTICS_PAGE = "statistics/"
REVOCATIONS_PAGE = "revocations/"
"""Folders of the pages that list what there is."""

VERIFY_PAGE = "verify/"
"""Folder of the page that verifies whatever it is given."""

SCRIPTS = "assets/scripts/"
"""Folder of the scripts of our pages, the verifier among them."""

CATALOG = "catalog.json"
CATALOG_SCHEMA = "catalog.schema.json"
"""The catalogue for programs, and its JSON Schema."""

ISSUER_REGISTRY = "issuer-registry.json"
"""The issuers in the form that clients of the DCC's issuer registries read."""

REVOCATIONS_JSON = "revocations.json"
REVOCATIONS_SCHEMA = "revocations.schema.json"
REVOCATIONS_CSV = "revocations.csv"
"""Every credential that is revoked or suspended, for programs (with its JSON Schema) and for spreadsheets."""

ATOM_FEED = "feed.atom"
JSON_FEED = "feed.json"
"""New badges and new versions of badges: Atom (RFC 4287), and JSON Feed 1.1."""

SITEMAP = "sitemap.xml"
"""What search engines should find."""

ROBOTS = "robots.txt"
"""What search engines read first; only a site at the top of its host has one."""

BRAND_STYLESHEET = "assets/brand.css"
"""The registry's own colours."""
