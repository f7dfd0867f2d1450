"""What the doctor says of a site that is all right, and of each thing that can be wrong with it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from conferral.addresses import CATALOG
from conferral.catalog_shape import CATALOG_VERSION
from conferral.doctor import Built, Diagnosis, diagnosis_text, examine, examine_until_current
from conferral.doctor.built import withdrawn
from conferral.doctor.credentials import sample_of
from conferral.doctor.describing import VERSIONS
from conferral.errors import UndecidedError
from conferral.standards.timestamps import parse_timestamp
from conferral.verify import CheckOutcome
from tests.journey.host import BASE_URL, Response, StaticHost
from tests.unit.doctor.conftest import AT

JSON = {"content-type": "application/json"}
STALE = "Hosts keep copies for some minutes: ask again later, or with --wait 900."
LAKESIDE = "issuers/lakeside/status/revocation-1.json"


def diagnose(host: StaticHost, built: Path | None = None, **options: Any) -> Diagnosis:
    folder = Built(built, BASE_URL) if built else None
    return examine(BASE_URL, host=host, built=folder, **{"at": AT, **options})


def troubles(diagnosis: Diagnosis) -> list[tuple[str, str, str]]:
    return [
        (finding.check, str(finding.outcome), finding.sentence)
        for finding in diagnosis.findings
        if finding.outcome is not CheckOutcome.PASSED
    ]


def advice(diagnosis: Diagnosis) -> list[str]:
    return [finding.advice for finding in diagnosis.findings if finding.outcome is not CheckOutcome.PASSED]


def awards(site: Path) -> list[str]:
    return list(Built(site, BASE_URL).credentials)


def revoked(site: Path) -> str:
    (award,) = withdrawn((site / "revocations/index.html").read_bytes())
    return award


def with_catalog(host: StaticHost, **members: Any) -> None:
    catalog = json.loads((host.folder / CATALOG).read_bytes())
    host.altered[CATALOG] = Response(200, json.dumps(catalog | members).encode(), JSON)


def test_a_site_that_is_all_right(host: StaticHost, site: Path) -> None:
    diagnosis = diagnose(host, site)
    commit = json.loads((site / CATALOG).read_bytes())["commit"]
    assert diagnosis_text(diagnosis, compared=True) == (
        f"All is well: {BASE_URL} (commit {commit[:12]}, as of 1 July 2026, 09:00 UTC)\n"
        f"  passed   reachable     {BASE_URL}/ answers, with a certificate that is trusted.\n"
        f"  passed   catalog       catalog.json is of version 1: commit {commit[:12]}, as of 1 July 2026, 09:00 UTC.\n"
        "  passed   issuers       2 issuers and 2 keys stand where did:web looks for them.\n"
        "  passed   status-lists  2 status lists signed and in force, with 1 entry set.\n"
        "  passed   credentials   5 of 5 credentials verified over HTTPS: 4 valid, 1 revoked.\n"
        "  passed   revoked       1 revoked or suspended credential is refused by verifiers.\n"
        "  passed   folders       5 folders answered with the page in it.\n"
        "  passed   not-found     What is not there answers 404 with a page that says so.\n"
        "  passed   current       What is live is what was built: 12 files compared with the folder.\n"
        "  passed   media-types   19 files came with the right media types.\n"
        "  passed   cors          Verifiers in browsers may read the JSON.\n"
        "  passed   caching       Copies are kept for at most 600 seconds; a revocation is seen after that.\n"
        "  passed   redirects     20 addresses answered without a redirect."
    )
    assert diagnosis.exit_code == 0
    assert diagnosis.as_json() == {
        "url": BASE_URL,
        "at": "2026-07-02T00:00:00Z",
        "outcome": "passed",
        "commit": commit,
        "asOf": "2026-07-01T09:00:00Z",
        "checks": [finding.as_json() for finding in diagnosis.findings],
    }


def test_without_the_folder_the_lists_and_what_is_revoked_are_found_at_their_addresses(host: StaticHost) -> None:
    diagnosis = diagnose(host)
    found = {finding.check: finding.sentence for finding in diagnosis.findings}
    assert diagnosis.exit_code == 0
    assert found["status-lists"] == "2 status lists signed and in force, with 1 entry set."
    assert found["revoked"] == "1 revoked or suspended credential is refused by verifiers."
    assert found.keys().isdisjoint({"credentials", "current", "erased"})
    assert diagnosis_text(diagnosis, compared=False).endswith(
        "\n  note: nowhere is it published which credentials there are. With --site DIR, the folder that was "
        "published, a sample of them is verified and the two are compared."
    )


def test_every_address_is_asked_for_once(host: StaticHost, site: Path) -> None:
    diagnose(host, site)
    assert len(host.asked) == len(set(host.asked))


def test_nothing_need_be_sampled(host: StaticHost, site: Path) -> None:
    told = {finding.check: finding.sentence for finding in diagnose(host, site, sample=0).findings}
    assert told["credentials"] == "0 of 5 credentials verified over HTTPS: none was asked for."


def test_the_sample_is_another_for_every_publication_and_the_same_for_one(host: StaticHost, site: Path) -> None:
    built = Built(site, BASE_URL)
    samples = [tuple(sample_of(built, 2, str(seed))) for seed in range(30)]
    assert len(set(samples)) > 1  # thirty draws of two in five are all the same once in ten to the 29th
    assert samples == [tuple(sample_of(built, 2, str(seed))) for seed in range(30)]

    def asked_for() -> set[str]:
        host.asked.clear()
        diagnose(host, site, sample=2)
        return {path.split("/")[-2] for path in host.asked if path.endswith("/credential.json")}

    catalog = json.loads((site / CATALOG).read_bytes())
    sample = sample_of(built, 2, f"{catalog['commit']} {parse_timestamp(catalog['as_of'])}")
    assert asked_for() == asked_for() == {*sample, revoked(site), "0" * 26}


def test_a_list_that_cannot_be_read(host: StaticHost) -> None:
    host.altered[LAKESIDE] = Response(200, b"", JSON)
    diagnosis = diagnose(host)
    assert troubles(diagnosis) == [
        (
            "status-lists",
            "failed",
            f"{LAKESIDE}: The status list at “{BASE_URL}/{LAKESIDE}” cannot be read: it is empty.",
        )
    ]
    assert not diagnosis.may_pass


@pytest.mark.parametrize(
    ("members", "problem"),
    [
        ({"version": 2}, "catalog.json is of version 2, and this program knows 1."),
        ({"version": True}, "catalog.json is of version True, and this program knows 1."),
        (
            {"preview": True},
            "What is published is a preview: its credentials are signed with a throwaway key and verify nowhere.",
        ),
        ({"commit": None}, "The site names no commit, so nobody can tell what was issued with it."),
        ({"as_of": "yesterday"}, "catalog.json does not say as of when the site speaks."),
    ],
    ids=lambda value: "" if isinstance(value, str) else "-".join(value),
)
def test_a_catalog_that_no_published_site_has(host: StaticHost, members: dict[str, Any], problem: str) -> None:
    with_catalog(host, **members)
    diagnosis = diagnose(host)
    assert troubles(diagnosis) == [("catalog", "failed", problem)]
    assert diagnosis.exit_code == 1
    assert not diagnosis.may_pass


def test_revocations_laid_over_an_earlier_state_are_told_and_are_no_fault(host: StaticHost) -> None:
    with_catalog(host, dirty=True)
    diagnosis = diagnose(host)
    assert diagnosis.exit_code == 0
    assert diagnosis.findings[1].sentence.endswith(
        " Files that this commit does not hold were laid over it, as revocations are while a branch is broken."
    )


def test_a_site_of_another_address_is_not_looked_at_further(host: StaticHost) -> None:
    with_catalog(host, base_url="https://elsewhere.example\x1b[2J")
    diagnosis = diagnose(host)
    assert troubles(diagnosis) == [
        (
            "catalog",
            "failed",
            f"The site says that its address is https://elsewhere.example�[2J, and it was asked for at {BASE_URL}.",
        )
    ]
    assert [finding.check for finding in diagnosis.findings] == ["reachable", "catalog"]


def test_the_version_that_builds_write_is_known() -> None:
    assert CATALOG_VERSION in VERSIONS


@pytest.mark.parametrize(
    ("response", "problem", "passing"),
    [
        (Response(404), "answers 404, so no site of a registry is there.", True),
        (Response(200, b"<html>"), "cannot be read: it is not JSON: something is wrong at line 1, column 1.", False),
    ],
)
def test_no_catalog(host: StaticHost, response: Response, problem: str, passing: bool) -> None:
    host.altered[CATALOG] = response
    diagnosis = diagnose(host)
    assert troubles(diagnosis) == [("catalog", "failed", f"{BASE_URL}/catalog.json {problem}")]
    assert diagnosis.may_pass is passing


def test_an_issuer_without_its_keys(host: StaticHost, site: Path) -> None:
    did = "issuers/harbour/did.json"
    content = (site / did).read_bytes()
    for changed, problem in (
        (Response(404), "answers 404."),
        (
            Response(200, content.replace(b"issuers:harbour", b"issuers:lakeside"), JSON),
            (
                "is of no use: got a DID document with id 'did:web:credentials.example.org:registry:issuers:lakeside', "
                "expected 'did:web:credentials.example.org:registry:issuers:harbour'."
            ),
        ),
        (Response(200, b"{", JSON), "is of no use: it is not JSON: something is wrong at line 1, column 2."),
    ):
        host.altered[did] = changed
        found = [sentence for check, _, sentence in troubles(diagnose(host)) if check == "issuers"]
        assert found == [f"{BASE_URL}/{did} {problem}"]


def test_an_issuer_that_awarded_and_lists_no_key(host: StaticHost, site: Path) -> None:
    did = "issuers/harbour/did.json"
    document = json.loads((site / did).read_bytes()) | {"assertionMethod": []}
    host.altered[did] = Response(200, json.dumps(document).encode(), JSON)
    found = [sentence for check, _, sentence in troubles(diagnose(host)) if check == "issuers"]
    assert found == [f"{BASE_URL}/{did} lists no key that may sign, so nothing of harbour verifies."]


def test_a_credential_that_was_changed_by_the_host(host: StaticHost, site: Path) -> None:
    award = next(one for one in awards(site) if one != revoked(site))
    path = f"credentials/{award}/credential.json"
    content = (site / path).read_bytes()
    host.altered[path] = Response(200, content.replace(b"OpenBadgeCredential", b"OpenBadgeCredentiaI", 1), JSON)
    found = {check: sentence for check, _, sentence in troubles(diagnose(host, site))}
    assert found.keys() == {"credentials", "current"}
    assert found["current"] == f"{BASE_URL}/{path} is not what was built."
    assert found["credentials"].startswith(f"{path}: ")


def test_a_credential_that_is_gone(host: StaticHost, site: Path) -> None:
    award = next(one for one in awards(site) if one != revoked(site))
    shutil.rmtree(host.folder / "credentials" / award)
    found = {check: sentence for check, _, sentence in troubles(diagnose(host, site))}
    path = f"credentials/{award}/credential.json"
    assert found["credentials"] == f"{path} was built and answers 404."


def test_a_list_that_lost_a_revocation(host: StaticHost, site: Path) -> None:
    # harbour's own list of suspensions has no bit set; the folder's, were it the one with the revocation, would
    built = host.folder.parent / "built"
    shutil.copytree(site, built)
    live = unset(site, host)
    diagnosis = diagnose(host, built)
    award = revoked(site)
    assert troubles(diagnosis) == [
        ("status-lists", "failed", f"{LAKESIDE}: 1 bit that was built as set is not set in the live list."),
        (
            "credentials",
            "failed",
            f"credentials/{award}/credential.json is valid, and the copy in the folder is revoked.",
        ),
        (
            "revoked",
            "failed",
            (
                f"credentials/{award}/credential.json is revoked or suspended, and a verifier is told: "
                "Valid until 30 June 2029, 21:59 UTC."
            ),
        ),
    ]
    assert advice(diagnosis)[0] == f"Whoever verifies one of these now is told that it holds. {STALE}"
    assert diagnosis.may_pass
    assert live


def test_a_list_that_knows_more_than_the_folder(host: StaticHost, site: Path, tmp_path: Path) -> None:
    older = tmp_path / "older"
    shutil.copytree(site, older)
    (older / LAKESIDE).write_bytes(unset(site))
    found = {check: sentence for check, _, sentence in troubles(diagnose(host, older))}
    assert found["status-lists"] == f"{LAKESIDE}: 1 bit set in the live list is not set in the folder."


def unset(site: Path, host: StaticHost | None = None) -> bytes:
    """The list of lakeside from before the revocation, signed with its key; the host serves it if one is given."""
    from conferral.standards import bitstring
    from conferral.standards.data_integrity import ProofOptions, create_proof
    from tests.registry_builder import secret_key

    document = json.loads((site / LAKESIDE).read_bytes())
    del document["proof"]
    document["credentialSubject"]["encodedList"] = bitstring.encode([])
    options = ProofOptions(
        verification_method="did:web:credentials.example.org:registry:issuers:lakeside#key-1",
        created="2026-07-01T09:00:00Z",
    )
    document["proof"] = [create_proof(document, options=options, sign=secret_key("lakeside/key-1").sign)]
    content = json.dumps(document).encode()
    if host is not None:
        host.altered[LAKESIDE] = Response(200, content, JSON)
    return content


def test_what_was_erased_and_is_still_there(host: StaticHost, site: Path, tmp_path: Path) -> None:
    erased, award = tmp_path / "erased", awards(site)[1]
    shutil.copytree(site, erased)
    (erased / f"credentials/{award}/credential.json").unlink()
    found = {check: sentence for check, _, sentence in troubles(diagnose(host, erased))}
    assert found == {"erased": f"credentials/{award}/credential.json was erased and still answers 200."}
    host.publish(erased)
    told = [finding.sentence for finding in diagnose(host, erased).findings if finding.check == "erased"]
    assert told == ["1 erased credential gone."]


def test_media_types_that_browsers_and_verifiers_refuse(host: StaticHost, site: Path) -> None:
    for path, kind in ((CATALOG, "text/plain"), ("assets/scripts/check.js", "application/octet-stream")):
        host.altered[path] = Response(200, (site / path).read_bytes(), {"content-type": kind})
    diagnosis = diagnose(host)
    assert troubles(diagnosis) == [
        ("media-types", "failed", f"{BASE_URL}/catalog.json is served as text/plain, not as application/json."),
        (
            "media-types",
            "failed",
            f"{BASE_URL}/assets/scripts/check.js is served as application/octet-stream, not as text/javascript.",
        ),
    ]
    assert advice(diagnosis) == [
        "Some verifiers refuse JSON under another type. Have the host say application/json of files that end in .json.",
        "Browsers refuse to run a module of another type. Have the host say text/javascript of files that end in .js.",
    ]


def test_a_script_that_is_missing(host: StaticHost) -> None:
    (host.folder / "assets/scripts/verify.js").unlink()
    assert troubles(diagnose(host)) == [("media-types", "failed", f"{BASE_URL}/assets/scripts/verify.js answers 404.")]


def test_many_faults_of_one_kind_are_told_five_times_and_counted(host: StaticHost, site: Path) -> None:
    for path in site.rglob("*.json"):
        host.altered[path.relative_to(site).as_posix()] = Response(
            200, path.read_bytes(), JSON | {"access-control-allow-origin": "https://lakeside.example.org"}
        )
    found = troubles(diagnose(host, site))
    assert len(found) == 6
    assert found[0] == ("cors", "failed", f"{BASE_URL}/catalog.json does not let pages of other sites read it.")
    assert found[5] == ("cors", "failed", "And 5 more of this kind.")


@pytest.mark.parametrize(
    ("headers", "problem"),
    [
        (
            {"cache-control": "public, max-age=86400"},
            ("caching", "failed", "Copies may be kept for 86400 seconds: so long may a revocation go unseen."),
        ),
        (
            {"cache-control": ""},
            (
                "caching",
                "unknown",
                "The host does not say for how long copies may be kept, and browsers guess.",
            ),
        ),
    ],
)
def test_copies_that_are_kept_too_long(
    host: StaticHost, site: Path, headers: dict[str, str], problem: tuple[str, str, str]
) -> None:
    host.altered[LAKESIDE] = Response(200, (site / LAKESIDE).read_bytes(), JSON | headers)
    diagnosis = diagnose(host)
    assert troubles(diagnosis) == [problem]
    assert diagnosis.exit_code == (1 if problem[1] == "failed" else 3)


def test_a_host_that_answers_200_for_what_is_not_there(host: StaticHost, site: Path) -> None:
    nothing = f"credentials/{'0' * 26}/credential.json"
    host.altered[nothing] = Response(200, (site / "index.html").read_bytes(), {"content-type": "text/html"})
    found = {check: sentence for check, _, sentence in troubles(diagnose(host))}
    assert found["not-found"] == f"{BASE_URL}/{nothing}, where nothing stands, answers 200 and not 404."


def test_a_host_with_a_404_page_of_its_own(host: StaticHost, site: Path) -> None:
    (host.folder / "404.html").write_text("<!doctype html><title>Nothing</title>")
    assert troubles(diagnose(host, site)) == [
        ("not-found", "failed", "What is not there is answered with another page than the site's own.")
    ]


def test_folders_that_are_not_served(host: StaticHost) -> None:
    (host.folder / "verify/index.html").unlink()
    assert troubles(diagnose(host)) == [("folders", "failed", f"{BASE_URL}/verify/ answers 404.")]


def test_a_host_that_redirects(host: StaticHost, site: Path) -> None:
    did = "issuers/harbour/did.json"
    host.altered[did] = Response(301, b"", {"location": "/registry/moved.json"})
    host.altered["moved.json"] = Response(200, (site / did).read_bytes(), JSON)
    assert troubles(diagnose(host)) == [
        ("redirects", "failed", f"{BASE_URL}/{did} redirects to {BASE_URL}/moved.json.")
    ]


def newer(site: Path, folder: Path, by: timedelta) -> Path:
    """A copy of the site that speaks of another instant."""
    shutil.copytree(site, folder)
    catalog = json.loads((folder / CATALOG).read_bytes())
    as_of = datetime(2026, 7, 1, 9, tzinfo=UTC) + by
    text = json.dumps(catalog | {"as_of": f"{as_of:%Y-%m-%dT%H:%M:%SZ}", "commit": "f" * 40})
    (folder / CATALOG).write_text(text)
    return folder


def test_an_older_copy_is_waited_for(
    host: StaticHost, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("conferral.doctor.examining.PAUSE", 100.0)
    built = newer(site, tmp_path / "built", timedelta(hours=1))
    host.caching = True
    old = diagnose(host, built)
    commit = json.loads((site / CATALOG).read_bytes())["commit"][:12]
    assert troubles(old) == [
        (
            "current",
            "failed",
            (
                f"The live copy is older than what was built: commit {commit}, as of 1 July 2026, 09:00 UTC, against "
                "commit ffffffffffff, as of 1 July 2026, 10:00 UTC."
            ),
        )
    ]
    (told,) = advice(old)
    assert told == (
        "The host keeps copies for 600 seconds: ask again later, or with --wait 900. If it stays, the deployment did "
        "not succeed."
    )
    host.publish(built)
    host.clock = 300
    said: list[str] = []

    def pause(seconds: float) -> None:
        host.clock += seconds

    def again() -> Diagnosis:
        return diagnose(host, built)

    assert troubles(again()) == troubles(old)
    assert "and this one is 300 seconds old" in advice(again())[0]
    arrived = examine_until_current(again, wait=900, say=said.append, clock=lambda: host.clock, sleep=pause)
    assert arrived.exit_code == 0
    assert host.clock == 300 + 100 + 120 + 120
    assert len(said) == 3
    assert said[0] == (f"not yet: {troubles(old)[0][2]} Asking again in 100 seconds, for 900 seconds more.")


def test_new_credentials_with_an_old_copy_of_the_keys_are_waited_for(host: StaticHost, site: Path) -> None:
    did = "issuers/lakeside/did.json"
    document = json.loads((site / did).read_bytes())
    method = document["verificationMethod"][0]
    named = f"{document['id']}#key-0"
    older = document | {"verificationMethod": [method | {"id": named}], "assertionMethod": [named]}
    host.altered[did] = Response(200, json.dumps(older).encode(), JSON)
    diagnosis = diagnose(host, site)
    found = troubles(diagnosis)
    assert {check for check, _, _ in found} == {"status-lists", "credentials", "current"}
    assert ("current", "failed", f"{BASE_URL}/{did} is not what was built.") in found
    assert diagnosis.may_pass
    assert not diagnose(host).may_pass  # without the folder nobody can tell that they are old


def test_what_is_not_known_keeps_nobody_from_waiting(host: StaticHost, site: Path, tmp_path: Path) -> None:
    built = newer(site, tmp_path / "built", timedelta(hours=1))
    host.altered[LAKESIDE] = Response(200, (site / LAKESIDE).read_bytes(), JSON | {"cache-control": ""})
    diagnosis = diagnose(host, built)
    assert [(check, outcome) for check, outcome, _ in troubles(diagnosis)] == [
        ("current", "failed"),
        ("caching", "unknown"),
    ]
    assert diagnosis.may_pass


def test_waiting_ends_with_the_time(host: StaticHost, site: Path, tmp_path: Path) -> None:
    built = newer(site, tmp_path / "built", timedelta(hours=1))

    def pause(seconds: float) -> None:
        host.clock += seconds

    found = examine_until_current(
        lambda: diagnose(host, built), wait=50, say=lambda _: None, clock=lambda: host.clock, sleep=pause
    )
    assert (found.exit_code, host.clock) == (1, 50)


def test_what_time_does_not_mend_is_not_waited_for(host: StaticHost) -> None:
    with_catalog(host, preview=True)

    def pause(seconds: float) -> None:
        raise AssertionError(f"waited for {seconds} seconds")

    assert examine_until_current(lambda: diagnose(host), wait=900, say=pytest.fail, sleep=pause).exit_code == 1


def test_a_folder_that_is_older_than_the_site(host: StaticHost, site: Path, tmp_path: Path) -> None:
    built = newer(site, tmp_path / "built", -timedelta(hours=1))
    diagnosis = diagnose(host, built)
    assert [(check, outcome) for check, outcome, _ in troubles(diagnosis)] == [("current", "unknown")]
    assert advice(diagnosis) == ["Build the commit that is live, and compare with that."]
    assert diagnosis.exit_code == 3


def test_a_folder_of_another_site_is_refused(site: Path) -> None:
    with pytest.raises(UndecidedError) as caught:
        Built(site, "https://elsewhere.example")
    assert (
        caught.value.message
        == f'the folder "{site}" holds the site of "{BASE_URL}", not of "https://elsewhere.example"'
    )


def test_a_host_that_is_not_there(host: StaticHost) -> None:
    diagnosis = examine("https://elsewhere.example", host=host, at=AT)
    assert troubles(diagnosis) == [
        ("reachable", "unknown", "https://elsewhere.example/ cannot be reached: there is no such host.")
    ]
    assert (diagnosis.exit_code, len(diagnosis.findings)) == (3, 1)


def test_a_host_that_is_out_of_order(host: StaticHost) -> None:
    host.altered[""] = Response(503)
    assert troubles(diagnose(host)) == [("reachable", "unknown", f"{BASE_URL}/ answers 503.")]


def test_a_catalog_made_to_keep_the_doctor_busy_is_looked_at_within_limits(
    host: StaticHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("conferral.doctor.live.MOST_ASKED", 50)
    with_catalog(host, issuers=[{"issuer": f"i{number}", "did": "did:web:x", "awarded": 1} for number in range(500)])
    diagnosis = diagnose(host)
    assert diagnosis.exit_code == 1
    assert len(host.asked) <= 50
    assert len(diagnosis.findings) < 40


@pytest.mark.parametrize("awarded", [[], {}, [0], "0", True, 1e308])
def test_a_catalog_of_values_of_other_kinds_is_no_traceback(host: StaticHost, awarded: object) -> None:
    with_catalog(host, issuers=[{"issuer": "lakeside", "did": "did:web:x", "awarded": awarded}])
    assert diagnose(host).exit_code == 1


def test_of_very_many_issuers_not_all_are_looked_at(host: StaticHost, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conferral.doctor.describing.MOST_ISSUERS", 1)
    diagnosis = diagnose(host)
    assert troubles(diagnosis) == [("catalog", "unknown", "Of 2 issuers the first 1 are looked at.")]
    assert {finding.check: finding.sentence for finding in diagnosis.findings}["issuers"] == (
        "1 issuer and 1 key stand where did:web looks for them."
    )


def test_looking_needs_nothing_of_the_side_that_issues() -> None:
    program = "import conferral.cli.doctor, conferral.doctor, sys; print('\\n'.join(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout.split()
    assert {name.partition(".")[0] for name in loaded} & {"yaml", "jinja2", "mkdocs", "pydantic"} == set()
