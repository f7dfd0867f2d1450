"""The invariants of the design (section 2), one test each, on whole registries with the program as users run it."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conferral.errors import UndefinedTermError
from conferral.site.wall import wall_strength
from conferral.standards.canonical import canonicalize
from tests.program import command, environ, ok, run, tree
from tests.registry_builder import commit_all, environment, git, key_file, recipient, secret_key, write_registry
from tests.unit.register.conftest import register

REVOCATION = "on: 2026-07-03\nreason: misconduct\n"
BADGE = "credentials/badges/data-analysis/badge.yml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A registry in git, every award registered and committed."""
    root = write_registry(tmp_path / "registry")
    register(root)
    commit_all(root)
    return root


def award_of(root: Path, badge: str) -> str:
    (csv, *_) = sorted((root / "credentials/register/awards" / badge).glob("*.csv"))
    return csv.read_text().splitlines()[1].split(",")[0]


def correct(root: Path, award: str) -> None:
    """Issue an award of the regatta again."""
    file = root / "credentials/corrections/sailing/typo-7d2n.yml"
    file.parent.mkdir(parents=True)
    file.write_text(f"badge: sailing\non: 2026-07-01\nreason: clerical-error\nawards: [{award}]\n")
    register(root, seed=2)


def erase(root: Path, award: str) -> None:
    """Reduce an award of the regatta to its id and a day."""
    file = root / "credentials/awards/sailing/2026-05-02-regatta-7m2x.yml"
    entry = f"- recipient: {recipient(1)}\n  id: {award}\n"
    assert entry in file.read_text()
    file.write_text(file.read_text().replace(entry, f"- id: {award}\n  erased: 2026-07-01\n"))


# Replaces what Python code can ask for the time, as a machine with a wrong clock would answer.
ANOTHER_CLOCK = """
import datetime, time
_real = time.time
time.time = lambda: _real() + 400 * 86400
class _Datetime(datetime.datetime):
    @classmethod
    def now(cls, tz=None): return cls.fromtimestamp(time.time(), tz)
    @classmethod
    def utcnow(cls): return cls.fromtimestamp(time.time(), datetime.timezone.utc).replace(tzinfo=None)
datetime.datetime = _Datetime
"""


def test_invariant_1_the_same_commit_keys_and_time_give_the_same_bytes(root: Path, tmp_path: Path) -> None:
    """Whatever the folder, the clock, the timezone, the language and the order of hashing."""
    award = award_of(root, "data-analysis")
    (root / "credentials/revocations").mkdir()
    (root / f"credentials/revocations/{award}.yml").write_text(REVOCATION)
    commit_all(root, "revoke")
    clone = tmp_path / "elsewhere" / "clone"
    clone.parent.mkdir()
    git(root, "clone", "-q", str(root), str(clone))
    clock = tmp_path / "clock"
    clock.mkdir()
    (clock / "sitecustomize.py").write_text(ANOTHER_CLOCK)

    ok("build", cwd=root, env=environment())
    other_machine = {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "7", "PYTHONPATH": str(clock)}
    ok("build", "--out", tmp_path / "other", "--root", clone, cwd=tmp_path, env=environment() | other_machine)

    one, other = tree(root / "build/site"), tree(tmp_path / "other")
    assert sorted(one) == sorted(other)
    assert [path for path in one if one[path] != other[path]] == []


def test_invariant_1_the_as_of_time_changes_pages_but_no_status_bit(root: Path) -> None:
    award = award_of(root, "data-analysis")
    (root / "credentials/revocations").mkdir()
    (root / f"credentials/revocations/{award}.yml").write_text("on: 2026-12-24\nreason: misconduct\n")
    lists = []
    for moment in ("2026-07-02", "2031-01-01"):
        ok("build", "--as-of", moment, cwd=root, env=environment())
        status = json.loads((root / "build/site/issuers/lakeside/status/revocation-1.json").read_bytes())
        lists.append(status["credentialSubject"]["encodedList"])

    assert lists[0] == lists[1]


