"""Whole sites: what their pages say of every state, of people, and to programs."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest

from conferral.addresses import credential_json
from conferral.errors import BuildError
from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.signed_folder import document_paths, signed_credentials
from tests.registry_builder import commit_all, recipient, write_registry
from tests.unit.site.page_reader import Page, read
from tests.unit.site.site_builder import AS_OF, add_files, register, render, sign

NAME = "Wren Ashdown"
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> & co"
CHANGES = {
    f"recipients/{recipient(1)}.yml": f"display_name: {NAME}\nconsent: {{on: 2026-01-01, to: [display_name]}}\n",
    f"recipients/{recipient(2)}.yml": "portfolio: true\nconsent: {on: 2026-01-01, to: [portfolio]}\n",
    "credentials/awards/sailing/2026-05-02-regatta-7m2x.yml": (
        f"badge: sailing\nawarded: 2026-05-02\nrecipients:\n- recipient: {recipient(1)}\n"
        f"- {{recipient: {recipient(4)}, valid_until: 2026-11-22}}\n- recipient: {recipient(5)}\n"
        f"- recipient: {recipient(7)}\n"
    ),
    "credentials/awards/teaching/2027-01-01-soon-8g7v.yml": (
        f"badge: teaching\nawarded: 2027-01-01\nrecipients:\n- recipient: {recipient(6)}\n"
    ),
}


@dataclass(frozen=True)
class Site:
    """A rendered site: the registry's folder, the signed documents and the pages."""

    root: Path
    signed: Path
    out: Path
    erased: list[str] = field(default_factory=list)

    def page(self, path: str) -> Page:
        return read((self.out / path / "index.html").read_text(encoding="utf-8"))

    def award(self, person: int, badge: str) -> str:
        awards = load_registry(FolderFiles(self.root)).awards
        return next(a.id or "" for a in awards if (a.recipient, a.badge) == (recipient(person), badge))

    def credential(self, person: int, badge: str) -> Page:
        return self.page(f"credentials/{self.award(person, badge)}")

    def html(self) -> list[Path]:
        return sorted(self.out.rglob("*.html"))


