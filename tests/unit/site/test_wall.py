"""Design, invariant 5: no template, theme, plugin or hook ever runs in a process that holds a private key."""

from __future__ import annotations

import io
import json
import os
import secrets
import socket
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from conferral.errors import BuildError
from conferral.site import landlock, seccomp, wall
from conferral.site.wall import (
    Strength,
    clean_environment,
    keys_left_behind,
    render_behind_wall,
    wall_strength,
)
from tests.unit.site.children import children

HERE = Path(__file__).resolve().parent
HOSTILE = HERE / "hostile.py"
needs_landlock = pytest.mark.skipif(wall_strength() != "landlock", reason="this kernel has no Landlock")
needs_seccomp = pytest.mark.skipif(
    not seccomp.available(), reason="seccomp is known for Linux on x86-64, arm64, riscv64"
)
strengths = pytest.mark.parametrize("strength", [pytest.param("landlock", marks=needs_landlock), "process"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A registry, signed documents, and a key that lies outside of both."""

    root: Path
    signed: Path
    out: Path
    key: str
    key_file: Path

    def plan(self, **more: object) -> None:
        plan = {"files": [str(self.key_file)], "folders": [str(self.key_file.parent)], **more}
        (self.root / "plan.json").write_text(json.dumps(plan))

    def launch(self, how: str, target: str, *readable: Path) -> dict[str, Any]:
        """Run the hostile function from a process that has the key; what it brought home."""
        environment = {**os.environ, "SIGNING_KEY": self.key, "LC_NAME": self.key, "LANG": "C.UTF-8"}
        arguments = [how, self.root, self.signed, self.out, f"{HOSTILE}:{target}", HOSTILE, *readable]
        secret = self.key_file.parent / "cwd"
        secret.mkdir()
        (secret / "key.pem").write_text(self.key)
        command = [sys.executable, HERE / "launcher.py", *arguments]
        run = subprocess.run(
            list(map(str, command)), env=environment, cwd=secret, capture_output=True, text=True, check=False
        )
        assert run.stderr == ""
        return dict(json.loads((self.out / "haul.json").read_text()))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    root, signed, vault = tmp_path / "registry", tmp_path / "signed", tmp_path / "vault"
    for folder in (root / "site_templates", signed / "site", vault):
        folder.mkdir(parents=True)
    (signed / "site" / "credential.json").write_text("signed")
    key = f"KEYMARK-{secrets.token_hex(16)}"
    (vault / "key.pem").write_text(key)
    made = Place(root=root, signed=signed, out=tmp_path / "out", key=key, key_file=vault / "key.pem")
    made.plan()
    return made


def render(place: Place, target: str, **options: Any) -> None:
    options.setdefault("readable", [HOSTILE])
    render_behind_wall(place.root, place.signed, place.out, target=f"{HOSTILE}:{target}", **options)


# a hostile plugin and the key


@pytest.mark.skipif(sys.platform != "linux", reason="the hostile plugin looks into /proc")
def test_without_a_wall_the_hostile_plugin_finds_the_key_in_environment_memory_and_files(place: Place) -> None:
    haul = place.launch("bare", "steal")

    assert haul["found"]["environment"] == [place.key]
    assert haul["found"][str(place.key_file)] == [place.key]
    assert any(name.startswith("memory of") for name in haul["found"])
    assert any(name.endswith("/environ") for name in haul["found"])
    assert any(name.endswith("/cwd/key.pem") for name in haul["found"])


@needs_landlock
def test_behind_the_wall_no_key_is_found_though_the_parent_still_holds_it(place: Place) -> None:
    haul = place.launch("held", "steal")

    assert haul["found"] == {}
    assert haul["opened"] == []


@needs_landlock
def test_behind_the_wall_other_processes_stay_shut_even_where_proc_can_be_read(place: Place) -> None:
    haul = place.launch("held", "steal", Path("/proc"))

    assert haul["found"] == {}
    assert [name for name in haul["others"] if name.endswith("/environ")] == []


@pytest.mark.skipif(sys.platform != "linux", reason="the hostile plugin looks into /proc")
def test_without_landlock_the_process_that_renders_and_its_parent_hold_no_key_any_more(place: Place) -> None:
    place.plan(files=[], folders=[])  # files of the same user can be read then, and the documentation says so

    haul = place.launch("left", "steal")

    holders = [name for name, keys in haul["found"].items() if place.key in keys]
    assert [name for name in holders if not name.endswith("/cwd/key.pem")] == []


@pytest.mark.skipif(sys.platform != "linux", reason="reads its own memory in /proc")
def test_leaving_the_keys_behind_empties_environment_and_memory_of_the_same_process() -> None:
    key = f"KEYMARK-{secrets.token_hex(16)}"
    after = (
        f"import sys; sys.path.insert(0, {str(HERE)!r}); import hostile, os; from pathlib import Path; "
        "held = hostile._memory(os.getpid()) + Path('/proc/self/environ').read_bytes(); "
        "print(os.getpid(), os.environ['CONFERRAL_KEYS_LEFT_BEHIND'], hostile.KEY.findall(held))"
    )
    before = (
        "import os; from conferral.site.wall import leave_keys_behind; "
        "key = bytearray(os.environ['SIGNING_KEY'].encode()); print(os.getpid()); "
        f"leave_keys_behind(['-c', {after!r}], os.environ)"
    )

    environment = {**os.environ, "SIGNING_KEY": key}
    run = subprocess.run([sys.executable, "-c", before], env=environment, capture_output=True, text=True, check=True)

    first, second = run.stdout.splitlines()
    assert second == f"{first} 1 []"


def test_what_says_where_files_belong_goes_along_when_the_keys_are_left_behind() -> None:
    kept = {"HOME": "/h", "TMPDIR": "/t", "XDG_CACHE_HOME": "/c", "XDG_STATE_HOME": "/s", "CI": "true"}
    before = (
        "import os; from conferral.site.wall import leave_keys_behind; "
        "leave_keys_behind(['-c', 'import json, os; print(json.dumps(dict(os.environ)))'], os.environ)"
    )

    environment = {**kept, "SIGNING_KEY": "k", "XDG_RUNTIME_DIR": "/r", "PATH": os.environ["PATH"]}
    run = subprocess.run([sys.executable, "-c", before], env=environment, capture_output=True, text=True, check=True)

    found = json.loads(run.stdout)
    assert {name: found.get(name) for name in environment} == {
        **kept,
        "PATH": os.environ["PATH"],
        "SIGNING_KEY": None,
        "XDG_RUNTIME_DIR": None,
    }


@needs_landlock
def test_the_hostile_plugin_gets_nothing_open_but_the_reports_and_no_terminal(place: Place) -> None:
    haul = place.launch("held", "steal")

    assert haul["descriptors"] == 4  # null, output twice, reports
    assert haul["is terminal"] is False
    assert haul["arguments"][1:] == []


def test_the_environment_behind_the_wall_is_the_same_everywhere(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7", "PYTHONPATH": "/x"}.items():
        monkeypatch.setenv(name, value)
    for name in ("SSH_AUTH_SOCK", "GITHUB_TOKEN", "MY_KEY", "PYTHONSTARTUP", "GIT_DIR"):
        monkeypatch.setenv(name, "x")

    render(place, "steal")

    environment = json.loads((place.out / "haul.json").read_text())["environment"]
    assert environment["LC_ALL"] == "C.UTF-8"
    assert environment["TZ"] == "UTC"
    assert environment["PYTHONHASHSEED"] == "0"
    assert "/x" not in environment.get("PYTHONPATH", "")
    assert environment["HOME"] != os.environ.get("HOME")
    assert {"SSH_AUTH_SOCK", "GITHUB_TOKEN", "MY_KEY", "PYTHONSTARTUP", "GIT_DIR"} & set(environment) == set()


# breaking out


@needs_landlock
@needs_seccomp
def test_behind_the_wall_every_door_is_shut_but_the_staged_site(place: Place) -> None:
    document = place.signed / "site" / "credential.json"
    before = document.stat()
    agent = place.key_file.parent / "s"
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.socket(socket.AF_UNIX) as unix:
        unix.bind(str(agent))
        unix.listen()
        place.plan(port=listener.getsockname()[1], agent=str(agent))
        render(place, "break_out")

    doors = json.loads((place.out / "doors.json").read_text())
    if landlock.abi() < 6:
        del doors["signal the parent"]
    assert len(doors) >= 16
    assert [name for name, answer in doors.items() if answer == "open"] == []
    after = document.stat()
    assert document.read_text() == "signed"
    assert (after.st_mode, after.st_mtime_ns) == (before.st_mode, before.st_mtime_ns)
    assert sorted(path.name for path in place.out.iterdir()) == ["doors.json", "renamed"]
    assert sorted(path.name for path in place.root.iterdir()) == ["plan.json", "site_templates"]
    assert sorted(path.name for path in place.out.parent.iterdir()) == ["out", "registry", "signed", "vault"]


@strengths
@needs_seccomp
def test_nothing_that_a_plugin_starts_outlives_the_rendering(place: Place, strength: Strength) -> None:
    render(place, "outlive", strength=strength)

    with pytest.raises(ProcessLookupError):
        os.kill(int((place.out / "pid").read_text()), 0)
    assert not (place.out / "late").exists()


def test_an_interrupted_build_ends_the_rendering(place: Place) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = children()
    with pytest.raises(KeyboardInterrupt):
        render(place, "report", on_progress=interrupt)
    assert children() <= before


# what may not begin


def test_a_private_key_inside_the_registry_stops_the_build(place: Place) -> None:
    key = place.root / "keys" / "key.pem"

    with pytest.raises(BuildError) as caught:
        render(place, "report", forbidden=[key])

    assert caught.value.message == f"the private key file '{key}' lies inside the registry's folder '{place.root}'"
    assert caught.value.hint == (
        "Templates and plugins can read that folder. Move the key out of it, "
        "and replace the key if the file was ever committed."
    )


def test_a_link_to_a_private_key_inside_the_registry_stops_the_build_from_either_end(place: Place) -> None:
    (place.root / "inner.pem").symlink_to(place.key_file)
    (place.key_file.parent / "outer.pem").symlink_to(place.root / "real.pem")

    for key in (place.root / "inner.pem", place.key_file.parent / "outer.pem"):
        with pytest.raises(BuildError, match="lies inside the registry's folder"):
            render(place, "report", forbidden=[key])


def test_a_private_key_in_a_folder_open_to_rendering_stops_the_build(place: Place) -> None:
    with pytest.raises(BuildError) as caught:
        render(place, "report", forbidden=[place.key_file], readable=[HOSTILE, place.key_file.parent])

    assert caught.value.message == (
        f"the private key file '{place.key_file}' lies inside a folder open to rendering '{place.key_file.parent}'"
    )


def test_a_private_key_elsewhere_is_no_hindrance(place: Place) -> None:
    render(place, "report", forbidden=[place.key_file])


def test_the_output_folder_may_not_hold_the_registry_or_the_signed_documents(place: Place) -> None:
    with pytest.raises(BuildError) as caught:
        render_behind_wall(place.root, place.signed, place.signed.parent, target=f"{HOSTILE}:report")
    assert caught.value.message == (
        f"the signed documents '{place.signed}' would lie inside the output folder '{place.signed.parent}'"
    )
    with pytest.raises(BuildError) as caught:
        render_behind_wall(place.root, place.signed, place.signed / "site", target=f"{HOSTILE}:report")
    assert caught.value.message == (
        f"the output folder '{place.signed / 'site'}' would lie inside the signed documents '{place.signed}'"
    )


# reports


@strengths
def test_progress_comes_through_the_wall_without_control_characters_and_rubbish(
    place: Place, strength: Strength
) -> None:
    seen: list[tuple[str, int, int]] = []

    render(place, "report", strength=strength, on_progress=lambda *step: seen.append(step))

    assert seen == [("pages", 1, 2), (" [2Jpages", 2, 2)]


@pytest.mark.parametrize(
    "line",
    [
        "[" * 60_000,
        '{"a":' * 10_000,
        "{" + '"x": 1, ' * 20_000 + '"done": true}',
        '{"progress": ["pages", -1, 2]}',
        '{"progress": ["pages", 1, 1000000001]}',
        f'{{"progress": ["pages", 1, {"9" * 5_000}]}}',
        '{"progress": ["pages", 1.5, 2]}',
        '{"progress": [["pages"], 1, 2]}',
        '{"error": "no"}',
        '{"error": ["no", 1]}',
        '{"done": 1.5}',
        '{"other": [1]}',
        " " * 65_535 + '{"done": true}',
    ],
)
def test_a_report_of_no_known_form_is_dropped_and_the_next_one_read(line: str) -> None:
    reports = io.StringIO(f'{line}\n{{"progress": ["pages", 1, 2], "more": 1}}\n{{"done": true}}')

    assert list(wall._read_reports(reports)) == [{"progress": ["pages", 1, 2]}]  # and a line cut short is none


def test_a_long_label_is_cut() -> None:
    seen: list[str] = []

    wall._pass_on({"progress": ["pages" * 100, True, 2]}, lambda label, *_: seen.append(label))

    assert seen == [("pages" * 12)]


def test_an_error_of_conferral_keeps_its_message_and_hint(place: Place) -> None:
    with pytest.raises(BuildError) as caught:
        render(place, "fail_as_conferral")

    assert (caught.value.message, caught.value.hint) == ("the badge has no picture", "Add one.")


@pytest.mark.parametrize(
    ("target", "message"),
    [
        (
            "fail_in_a_template",
            "rendering failed in site_templates/undefined.html:2: UndefinedError: 'badge' is undefined",
        ),
        (
            "fail_in_a_template_syntax",
            "rendering failed in site_templates/syntax.html:3: TemplateSyntaxError: unexpected '}'",
        ),
        ("fail_in_a_hook", "rendering failed in hook.py:3: ZeroDivisionError: division by zero"),
        ("leave", "rendering failed: SystemExit: the theme is missing"),
    ],
)
def test_a_failure_names_the_place_in_the_registry_and_shows_no_traceback(
    place: Place, target: str, message: str
) -> None:
    (place.root / "site_templates" / "undefined.html").write_text("<p>\n{{ badge.name }}\n")
    (place.root / "site_templates" / "syntax.html").write_text("<p>\n\n{{ } }}\n")
    (place.root / "hook.py").write_text("def on_page():\n    '''Divide.'''\n    1 / 0\non_page()\n")

    with pytest.raises(BuildError) as caught:
        render(place, target)

    assert (caught.value.message, caught.value.hint) == (message, "")


def test_a_rendering_that_ends_without_a_word_is_a_failure(place: Place) -> None:
    with pytest.raises(BuildError) as caught:
        render(place, "stop")

    assert caught.value.message == "rendering ended early with exit code 7"
    assert caught.value.hint == "It last said: about to  [31mstop"


def test_a_rendering_that_is_killed_is_a_failure(place: Place) -> None:
    with pytest.raises(BuildError) as caught:
        render(place, "die")

    assert (caught.value.message, caught.value.hint) == ("rendering ended early with signal SIGKILL", "")


# git


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=Steward", "-c", "user.email=steward@example.org"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.mark.parametrize("kind", ["whole", "subfolder", "worktree", "shared"])
def test_the_history_can_be_read_behind_the_wall_wherever_git_keeps_it(place: Place, kind: str) -> None:
    repository = place.root
    (repository / "registry").mkdir()
    (repository / "registry" / "registry.yml").write_text("title: x\n")
    git(repository, "init", "-q")
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "award a cohort")
    elsewhere = repository.parent / "elsewhere"
    if kind == "worktree":
        git(repository, "worktree", "add", "-q", str(elsewhere), "-b", "other")
    elif kind == "shared":
        git(repository, "clone", "-q", "--shared", str(repository), str(elsewhere))
    root = {"whole": repository, "subfolder": repository / "registry"}.get(kind, elsewhere)

    render_behind_wall(root, place.signed, place.out, target=f"{HOSTILE}:history", readable=[HOSTILE])

    assert (place.out / "log.txt").read_text() == "award a cohort\n"


@needs_landlock
def test_a_bare_repository_inside_the_registry_opens_no_folder_that_it_names(place: Place) -> None:
    """What git takes for a repository by its files alone can be committed, with alternates that lead anywhere."""
    root = place.root / "sub"
    git(place.root, "init", "-q")
    git(place.root, "init", "-q", "--bare", str(root))
    (root / "objects/info/alternates").write_text(f"{place.key_file.parent}\n")
    inner = replace(place, root=root)
    inner.plan()

    haul = inner.launch("held", "steal")

    assert haul["found"] == {}
    assert haul["opened"] == []


# the environment


def test_only_listed_names_pass_and_nothing_that_looks_like_a_key() -> None:
    environment = {
        "PATH": "/usr/bin",
        "LANG": "de_DE.UTF-8",
        "LC_TIME": "z3u2en7t5LR2WtQH5PfFqMqwVHgeXouLzo6haApm8XHqvjxq",
        "LC_KEY": "x",
        "TERM": "-----BEGIN PRIVATE KEY-----",
        "SOURCE_DATE_EPOCH": "1",
        "SIGNING_KEY": "x",
        "AWS_SECRET_ACCESS_KEY": "x",
    }

    assert clean_environment(environment) == {"PATH": "/usr/bin", "LANG": "de_DE.UTF-8", "SOURCE_DATE_EPOCH": "1"}


def test_a_process_knows_whether_it_has_left_its_keys_behind() -> None:
    assert keys_left_behind({"CONFERRAL_KEYS_LEFT_BEHIND": "1"})
    assert not keys_left_behind({})