def test_invariant_2_what_was_issued_never_changes_silently(root: Path) -> None:
    ok("build", cwd=root, env=environment())
    before = tree(root / "build/site")
    file = root / BADGE
    file.write_text(file.read_text().replace("into answers", "into gold"))

    done = run("build", cwd=root, env=environment())

    assert done.returncode == 1
    assert f"{BADGE}:4:14: 3 awards would sign something else than what was registered" in done.stderr
    assert 'description is now "Turns data into gold."' in done.stderr
    assert 'expected: "Turns data into answers."' in done.stderr
    assert tree(root / "build/site") == before


STAYS = "this file is gone; revocations, suspensions, corrections and keys stay for good"
LOSSES = {
    "a revocation": ("credentials/revocations", STAYS),
    "a correction": ("credentials/corrections", STAYS),
    "what was corrected": ("credentials/register/corrections", "the register lost award "),
    "a cohort": ("credentials/awards/sailing credentials/register/awards/sailing", "the register lost award "),
    "all": ("credentials/awards credentials/register/awards credentials/revocations", "the register lost award "),
    "a key": ("keys/harbour", STAYS),
}


@pytest.mark.parametrize("lost", LOSSES)
def test_invariant_3_awards_are_never_deleted_and_a_revocation_is_never_lost(root: Path, lost: str) -> None:
    """Each loss alone, three commits later, so that the parent commit already holds it: check and build refuse."""
    file = root / f"credentials/revocations/{award_of(root, 'data-analysis')}.yml"
    file.parent.mkdir()
    file.write_text(REVOCATION)
    correct(root, award_of(root, "sailing"))
    base = commit_all(root, "revoke and correct")
    ok("build", cwd=root, env=environment())
    before = tree(root / "build/site")
    paths, message = LOSSES[lost]
    git(root, "rm", "-q", "-r", *paths.split())
    commit_all(root, "lost")
    for number in range(2):
        (root / f"notes-{number}.txt").write_text("x")
        commit_all(root, "later")

    assert run("check", "--base", base, cwd=root).returncode == 1
    done = run("build", cwd=root, env=environment())

    assert done.returncode == 1
    assert message in done.stderr
    assert "git restore --source " in done.stderr
    assert tree(root / "build/site") == before


def test_invariant_3_an_erased_award_leaves_a_tombstone_its_row_and_its_bit(root: Path) -> None:
    """And what is left verifies; an old copy is no longer published, and an erasure is not taken back."""
    award = award_of(root, "sailing")
    correct(root, award)
    (root / "credentials/revocations").mkdir()
    (root / f"credentials/revocations/{award}.yml").write_text(REVOCATION)
    commit_all(root, "revoke and correct")
    ok("build", cwd=root, env=environment())
    copy = (root / f"build/site/credentials/{award}/credential.json").read_bytes()
    lists = (root / "build/site/issuers/harbour/status/suspension-1.json").read_bytes()
    (root / "copy.json").write_bytes(copy)
    before = (root / "credentials/awards/sailing/2026-05-02-regatta-7m2x.yml").read_text()
    erase(root, award)
    base = commit_all(root, "erase")

    ok("build", cwd=root, env=environment())

    site = root / "build/site"
    assert [path.name for path in (site / f"credentials/{award}").iterdir()] == ["index.html"]
    assert (site / "issuers/harbour/status/suspension-1.json").read_bytes() == lists
    assert "Sound: 4 credentials and 2 status lists" in ok("verify", "--site", site, cwd=root)
    old = run("verify", "--site", site, root / "copy.json", cwd=root)
    assert old.returncode == 1
    assert "The issuer does not publish it: nothing stands at its address" in old.stdout
    (root / "credentials/awards/sailing/2026-05-02-regatta-7m2x.yml").write_text(before)
    back = run("check", "--base", base, cwd=root)
    assert back.returncode == 1
    assert f"award {award} was erased on 2026-07-01 and is back" in back.stdout