def erase(root: Path, award: str) -> None:
    """Reduce the award of the seventh person to its id and a day."""
    file = root / "credentials/awards/sailing/2026-05-02-regatta-7m2x.yml"
    text = file.read_text()
    entry = f"- recipient: {recipient(7)}\n  id: {award}\n"
    assert entry in text
    file.write_text(text.replace(entry, f"- id: {award}\n  erased: 2026-09-14\n"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("site")
    site = Site(folder / "registry", folder / "signed", folder / "out")
    write_registry(site.root, CHANGES)
    register(site.root)
    add_files(
        site.root,
        {
            f"credentials/revocations/{site.award(1, 'data-analysis')}.yml": (
                "on: 2026-08-01\nreason: requirements-not-met\nnote: A mark was added up wrongly.\n"
            ),
            f"credentials/suspensions/{site.award(5, 'sailing')}.yml": "on: 2026-09-01\nreason: under-review\n",
            "credentials/corrections/data-analysis/marks-7d2n.yml": (
                "badge: data-analysis\non: 2026-07-01\nreason: result-changed\nnote: Marked again.\n"
                f"awards: [{site.award(2, 'data-analysis')}]\n"
            ),
        },
    )
    register(site.root)
    site.erased.append(site.award(7, "sailing"))
    erase(site.root, site.erased[0])
    commit_all(site.root, when=datetime(2026, 11, 1, 12, tzinfo=UTC))
    sign(site.root, site.signed, preview=False, commit="ab" * 20)
    render(site.root, site.signed, site.out)
    return site


# --- states -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "badge", "said"),
    [
        (1, "sailing", "Valid until 2 May 2028 As of 23 November 2026 ."),
        (
            4,
            "sailing",
            "Expired on 22 November 2026 It is authentic, and its validity is over. As of 23 November 2026 .",
        ),
        (
            5,
            "sailing",
            (
                "Suspended since 1 September 2026 Under review Do not rely on it until the issuer reinstates it. "
                "As of 23 November 2026 ."
            ),
        ),
        (
            1,
            "data-analysis",
            (
                "Revoked on 1 August 2026 Requirements not met A mark was added up wrongly. "
                "It no longer holds; this is final. As of 23 November 2026 ."
            ),
        ),
        (
            6,
            "teaching",
            (
                "Not yet valid: valid from 1 January 2027 It is authentic, and its validity has not begun. "
                "As of 23 November 2026 ."
            ),
        ),
    ],
)
def test_a_credentials_page_says_its_state_in_words(site: Site, person: int, badge: str, said: str) -> None:
    assert said in site.credential(person, badge).text


def test_a_last_day_never_contradicts_the_state(site: Site) -> None:
    valid, suspended = site.credential(1, "sailing").text, site.credential(5, "sailing").text
    revoked = site.credential(1, "data-analysis").text

    assert "Valid until 2 May 2028" in valid
    assert "Awarded 2 May 2026 Level" not in valid
    assert "Awarded 2 May 2026 Original end date 2 May 2028" in suspended
    assert "Awarded 30 June 2026 Level Foundation" in revoked
    assert "Valid until" not in suspended + revoked


def test_every_state_has_a_shape_of_its_own_besides_its_colour(site: Site) -> None:
    people = [(1, "sailing"), (4, "sailing"), (5, "sailing"), (1, "data-analysis"), (6, "teaching")]

    assert len({site.credential(*who).all("path")[0]["d"] for who in people}) == 5


def test_a_corrected_copy_says_so_since_when_and_why(site: Site) -> None:
    page = site.credential(2, "data-analysis").text

    assert "Valid until 30 June 2029 Corrected copy since 1 July 2026 : the result changed As of" in page
    assert "Corrected on 1 July 2026 : the result changed ; Marked again. this copy replaces the earlier one" in page
    assert "Corrected" not in site.credential(3, "data-analysis").text


def test_an_erased_credential_leaves_its_number_and_the_day_and_nothing_else(site: Site) -> None:
    (erased,) = site.erased
    folder = site.out / f"credentials/{erased}"
    page = site.page(f"credentials/{erased}")
    text = (folder / "index.html").read_text()

    assert [path.name for path in folder.iterdir()] == ["index.html"]
    assert erased not in dict(signed_credentials(site.signed))
    assert "Erased on 14 September 2026 Nothing is published of it any more but its number." in page.text
    assert "Erasing is not revoking" in page.text
    assert f"On record Credential {erased} " in page.text
    assert {"name": "robots", "content": "noindex"} in page.all("meta")
    assert not [word for word in ("Sailing", "sailing", "Harbour", "harbour", "Valid until") if word in text]


def test_an_erased_credential_is_in_no_list_and_no_number(site: Site) -> None:
    (erased,) = site.erased
    elsewhere = [path for path in site.out.rglob("*") if path.is_file() and erased not in path.parts]
    catalog = json.loads((site.out / "catalog.json").read_bytes())

    assert not [path for path in elsewhere if erased.encode() in path.read_bytes()]
    assert (catalog["awarded"], catalog["erased"]) == (7, 1)


# --- people -----------------------------------------------------------------------------------------------------


def test_a_name_stands_on_the_page_of_whoever_consented_to_it(site: Site) -> None:
    page = site.credential(1, "sailing").text

    assert f"Awarded to {NAME} by Harbour School" in page
    assert "Holder the name is shown with consent; it is not part of what is signed" in page


def test_without_consent_to_a_name_the_page_speaks_of_the_holder_of_the_link(site: Site) -> None:
    for person, badge in ((2, "data-analysis"), (4, "sailing")):
        assert "Awarded to the holder of this link by" in site.credential(person, badge).text


def test_a_revoked_page_drops_the_name(site: Site) -> None:
    assert "Awarded to the holder of this link by Lakeside School" in site.credential(1, "data-analysis").text


def test_a_name_stands_on_no_other_page_and_a_recipients_id_on_none(site: Site) -> None:
    named = [path for path in site.out.rglob("*") if path.is_file() and NAME in path.read_text("utf-8", "ignore")]

    assert named == [site.out / "credentials" / site.award(1, "sailing") / "index.html"]
    assert not [
        path
        for path in site.out.rglob("*")
        if path.is_file() and b"r-" + recipient(1)[2:].encode() in path.read_bytes()
    ]


def test_consent_dated_after_the_as_of_day_is_not_given_yet(tmp_path: Path) -> None:
    file = f"recipients/{recipient(1)}.yml"
    root = write_registry(
        tmp_path / "registry",
        {file: f"display_name: {NAME}\nconsent: {{on: 2026-11-24, to: [display_name]}}\n"},
    )
    register(root)
    render(root, sign(root, tmp_path / "signed", as_of=AS_OF), tmp_path / "out")

    assert not [path for path in (tmp_path / "out").rglob("*.html") if NAME in path.read_text()]


# --- what was issued --------------------------------------------------------------------------------------------


def test_a_credentials_page_says_what_for_with_what_result_and_on_what_evidence(site: Site) -> None:
    page = site.credential(2, "data-analysis")

    for said in (
        "Micro-credential · Open Badge Data Analysis",
        "Awarded 30 June 2026 Level Foundation Effort 40 hours Credits 2.5 Field Data",
        "Turns data into answers. Led the team. Result Score 92 of 100 60 required Completed Evidence",
        "Skills SQL Statistics In public frameworks How it was earned",
        "example.org/cohorts/2026-spring Capstone",
        "Analysed a data set. cleaned it explained it",
        "did:web:credentials.example.org:registry:issuers:lakeside",
    ):
        assert said in page.text
    assert "https://example.org/p/17" in page.links


def test_the_page_shows_the_version_that_was_awarded_and_names_the_current_one(tmp_path: Path) -> None:
    root = write_registry(tmp_path / "registry")
    register(root)
    badge = root / "credentials/badges/data-analysis"
    add_files(root, {"credentials/badges/data-analysis/2.yml": (badge / "badge.yml").read_text()})
    text = (badge / "badge.yml").read_text().replace("version: 2", "version: 3").replace("answers", "wisdom")
    add_files(root, {"credentials/badges/data-analysis/badge.yml": text})
    (badge / "2.svg").write_text((badge / "badge.svg").read_text())
    site = Site(root, tmp_path / "signed", tmp_path / "out")
    render(root, sign(root, site.signed), site.out)

    page = site.credential(2, "data-analysis")
    assert "Turns data into answers." in page.text
    assert "version 2 , as it was when awarded; version 3 is current" in page.text
    assert page.all("img")[0]["src"] == "../../badges/data-analysis/2/badge.svg"
    assert "Turns data into wisdom." in site.page("badges/data-analysis").text


def test_an_issuer_that_has_another_name_today_is_named_as_it_was_and_as_it_is(tmp_path: Path) -> None:
    root = write_registry(tmp_path / "registry")
    register(root)
    issuer = root / "credentials/issuers/lakeside/issuer.yml"
    earlier = issuer.read_text()
    add_files(
        root,
        {
            "credentials/issuers/lakeside/1.yml": earlier,
            "credentials/issuers/lakeside/issuer.yml": earlier.replace("version: 1", "version: 2").replace(
                "Lakeside School", "Lakeside Academy"
            ),
        },
    )
    site = Site(root, tmp_path / "signed", tmp_path / "out")
    render(root, sign(root, site.signed), site.out)

    text = site.credential(2, "data-analysis").text
    assert "by Lakeside School" in text
    assert "Who says so Lakeside School , today Lakeside Academy lakeside.example" in text


def test_the_foot_says_whose_day_it_is(site: Site) -> None:
    page = site.credential(1, "sailing")
    assert "Days are those of Europe/Berlin" in page.text
    assert "2026-11-23" in [item["datetime"] for item in page.all("time")]


def test_the_page_names_the_commit_that_recorded_the_award(site: Site) -> None:
    page = site.credential(1, "sailing")

    assert re.search(r"Recorded in commit [0-9a-f]{7} on 1 November 2026", page.text)


def test_the_page_gives_independent_ways_to_check(site: Site) -> None:
    award = site.award(1, "sailing")
    address = f"https://credentials.example.org/registry/credentials/{award}/credential.json"
    page = site.page(f"credentials/{award}")

    assert f"conferral verify {address}" in page.text.replace("/ credential.json", "/credential.json")
    assert f"https://verifierplus.org/#verify?vc={address}" in page.links
    assert "credential.json" in page.links
    assert "A false page would have a false button." in page.text


def test_the_list_of_revocations_links_every_withdrawn_credential_newest_first(site: Site) -> None:
    page = site.page("revocations")
    withdrawn = [link for link in page.links if link.startswith("../credentials/")]

    assert withdrawn == [
        f"../credentials/{site.award(5, 'sailing')}/",
        f"../credentials/{site.award(1, 'data-analysis')}/",
    ]
    assert "Revoked 1 August 2026 Data Analysis Lakeside School Requirements not met" in page.text


def test_badge_and_issuer_pages_say_how_many_were_awarded_and_since_when(site: Site) -> None:
    assert "Awarded 3 times since 30 June 2026 1 was revoked" in site.page("badges/data-analysis").text
    assert "Credentials awarded 3 Badges 1 Awarding since 2026 Revoked 0" in site.page("issuers/harbour").text
    assert "First award here 2 May 2026" in site.page("issuers/harbour").text


def test_a_draft_is_nowhere(tmp_path: Path) -> None:
    root = write_registry(
        tmp_path / "registry",
        {
            "credentials/badges/teaching/badge.yml": (
                "issuer: lakeside\nversion: 1\nstate: draft\nname: Teaching\ndescription: D.\ncriteria: C.\n"
            )
        },
    )
    register(root)
    out = render(root, sign(root, tmp_path / "signed"), tmp_path / "out")

    assert not (out / "badges/teaching").exists()
    assert not [path for path in out.rglob("*") if path.is_file() and b"Teaching" in path.read_bytes()]


# --- every page -------------------------------------------------------------------------------------------------


def test_every_page_closes_what_it_opens_and_has_one_heading_of_the_first_level(site: Site) -> None:
    for path in site.html():
        page = read(path.read_text())
        assert (path, page.open, page.misnested) == (path, [], [])
        assert (path, len(page.all("h1"))) == (path, 1)


def test_no_page_asks_another_host_for_anything(site: Site) -> None:
    for path in site.html():
        page = read(path.read_text())
        asked = [item.get("src", "") for tag, item in page.elements if tag in {"img", "script", "iframe", "source"}]
        asked += [item["href"] for item in page.all("link") if item.get("rel") not in {"canonical"}]
        assert (path, [address for address in asked if "//" in address]) == (path, [])


def test_links_within_the_site_lead_to_files_that_exist(site: Site) -> None:
    signed = {Path(path) for path in document_paths(site.signed / "site")}
    signed |= {Path(credential_json(award)) for award, _ in signed_credentials(site.signed)}
    for path in site.html():
        if path.name == "404.html":
            continue
        page = read(path.read_text())
        addresses = [item.get("href") or item.get("src") or "" for _, item in page.elements]
        for address in addresses:
            if not address or ":" in address or address.startswith("#"):
                continue
            target = (path.parent / address.split("#")[0].split("?")[0]).resolve()
            target = target / "index.html" if target.is_dir() else target
            inside = target.relative_to(site.out.resolve())
            laid = inside in signed or inside.parent == Path("assets/scripts") or inside.name == "card.png"
            known = target.exists() or laid
            assert (path, address, known) == (path, address, True)


def test_every_page_has_a_policy_that_lets_nothing_foreign_run(site: Site) -> None:
    for path in site.html():
        metas = read(path.read_text()).all("meta")
        policies = [meta["content"] for meta in metas if meta.get("http-equiv") == "Content-Security-Policy"]
        assert (path, len(policies)) == (path, 1)
        assert policies[0].startswith("default-src 'none';")
        assert "unsafe" not in policies[0]
        # what verifies a credential reads the registry's documents, and on its own page those of any issuer
        asked = {"credentials": " https://credentials.example.org", "verify": " https:"}
        erased = path.parent.name in site.erased  # nothing is left there to verify
        allowed = "" if erased else asked.get(path.relative_to(site.out).parts[0], "")
        assert (path, policies[0].count("http")) == (path, 1 if allowed else 0)
        assert f"connect-src 'self'{allowed};" in policies[0]


def test_the_page_of_a_preview_may_ask_its_own_site_alone(tmp_path: Path) -> None:
    root = write_registry(tmp_path / "registry")
    award = register(root)[0]
    out = render(root, sign(root, tmp_path / "signed", preview=True), tmp_path / "out")

    assert "connect-src 'self';" in (out / f"credentials/{award}/index.html").read_text()


def test_a_credentials_page_loads_two_small_scripts_and_nothing_of_the_verifier(site: Site) -> None:
    scripts = [item["src"] for item in site.credential(1, "sailing").all("script")]
    assert scripts == ["../../assets/scripts/check.js", "../../assets/scheme.js"]


def test_what_needs_scripts_is_hidden_without_them(site: Site) -> None:
    buttons = site.credential(1, "sailing").all("button")
    assert [(item["name"], "hidden" in item) for item in buttons] == [("share", True), ("check", True)]
    assert [item for item in site.page("verify").all("form") if "hidden" not in item] == []


def test_the_page_that_verifies_says_whose_it_is_and_where_else_to_check(site: Site) -> None:
    page = site.page("verify")
    assert (
        "It belongs to Test registry , at https://credentials.example.org/registry/ . If you do not trust that "
        "address, run the check elsewhere: conferral verify , VerifierPlus , or any verifier of Open Badges 3.0."
    ) in page.text
    assert "https://verifierplus.org/" in page.links


def test_search_engines_are_kept_from_credentials_and_credentials_from_the_sitemap(site: Site) -> None:
    for path in site.html():
        robots = [meta["content"] for meta in read(path.read_text()).all("meta") if meta.get("name") == "robots"]
        hidden = {"credentials", "people"} & set(path.parts) or path.name == "404.html"
        assert (path, robots) == (path, ["noindex"] if hidden else [])
    text = (site.out / "sitemap.xml").read_text()
    assert "credentials/" not in text.replace("credentials.example.org", "")
    assert "people/" not in text
    assert "badges/sailing/" in text


def test_credential_pages_are_lean(site: Site) -> None:
    sizes = [path.stat().st_size for path in site.out.glob("credentials/*/index.html")]

    assert sum(sizes) / len(sizes) < 6_500


# --- programs ---------------------------------------------------------------------------------------------------


def test_the_catalog_follows_its_schema_and_says_what_it_was_made_from(site: Site) -> None:
    catalog = json.loads((site.out / "catalog.json").read_bytes())
    schema = json.loads((site.out / "catalog.schema.json").read_bytes())
    manifest = json.loads((site.signed / "manifest.json").read_bytes())

    jsonschema.validators.Draft202012Validator.check_schema(schema)
    jsonschema.validate(catalog, schema, format_checker=jsonschema.FormatChecker())
    assert catalog["commit"] == "ab" * 20
    assert catalog["files_digest"] == manifest["files_digest"]
    assert [(badge["badge"], badge["awarded"]) for badge in catalog["badges"]] == [
        ("data-analysis", 3),
        ("sailing", 3),
        ("teaching", 1),
    ]


def test_rendering_writes_no_signed_document(site: Site) -> None:
    paths = [credential_json(award) for award, _ in signed_credentials(site.signed)]
    for path in (*document_paths(site.signed / "site"), *paths):
        assert not (site.out / path).exists()


# --- refusals, previews, sameness -------------------------------------------------------------------------------


def test_a_registry_that_changed_after_signing_is_refused(tmp_path: Path) -> None:
    root = write_registry(tmp_path / "registry")
    register(root)
    signed = sign(root, tmp_path / "signed")
    add_files(root, {"credentials/badges/sailing/badge.yml": "issuer: harbour\n"})

    with pytest.raises(BuildError) as caught:
        render(root, signed, tmp_path / "out")
    assert caught.value.message == "the registry's files are not those that were signed"


def test_a_missing_signed_document_is_refused(tmp_path: Path) -> None:
    root = write_registry(tmp_path / "registry")
    award = register(root)[0]
    signed = sign(root, tmp_path / "signed")
    (signed / "credentials/000000.lines").unlink()

    with pytest.raises(BuildError) as caught:
        render(root, signed, tmp_path / "out")
    assert caught.value.message == f"the signed document credentials/{award}/credential.json is missing or damaged"


def test_every_page_of_a_preview_says_so_and_sends_nobody_to_a_verifier(tmp_path: Path) -> None:
    root = write_registry(tmp_path / "registry")
    register(root)
    out = render(root, sign(root, tmp_path / "signed", preview=True), tmp_path / "out")

    pages = sorted(out.rglob("*.html"))
    assert pages
    for path in pages:
        page = read(path.read_text())
        said = "Preview — signed with a throwaway key; nothing here is a credential"
        assert (path, said in page.text) == (path, True)
        assert (path, [link for link in page.links if "verifierplus" in link]) == (path, [])
        assert {"name": "robots", "content": "noindex"} in page.all("meta")


def test_two_renderings_give_the_same_bytes(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    again = render(site.root, site.signed, tmp_path / "out")

    first = {path.relative_to(site.out): path.read_bytes() for path in site.out.rglob("*") if path.is_file()}
    second = {path.relative_to(again): path.read_bytes() for path in again.rglob("*") if path.is_file()}
    assert first == second


def test_names_and_texts_that_are_markup_are_shown_as_text_everywhere(tmp_path: Path) -> None:
    quoted = json.dumps(HOSTILE)
    root = write_registry(
        tmp_path / "registry",
        {
            "credentials/registry.yml": (
                f"base_url: https://credentials.example.org\ntitle: {quoted}\ndescription: {quoted}\ntimezone: UTC\n"
            ),
            "credentials/issuers/harbour/issuer.yml": (
                f"version: 1\nname: {quoted}\nurl: https://harbour.example.org\ndescription: {quoted}\n"
            ),
            "credentials/badges/sailing/badge.yml": (
                f"issuer: harbour\nversion: 1\nname: {quoted}\ndescription: {quoted}\ncriteria: {quoted}\n"
                f"field: {quoted}\nskills: [{quoted}]\nimage_caption: {quoted}\nstatus_purpose: suspension\n"
                f"alignments: [{{name: {quoted}, url: https://example.org/, framework: {quoted}, code: {quoted}}}]\n"
            ),
            f"recipients/{recipient(1)}.yml": (
                f"display_name: {quoted}\nconsent: {{on: 2026-01-01, to: [display_name]}}\n"
            ),
            "credentials/awards/sailing/2026-05-02-regatta-7m2x.yml": (
                f"badge: sailing\nawarded: 2026-05-02\nrecipients:\n- recipient: {recipient(1)}\n"
                f"  narrative: {quoted}\n"
                f"  evidence: [{{name: {quoted}, genre: {quoted}, description: {quoted}, narrative: {quoted}}}]\n"
            ),
        },
    )
    award = register(root)[0]
    add_files(root, {f"credentials/suspensions/{award}.yml": f"on: 2026-07-01\nreason: other\nnote: {quoted}\n"})
    out = render(root, sign(root, tmp_path / "signed"), tmp_path / "out")

    for path in sorted(out.rglob("*.html")):
        text = path.read_text()
        page = read(text)
        assert (path, "alert(1)</script>" in text) == (path, False)
        assert (path, [item for item in page.all("img") if item["src"] == "x"]) == (path, [])
        assert (path, [name for _, item in page.elements for name in item if name.startswith("on")]) == (path, [])
        assert (path, page.open, page.misnested) == (path, [], [])
    offered = re.search(
        "<pre[^>]*><code>(.*?)</code></pre>", (out / "badges/sailing/index.html").read_text(), re.DOTALL
    )
    assert offered
    pasted = read(html.unescape(offered[1]))
    assert [name for name, _ in pasted.elements] == ["a", "img"]
    assert pasted.all("img")[0]["alt"] == HOSTILE


def test_a_registrys_own_templates_win_over_the_packaged_ones(tmp_path: Path) -> None:
    root = write_registry(tmp_path / "registry")
    register(root)
    add_files(
        root,
        {
            "site_templates/credential.html": "<p>Ours: {{ c.badge_name }}</p>",
            "site_templates/partials/footer.html": "<footer>Our footer</footer>",
            "site_templates/assets/conferral.css": "/* ours */",
        },
    )
    out = render(root, sign(root, tmp_path / "signed"), tmp_path / "out")

    assert {path.read_text() for path in out.glob("credentials/*/index.html")} == {
        "<p>Ours: Sailing</p>",
        "<p>Ours: Data Analysis</p>",
    }
    assert "Our footer" in (out / "index.html").read_text()
    assert (out / "assets/conferral.css").read_text() == "/* ours */"


@pytest.mark.parametrize(
    ("template", "message"),
    [
        (
            "{{ c.nonsense }}",
            "template credential.html: 'conferral.site.views.CredentialView object' has no attribute 'nonsense'",
        ),
        ("{% if %}", "template credential.html line 1: Expected an expression, got 'end of statement block'"),
    ],
)
def test_a_mistake_in_a_template_is_named(tmp_path: Path, template: str, message: str) -> None:
    root = write_registry(tmp_path / "registry")
    register(root)
    add_files(root, {"site_templates/credential.html": template})

    with pytest.raises(BuildError) as caught:
        render(root, sign(root, tmp_path / "signed"), tmp_path / "out")
    assert caught.value.message == message