def test_invariant_2_the_picture_of_a_badge_is_part_of_what_was_issued(root: Path) -> None:
    image = root / "credentials/badges/data-analysis/badge.svg"
    image.write_text(image.read_text().replace("ff1000", "00ff00"))

    done = run("check", cwd=root)

    assert done.returncode == 1
    assert "credentials/badges/data-analysis/badge.svg: the badge's image is another one than what was" in done.stdout


def test_invariant_3_what_a_branch_took_back_before_it_was_merged_was_never_there(root: Path) -> None:
    git(root, "switch", "-q", "-c", "cohort")
    file = root / "credentials/awards/teaching/2026-07-09-first-2b3c.yml"
    file.parent.mkdir()
    file.write_text(f"badge: teaching\nawarded: 2026-07-09\nrecipients:\n- recipient: {recipient(9)}\n")
    register(root, seed=9)
    commit_all(root, "award")
    git(root, "rm", "-q", "-r", "credentials/awards/teaching", "credentials/register/awards/teaching")
    (root / "notes.txt").write_text("x")
    commit_all(root, "take back")
    git(root, "switch", "-q", "main")
    git(root, "merge", "-q", "--no-ff", "-m", "merge", "cohort")

    ok("build", cwd=root, env=environment())


def test_invariant_4_everything_in_the_credential_is_signed(root: Path) -> None:
    """What JSON-LD would drop or invent is an error, at every object of the document."""
    ok("build", cwd=root, env=environment())
    path = root / f"build/site/credentials/{award_of(root, 'data-analysis')}/credential.json"
    document = {key: value for key, value in json.loads(path.read_bytes()).items() if key != "proof"}
    canonicalize(document)
    subject = document["credentialSubject"]
    for holder in (document, subject, subject["achievement"], subject["achievement"]["criteria"], document["issuer"]):
        for member, value in (("undefinedTerm", "x"), ("evidence", {"id": "relative", "type": ["Evidence"]})):
            if holder is not document and member == "evidence":
                continue
            kept = holder.get(member)
            holder[member] = value
            with pytest.raises(UndefinedTermError):
                canonicalize(document)
            if kept is None:
                del holder[member]
            else:
                holder[member] = kept


LOOTING = """
import os, pathlib
def on_post_build(config, **_):
    loot = [repr(dict(os.environ))]
    for process in (pathlib.Path(f"/proc/{pid}") for pid in range(1, 70_000)):
        for name in ("environ", "cmdline", "maps"):
            try: loot.append((process / name).read_bytes().decode("latin-1"))
            except OSError: pass
        try:
            with open(process / "mem", "rb", 0) as memory, open(process / "maps") as maps:
                for line in maps:
                    start, end = (int(part, 16) for part in line.split()[0].split("-"))
                    if "rw" in line and end - start < 1 << 26:
                        try: memory.seek(start); loot.append(memory.read(end - start).decode("latin-1"))
                        except (OSError, ValueError, OverflowError): pass
        except (OSError, PermissionError): pass
    here = pathlib.Path(__file__).parent
    for folder in (here, here.parent, pathlib.Path("/tmp"), pathlib.Path.home(), pathlib.Path("/root")):
        try:
            for path in folder.rglob("*"):
                try: loot.append(path.read_text("latin-1"))
                except OSError: pass
        except OSError: pass
    text = "".join(loot)
    pathlib.Path(config.site_dir, "loot.txt").write_text(
        "\\n".join(str(NEEDLE in text) for NEEDLE in NEEDLES) + f"\\n{len(loot)}")
"""


@pytest.mark.skipif(wall_strength() != "landlock", reason="this kernel has no Landlock; the wall is weaker without")
def test_invariant_5_no_key_reaches_a_template_a_plugin_or_a_hook(root: Path, tmp_path: Path) -> None:
    """Neither a key of the environment, nor one in a file, nor its passphrase; nor do they reach site or output."""
    pem = tmp_path / "keys" / "harbour.pem"
    pem.parent.mkdir()
    pem.write_bytes(secret_key("harbour/key-1").as_pem("a passphrase to find"))
    (root / "keys/harbour/key-1.yml").write_text(key_file("harbour", signer=f"file:{pem}"))
    env = environment() | {"CONFERRAL_PASSPHRASE": "a passphrase to find"}
    secret = env["TEST_KEY_LAKESIDE"]
    # the needles in pieces, so that the hook itself is not what is found; the last one has to be found
    needles = [secret, "a passphrase to find", pem.read_text().splitlines()[1], "Sailed a course alone."]
    split = "[" + ", ".join(f"{needle[:9]!r} + {needle[9:]!r}" for needle in needles) + "]"
    (root / "looting.py").write_text(f"NEEDLES = {split}\n{LOOTING}")
    (root / "mkdocs.yml").write_text("theme: {name: material}\nplugins: [search, conferral]\nhooks: [looting.py]\n")
    templates = root / "site_templates"
    templates.mkdir()
    (templates / "404.html").write_text("{{ cycler.__init__.__globals__.os.environ }}")
    commit_all(root, "hostile")

    done = run("build", cwd=root, env=env)

    assert done.returncode == 0, done.stderr
    found = (root / "build/site/loot.txt").read_text().splitlines()
    assert found[:4] == ["False", "False", "False", "True"]
    published = b"".join(tree(root / "build/site").values()) + done.stderr.encode() + done.stdout.encode()
    for needle in (secret, "a passphrase to find", "PRIVATE KEY", "z3u2"):
        assert needle.encode() not in published


def test_invariant_5_the_side_that_renders_never_even_imports_the_private_side_of_keys() -> None:
    program = "import sys, conferral.rendering, conferral.site.rendering; print('conferral.signers' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"


def test_invariant_6_no_personal_data_by_default(root: Path) -> None:
    """A name is published only where the recipient's file says so, and not even an id links a person's credentials."""
    person = root / f"recipients/{recipient(2)}.yml"
    person.parent.mkdir()
    person.write_text("display_name: Ada Example\nconsent: {on: 2026-07-01, to: [display_name]}\n")
    commit_all(root, "consent")

    ok("build", cwd=root, env=environment())

    site = tree(root / "build/site")
    named = [path for path, content in site.items() if b"Ada Example" in content]
    assert len(named) == 1
    assert named[0].endswith("/index.html")
    everything = b"".join(site.values())
    for number in (1, 2, 3, 4):
        assert recipient(number).encode() not in everything
    written = b"".join(content for path, content in site.items() if not path.startswith("assets/scripts/"))
    assert b"mailto:" not in written  # the program there knows the word, since others' credentials hold such ids


def test_invariant_7_a_killed_build_leaves_the_previous_site_whole(root: Path, tmp_path: Path) -> None:
    site = root / "build/site"
    ok("build", cwd=root, env=environment())
    shutil.copytree(site, tmp_path / "old")
    (root / "credentials/revocations").mkdir()
    (root / f"credentials/revocations/{award_of(root, 'data-analysis')}.yml").write_text(REVOCATION)
    commit_all(root, "revoke")
    ok("build", "--out", tmp_path / "new", cwd=root, env=environment())
    old, new = tree(tmp_path / "old"), tree(tmp_path / "new")
    assert old != new

    for attempt in range(6):  # one after another: what one leaves behind is no trouble for the next
        child = subprocess.Popen(
            command("build"),
            cwd=root,
            env=environ(environment()),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(random.Random(attempt).uniform(0.2, 4))
        child.send_signal(signal.SIGKILL)
        finished = child.wait() == 0
        found = tree(site)
        assert found == new if finished else found in (old, new)
        shutil.rmtree(site)
        shutil.copytree(tmp_path / "old", site)

    ok("build", cwd=root, env=environment())
    assert tree(site) == new
    assert [path.name for path in (root / "build").iterdir()] == ["site"]


def test_invariant_8_verifying_neither_trusts_nor_imports_the_build_side() -> None:
    program = (
        "import sys, conferral.verify;"
        "print(sorted(name for name in sys.modules if name.split('.')[0] in"
        " ('yaml', 'jinja2', 'mkdocs', 'pydantic', 'click', 'markdown_it', 'nh3')"
        " or name.startswith('conferral.') and name.split('.')[1] not in ('verify', 'standards', 'errors')))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


def test_invariant_9_all_mistakes_are_reported_at_once(root: Path) -> None:
    (root / "credentials/badges/teaching/badge.yml").write_text("issuer: lakside\nversion: 1\nnam: Teaching\n")
    (root / "credentials/revocations").mkdir()
    (root / "credentials/revocations/0123456789abcdefghjkmnpqrs.yml").write_text("on: 2026-02-30\nreason: because\n")
    (root / "keys/harbour/key-1.yml").write_text(key_file("lakeside"))

    done = run("check", cwd=root)

    files = {line.split(":")[0] for line in done.stdout.splitlines() if line[0] != " "}
    assert done.returncode == 1
    assert files == {
        "credentials/badges/teaching/badge.yml",
        "credentials/revocations/0123456789abcdefghjkmnpqrs.yml",
        "keys/harbour/key-1.yml",  # it proves nothing for this issuer
        "keys/lakeside/key-1.yml",  # and it is this one, a second time
    }
    assert done.stdout.count("credentials/badges/teaching/badge.yml:") >= 4
    assert "Traceback" not in done.stdout + done.stderr


def test_invariant_10_branches_that_merge_make_a_registry_that_builds(root: Path) -> None:
    """Two cohorts of one badge, first awards of a badge, a revocation and a new person, in any order, no conflict."""
    batches = {
        "spring": ("teaching", 5),
        "summer": ("teaching", 6),
        "sailors": ("sailing", 7),
    }
    for seed, (name, (badge, person)) in enumerate(batches.items(), 10):
        git(root, "switch", "-q", "-c", name, "main")
        file = root / f"credentials/awards/{badge}/2026-07-09-{name}-2b3c.yml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"badge: {badge}\nawarded: 2026-07-09\nrecipients:\n- recipient: {recipient(person)}\n")
        register(root, seed=seed)
        commit_all(root, name)
    git(root, "switch", "-q", "-c", "revoke", "main")
    (root / "credentials/revocations").mkdir()
    (root / f"credentials/revocations/{award_of(root, 'sailing')}.yml").write_text(REVOCATION)
    commit_all(root, "revoke")
    git(root, "switch", "-q", "main")

    for name in (*batches, "revoke"):
        git(root, "merge", "-q", "--no-ff", "-m", f"merge {name}", name)

    assert ok("check", "--base", "HEAD~4", cwd=root) == "no problems: 2 issuers, 3 badges, 8 awards\n"
    ok("build", cwd=root, env=environment())
    assert "Sound: 8 credentials" in ok("verify", "--site", "build/site", cwd=root)


def test_invariant_10_an_index_drawn_twice_is_found_and_mended_by_one_command(root: Path) -> None:
    """Two branches that drew alike merge without a conflict; the check says so, and `register --base` mends it."""
    base = git(root, "rev-parse", "HEAD").strip()
    for name, person in (("spring", 5), ("summer", 6)):
        git(root, "switch", "-q", "-c", name, "main")
        file = root / f"credentials/awards/sailing/2026-07-09-{name}-2b3c.yml"
        file.write_text(f"badge: sailing\nawarded: 2026-07-09\nrecipients:\n- recipient: {recipient(person)}\n")
        register(root, seed=3)  # the same chance on both branches
        commit_all(root, name)
    git(root, "switch", "-q", "main")
    git(root, "merge", "-q", "--no-ff", "-m", "merge spring", "spring")
    git(root, "merge", "-q", "--no-ff", "-m", "merge summer", "summer")

    done = run("check", cwd=root)
    assert done.returncode == 1
    assert "register/awards/sailing/2026-07-09-summer-2b3c.csv:2:1: " in done.stdout
    mended = ok("register", "--base", base, cwd=root)

    assert mended.count("drew another index") == 1
    assert ok("check", "--base", base, cwd=root) == "no problems: 2 issuers, 3 badges, 7 awards\n"
