"""`conferral badge new`, `issuer new`, `recipient new` and new versions: what they write, and every way to go wrong."""

from __future__ import annotations

import re
import struct
import zlib
from pathlib import Path
from typing import get_args

import pytest

from conferral.checking import check
from conferral.cli import badges
from conferral.model.choices import Level, StatusPurpose
from tests.cli.calling import call, refused
from tests.cli.conftest import TODAY
from tests.registry_builder import SVG, commit_all, recipient

Ids = dict[str, list[str]]
PNG = b"\x89PNG\r\n\x1a\n"
PROBLEM = "conferral: 1 problem in what was given; nothing was written\n"


def _png(side: int) -> bytes:
    """A grey square."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress((b"\0" + b"\x80" * side) * side)
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return PNG + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


KNOTS = (
    *("badge", "new", "knots", "--issuer", "harbour", "--name", "Knots: the basics"),
    *("--description", "Can tie ten knots.", "--criteria", "Tied them.\n\n- blindfolded\n"),
)


def test_a_badge_without_a_picture_begins_as_a_draft_with_one(root: Path) -> None:
    done = call(*KNOTS, "--root", root)

    folder = "credentials/badges/knots"
    assert (done.code, done.out) == (0, f"{folder}/badge.svg\n{folder}/badge.yml\n")
    assert done.err == (
        'described the badge "knots"\n'
        f"next: read {folder}/badge.yml, and add what is missing: results, alignments, more criteria\n"
        f"      put the badge's own picture in the place of {folder}/badge.svg, or keep it\n"
        '      delete the line "state: draft" once it may be awarded\n'
        "      commit these files and open a pull request\n"
    )
    assert (root / folder / "badge.yml").read_text() == (
        "# yaml-language-server: $schema=../../../schemas/badge.schema.json\n"
        'issuer: harbour\nversion: 1\nstate: draft\nname: "Knots: the basics"\n'
        "description: Can tie ten knots.\ncriteria: |\n  Tied them.\n\n  - blindfolded\n"
    )
    assert "<title" in (root / folder / "badge.svg").read_text()


def test_a_badge_with_everything_is_ready_to_be_awarded(root: Path, tmp_path: Path) -> None:
    picture = tmp_path / "Knots FINAL.SVG"
    picture.write_text(SVG)
    text = tmp_path / "criteria.md"
    text.write_text("\ufeffTied *ten* knots.\n", encoding="utf-8")

    done = call(
        *("badge", "new", "knots", "--issuer", "harbour", "--name", "Knots", "--description", "Can tie ten knots."),
        *("--criteria-file", text, "--field", "Boats", "--level", "foundation", "--hours", "7.5"),
        *("--skill", "Ropes", "--skill", "no", "--validity", "2 years", "--status-purpose", "suspension"),
        *("--image", picture, "--image-caption", "A circle.", "--root", root),
    )

    assert done.code == 0
    assert (root / "credentials/badges/knots/badge.svg").read_text() == SVG
    assert (root / "credentials/badges/knots/badge.yml").read_text() == (
        "# yaml-language-server: $schema=../../../schemas/badge.schema.json\n"
        "issuer: harbour\nversion: 1\nname: Knots\ndescription: Can tie ten knots.\n"
        "criteria: |\n  Tied *ten* knots.\nfield: Boats\nlevel: foundation\nhours: 7.5\n"
        'skills:\n  - Ropes\n  - "no"\nvalidity: 2 years\nstatus_purpose: suspension\nimage_caption: A circle.\n'
    )
    registry, problems, _ = check(root, as_of=TODAY, base=None)
    assert problems == ()
    assert registry is not None
    assert registry.badges["knots"].current.state == "active"


def test_every_mistake_about_a_new_badge_is_told_by_its_option(root: Path, tmp_path: Path) -> None:
    picture = tmp_path / "photo.svg"
    picture.write_bytes(b"\xff\xd8\xff\xe0")
    refused(
        root,
        *("badge", "new", "Know How", "--issuer", "harbor", "--name", "n" * 121, "--description", "a\nb"),
        *("--criteria", " ", "--hours", "0", "--validity", "two years", "--image", picture, "--skill", "s" * 121),
        because="--criteria: empty text\n"
        "    expected: at least one visible character\n"
        "    hint: write it, or delete the key\n"
        "--description: text with a line break or tab\n"
        "    expected: one line\n"
        "    hint: write it on one line\n"
        "--hours: the number 0 is too small\n"
        "    expected: more than 0\n"
        "--image: photo.svg is a JPEG, neither an SVG nor a PNG\n"
        "    expected: an SVG or PNG file\n"
        "    hint: export the picture as one of them\n"
        '--issuer: there is no issuer "harbor"\n'
        "    expected: the name of a folder in credentials/issuers\n"
        '    hint: did you mean "harbour"?\n'
        "--name: text of 121 characters\n"
        "    expected: at most 120 characters\n"
        "--skill: text of 121 characters\n"
        "    expected: at most 120 characters\n"
        '--validity: "two years" is no period\n'
        '    expected: a number and "days", "months" or "years", such as 2 years\n'
        'Know How: "Know How" is no short name\n'
        "    expected: lower-case letters, digits and single hyphens, such as data-analysis, at most 80 characters\n"
        "    hint: such as know-how\n"
        "conferral: 9 problems in what was given; nothing was written\n",
    )


def test_the_name_of_a_badge_is_its_own_for_ever(root: Path) -> None:
    teaching = root / "credentials/badges/teaching/badge.yml"
    teaching.write_text(teaching.read_text() + "formerly: [knots]\n")

    refused(
        root,
        *(word if word != "knots" else "sailing" for word in KNOTS),
        because="sailing: there is a badge of this name already\n    expected: a name that nothing has\n"
        f"    hint: `conferral badge new-version sailing` changes what it says\n{PROBLEM}",
    )
    refused(
        root,
        *KNOTS,
        because="knots: this was the name of teaching, whose old address still answers\n"
        f"    expected: a name that nothing ever had\n{PROBLEM}",
    )


def test_pictures_that_cannot_be_published_are_refused(root: Path, tmp_path: Path) -> None:
    drawing, photo = tmp_path / "x.svg", tmp_path / "x.png"
    drawing.write_text(SVG.replace("<circle", "<script>1</script><circle"))
    photo.write_bytes(PNG)

    refused(
        root,
        *KNOTS,
        *("--image", drawing),
        because="--image: x.svg: the SVG holds the element <script> on line 1\n"
        '    hint: save it as "plain SVG": a still drawing without scripts, links, embedded images and animation\n'
        f"{PROBLEM}",
    )
    refused(
        root,
        *KNOTS,
        *("--image", photo),
        because="--image: x.png: the PNG is damaged: it ends too early\n"
        f"    hint: export the image again, as PNG\n{PROBLEM}",
    )


def test_what_is_missing_is_named_all_at_once_where_nobody_can_be_asked(root: Path) -> None:
    badge = call("badge", "new", "knots", "--root", root)
    issuer = call("issuer", "new", "quay", "--name", "Quay", "--root", root)
    twice = call(*KNOTS, "--criteria-file", root / "credentials/registry.yml", "--root", root)

    assert badge.code == issuer.code == twice.code == 2
    assert badge.err.endswith(
        "Error: say --issuer, --name, --description and --criteria; at a terminal, they are asked for\n"
    )
    assert issuer.err.endswith("Error: say --url and --description; at a terminal, they are asked for\n")
    assert twice.err.endswith("Error: --criteria and --criteria-file say the same; give one of them\n")


def test_at_a_terminal_what_is_missing_is_asked_for_until_it_is_right(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = ["harbor", "harbour", "Knots", "d" * 301, "Can tie ten knots.", "Tied them."]
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: typed.pop(0))

    done = call("badge", "new", "knots", "--root", root, terminal=True)

    assert done.code == 0
    assert typed == []
    assert (
        "issuer: harbour\nversion: 1\nstate: draft\nname: Knots\ndescription: Can tie ten knots.\n"
        in (root / "credentials/badges/knots/badge.yml").read_text()
    )
    assert done.out == "credentials/badges/knots/badge.svg\ncredentials/badges/knots/badge.yml\n"
    assert (
        'there is no issuer "harbor"\n    expected: the name of a folder in credentials/issuers\n'
        '    hint: did you mean "harbour"?\n'
    ) in done.err
    assert "text of 301 characters\n    expected: at most 300 characters\n" in done.err


def test_nobody_is_asked_before_what_was_given_is_right(root: Path) -> None:
    badge = call("badge", "new", "sailing", "--validity", "long", "--root", root, terminal=True)
    issuer = call("issuer", "new", "harbour", "--email", "x", "--root", root, terminal=True)

    assert (badge.code, issuer.code) == (1, 1)
    assert badge.err == (
        '--validity: "long" is no period\n'
        '    expected: a number and "days", "months" or "years", such as 2 years\n'
        "sailing: there is a badge of this name already\n    expected: a name that nothing has\n"
        "    hint: `conferral badge new-version sailing` changes what it says\n"
        "conferral: 2 problems in what was given; nothing was written\n"
    )
    assert issuer.err == (
        '--email: "x" is no e-mail address\n    expected: name@host\n'
        "harbour: there is an issuer of this name already\n    expected: a name that nothing has\n"
        "    hint: `conferral issuer new-version harbour` changes what it says\n"
        "conferral: 2 problems in what was given; nothing was written\n"
    )


def test_a_new_version_keeps_text_and_picture_for_the_awards_given_under_them(root: Path) -> None:
    folder = root / "credentials/badges/data-analysis"
    before, picture = (folder / "badge.yml").read_text(), (folder / "badge.svg").read_bytes()

    done = call(
        *("badge", "new-version", "data-analysis", "--set", "hours=48", "--set", "level=", "--set", "skills=R; no"),
        *("--set", "description=Turns: data", "--root", root),
    )

    path = "credentials/badges/data-analysis"
    assert (done.code, done.out) == (0, f"{path}/2.svg\n{path}/2.yml\n{path}/badge.yml\n")
    assert done.err == (
        'version 3 of "data-analysis" begins; version 2 is kept for 3 awards\n'
        "next: conferral check\n      then commit these files and open a pull request\n"
    )
    assert (folder / "2.yml").read_text() == before
    assert (folder / "2.svg").read_bytes() == (folder / "badge.svg").read_bytes() == picture
    assert (folder / "badge.yml").read_text() == before.replace("version: 2", "version: 3").replace(
        "description: Turns data into answers.", 'description: "Turns: data"'
    ).replace("level: foundation\n", "").replace("hours: 40", "hours: 48").replace("[SQL, Statistics]", '[R, "no"]')
    assert check(root, as_of=TODAY, base=None)[1] == ()


TRANSLATED = """\
translations:
  de:
    name: Datenanalyse
    description: Macht aus Daten Antworten.
    criteria: Hat eine Analyse abgegeben.
    skills: [Statistik, Diagramme]
"""


def _translate(root: Path) -> Path:
    """The file of a badge that everybody can read in German, too."""
    registry, path = root / "credentials/registry.yml", root / "credentials/badges/data-analysis/badge.yml"
    registry.write_text(f"{registry.read_text()}languages: [en, de]\n")
    path.write_text(path.read_text() + TRANSLATED)
    return path


def test_a_new_version_keeps_its_translations_and_says_that_they_have_to_follow(root: Path) -> None:
    path = _translate(root)
    before = path.read_text()

    done = call("badge", "new-version", "data-analysis", "--set", "hours=48", "--root", root)

    assert done.code == 0
    assert "next: change its translations there too: de\n" in done.err
    assert (path.parent / "2.yml").read_text() == before
    assert TRANSLATED in path.read_text()


def test_skills_of_another_number_are_not_set_beside_translated_ones(root: Path) -> None:
    path = _translate(root)
    before = path.read_text()

    done = call("badge", "new-version", "data-analysis", "--set", "skills=R", "--root", root)

    assert (done.code, path.read_text()) == (1, before)
    assert done.err == (
        "credentials/badges/data-analysis/badge.yml:33:13: 2 skills here, and 1 in the badge itself\n"
        "    expected: 1 skill, in the order of the badge\n"
        "    hint: translate each skill; the order says which is which\n"
        "conferral: 1 problem in the registry as it would be; nothing was written\n"
    )


def test_the_picture_of_a_new_version_takes_the_place_of_the_other_kind(root: Path, tmp_path: Path) -> None:
    image = _png(120)
    (tmp_path / "new").write_bytes(image)

    done = call("badge", "new-version", "sailing", "--image", tmp_path / "new", "--root", root)

    path = "credentials/badges/sailing"
    assert done.out == (f"{path}/1.svg\n{path}/1.yml\n{path}/badge.svg (deleted)\n{path}/badge.png\n{path}/badge.yml\n")
    assert (root / path / "badge.png").read_bytes() == image
    assert check(root, as_of=TODAY, base=None)[1] == ()


def test_a_new_version_of_a_badge_that_nobody_holds_says_so(root: Path) -> None:
    done = call("badge", "new-version", "teaching", "--root", root)

    assert done.err == (
        'version 2 of "teaching" begins; version 1 is kept for 0 awards, '
        "so its text could also have been changed where it stood\n"
        "next: change the text in credentials/badges/teaching/badge.yml\n"
        "      conferral check\n"
        "      then commit these files and open a pull request\n"
    )


CHANGED = (
    ": awards of this version would say something else than was issued\n"
    "    expected: the text as it was issued, which is to be kept\n"
    "    hint: `conferral check` says what differs; put it back, run this, then change the text\n"
)


def test_a_text_that_was_edited_before_its_new_version_is_not_kept_as_if_it_had_been_issued(root: Path) -> None:
    badge = root / "credentials/badges/sailing/badge.yml"
    badge.write_text(badge.read_text().replace("a small boat", "a boat"))
    issuer = root / "credentials/issuers/lakeside/issuer.yml"
    issuer.write_text(issuer.read_text().replace("Lakeside School", "Lakeside Academy"))

    for named, file in (("badge", badge), ("issuer", issuer)):
        slug = file.parent.name
        refused(
            root,
            *(named, "new-version", slug),
            because=f"credentials/{named}s/{slug}/{named}.yml{CHANGED}{PROBLEM}",
        )


def test_what_was_issued_is_taken_from_git_when_the_text_was_edited_first(root: Path) -> None:
    """The mistake that everybody makes: change the text, see that `check` stops, then look for the command."""
    commit_all(root)
    folder = root / "credentials/badges/sailing"
    before, picture = (folder / "badge.yml").read_text(), (folder / "badge.svg").read_bytes()
    (folder / "badge.yml").write_text(before.replace("a small boat", "a boat") + "# not yet final\n")
    (folder / "badge.svg").unlink()
    (folder / "badge.png").write_bytes(_png(200))
    commit_all(root, "another text")
    (folder / "badge.yml").write_text((folder / "badge.yml").read_text().replace("a boat", "any boat"))

    done = call("badge", "new-version", "sailing", "--root", root)

    assert done.out == "".join(f"credentials/badges/sailing/{name}\n" for name in ("1.svg", "1.yml", "badge.yml"))
    assert done.err == (
        'version 2 of "sailing" begins; version 1 is kept for 2 awards, with the text that was issued, from git\n'
        "next: conferral check\n      then commit these files and open a pull request\n"
    )
    assert ((folder / "1.yml").read_text(), (folder / "1.svg").read_bytes()) == (before, picture)
    assert (folder / "badge.yml").read_text() == before.replace("version: 1", "version: 2").replace(
        "a small boat", "any boat"
    ) + "# not yet final\n"
    assert (folder / "badge.png").read_bytes() == _png(200)
    assert check(root, as_of=TODAY, base=None)[1] == ()

    issuer = root / "credentials/issuers/harbour/issuer.yml"
    issuer.write_text(issuer.read_text().replace("Harbour School", "Harbour Academy"))
    assert call("issuer", "new-version", "harbour", "--root", root).err.startswith(
        'version 2 of "harbour" begins; version 1 is kept, with the text that was issued, from git\n'
    )
    assert check(root, as_of=TODAY, base=None)[1] == ()


def test_a_number_that_was_raised_by_hand_is_to_be_put_back_first(root: Path) -> None:
    badge = root / "credentials/badges/sailing/badge.yml"
    badge.write_text(badge.read_text().replace("version: 1", "version: 2"))

    refused(
        root,
        *("badge", "new-version", "sailing"),
        because="credentials/badges/sailing/badge.yml: it says version 2, but 1.yml is missing\n"
        "    expected: version 1, as it was issued\n"
        f"    hint: write `version: 1` into it again; this command raises the number by itself\n{PROBLEM}",
    )


@pytest.mark.parametrize(
    ("given", "because"),
    [
        (
            ("badge", "new-version", "Sailling"),
            (
                "Sailling: there is no badge of this name\n    expected: the name of a folder in credentials/badges\n"
                '    hint: did you mean "sailing"?\n'
            ),
        ),
        (
            ("badge", "new-version", "Data Analysis"),
            (
                "Data Analysis: there is no badge of this name\n"
                "    expected: the name of a folder in credentials/badges\n"
                '    hint: did you mean "data-analysis"?\n'
            ),
        ),
        (
            ("badge", "new-version", "zzz"),
            (
                "zzz: there is no badge of this name\n    expected: the name of a folder in credentials/badges\n"
                "    hint: there are: data-analysis, sailing, teaching\n"
            ),
        ),
        (
            ("issuer", "new-version", "HARBOUR"),
            (
                "HARBOUR: there is no issuer of this name\n    expected: the name of a folder in credentials/issuers\n"
                '    hint: did you mean "harbour"?\n'
            ),
        ),
        (
            ("badge", "new-version", "sailing", "--set", "version=3"),
            (
                '--set: "version" cannot be set\n    expected: name, description, criteria, criteria_url, type, field, '
                "level, hours, credits, skills, validity, valid_until, specialization, code, status_purpose, "
                "image_caption\n"
                "    hint: the number goes up by itself\n"
            ),
        ),
        (
            ("issuer", "new-version", "harbour", "--set", "email="),
            (
                '--set: "email" cannot be set\n    expected: name, url\n'
                "    hint: edit the file: it says nothing that is signed, so it needs no new version\n"
            ),
        ),
        (
            ("revoke", " ", "--reason", "other"),
            (
                '"": this is no id of an award\n    expected: 26 characters of 0-9 and a-z without i, l, o, u, or '
                "the address of the credential's page\n"
            ),
        ),
        (
            ("issuer", "new-version", "harbour", "--set", "nmae=X"),
            ('--set: "nmae" cannot be set\n    expected: name, url\n    hint: did you mean "name"?\n'),
        ),
    ],
)
def test_what_cannot_be_done_is_told(root: Path, given: tuple[str, ...], because: str) -> None:
    refused(root, *given, because=because + PROBLEM)


def test_a_change_that_the_file_cannot_hold_is_told_at_its_line_and_nothing_is_written(root: Path) -> None:
    refused(
        root,
        *("badge", "new-version", "sailing", "--set", "validity=long", "--set", "hours=many"),
        because='credentials/badges/sailing/badge.yml:6:11: "long" is no period\n'
        '    expected: a number and "days", "months" or "years", such as 2 years\n'
        "credentials/badges/sailing/badge.yml:8:8: a number is needed here, this is text\n"
        "    expected: a number such as 12 or 1.5\n"
        "conferral: 2 problems in the registry as it would be; nothing was written\n",
    )


def test_a_badge_is_found_by_the_address_of_its_page(root: Path) -> None:
    page = "https://credentials.example.org/registry/badges/teaching/"

    assert call("badge", "new-version", page, "--root", root).code == 0


def test_an_issuer_is_described_and_gets_a_new_version(root: Path, tmp_path: Path) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_text(SVG)

    made = call(
        *("issuer", "new", "quay", "--name", "Quay", "--url", "https://quay.example.org", "--description", "A quay."),
        *("--email", "awards@quay.example.org", "--parent", "harbour", "--steward", "@quay", "--steward", "@quay/two"),
        *("--logo", logo, "--root", root),
    )
    raised = call("issuer", "new-version", "quay", "--set", "name=Quay House", "--root", root)

    folder = root / "credentials/issuers/quay"
    assert made.code == raised.code == 0
    assert made.out == "credentials/issuers/quay/logo.svg\ncredentials/issuers/quay/issuer.yml\n"
    assert made.err == (
        'described the issuer "quay"\n'
        "next: conferral key new quay, which makes the key that it signs with\n"
        "      conferral badge new ... --issuer quay\n"
        "      then commit these files and open a pull request\n"
    )
    assert (folder / "1.yml").read_text() == (
        "# yaml-language-server: $schema=../../../schemas/issuer.schema.json\n"
        "version: 1\nname: Quay\nurl: https://quay.example.org\nemail: awards@quay.example.org\n"
        'description: A quay.\nparent: harbour\nstewards:\n  - "@quay"\n  - "@quay/two"\n'
    )
    assert "version: 2\nname: Quay House\n" in (folder / "issuer.yml").read_text()
    assert check(root, as_of=TODAY, base=None)[1] == ()


def test_every_mistake_about_a_new_issuer_is_told_by_its_option(root: Path) -> None:
    refused(
        root,
        *("issuer", "new", "harbour", "--name", "Quay", "--url", "http://quay.example.org", "--description", "A quay."),
        *("--email", "quay", "--parent", "lakeshore", "--steward", "quay team"),
        because='--email: "quay" is no e-mail address\n    expected: name@host\n'
        '--parent: there is no issuer "lakeshore"\n'
        "    expected: the name of a folder in credentials/issuers\n"
        '    hint: did you mean "lakeside"?\n'
        '--steward: "quay team" is no handle at a git host\n'
        "    expected: @user, @organisation/team or an e-mail address\n"
        '--url: "http://quay.example.org" is not https\n'
        "    expected: an address that begins with https://\n    hint: use the https address\n"
        "harbour: there is an issuer of this name already\n    expected: a name that nothing has\n"
        "    hint: `conferral issuer new-version harbour` changes what it says\n"
        "conferral: 5 problems in what was given; nothing was written\n",
    )


def test_recipient_ids_are_printed_and_nothing_else(root: Path) -> None:
    one, many = call("recipient", "new", "--root", root), call("recipient", "new", "--count", "3", "--root", root)

    assert one.err == "next: note down, outside of this repository, whose id it is\n"
    assert many.err == "next: note down, outside of this repository, whose ids they are\n"
    found = (one.out + many.out).split()
    assert len(set(found)) == 4
    assert all(re.fullmatch(r"r-[0-7][0-9a-hjkmnp-tv-z]{26}", each) for each in found)
    assert not (root / "recipients").exists()


def test_a_random_id_is_not_given_silently_where_ids_are_derived(root: Path, tmp_path: Path) -> None:
    secret = call("people", "secret", "harbour", "--file", tmp_path / "secret.txt", "--root", root)
    done = call("recipient", "new", "--root", root)

    assert (secret.code, done.code) == (0, 0)
    assert done.err == (
        "note: harbour derives its recipients' ids from their e-mail addresses, which `conferral award` does; "
        "a random id would be a second one\n"
        "next: note down, outside of this repository, whose id it is\n"
    )


def test_a_name_is_written_only_with_consent(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    person = recipient(77)
    monkeypatch.setattr("conferral.identifiers.new_recipient_id", lambda: person)

    without = call("recipient", "new", "--name", "Ada Example", "--root", root)
    alone = call("recipient", "new", "--consent", "2026-06-01", "--root", root)
    many = call("recipient", "new", "--name", "A", "--consent", "2026-06-01", "--count", "2", "--root", root)
    done = call(
        *("recipient", "new", "--name", "Ada: Example", "--portfolio", "--consent", "2026-06-01"),
        *("--record", "Form 14", "--root", root),
    )

    assert (without.code, alone.code, many.code, done.code) == (2, 2, 2, 0)
    assert without.err.endswith(
        "Error: a name, a portfolio or a record is published only with recorded consent: add --consent DAY\n"
    )
    assert alone.err.endswith("Error: --consent and --record belong to --name, --portfolio or --learner-record\n")
    assert many.err.endswith("Error: --count is for ids alone; a name belongs to one person\n")
    assert done.out == f"recipients/{person}.yml\n"
    assert done.err == (
        f"the recipient id is {person}\n"
        "next: note down, outside of this repository, whose id it is\n"
        "      then commit the file and open a pull request\n"
    )
    assert (root / f"recipients/{person}.yml").read_text() == (
        "# yaml-language-server: $schema=../schemas/recipient.schema.json\n"
        'display_name: "Ada: Example"\nportfolio: true\nconsent:\n  on: 2026-06-01\n'
        "  to:\n    - display_name\n    - portfolio\n  record: Form 14\n"
    )


def test_a_record_of_consent_that_says_who_it_is_and_a_coming_day_are_refused(root: Path) -> None:
    refused(
        root,
        *("recipient", "new", "--name", "ada@example.org", "--consent", "2027-01-01", "--record", "Tel. 030 5550123"),
        because="--consent: 2027-01-01 has not come yet\n    expected: the day on which the consent was given\n"
        '--name: this looks like an e-mail address: "ada@example.org"\n'
        "    hint: leave it out; everybody can read the file\n"
        '--record: this looks like a telephone number: "Tel. 030 5550123"\n'
        "    hint: leave it out; everybody can read the file\n"
        "conferral: 3 problems in what was given; nothing was written\n",
    )


def test_the_levels_and_purposes_of_options_are_those_that_the_files_know() -> None:
    assert get_args(Level) == badges.LEVELS
    assert get_args(StatusPurpose) == badges.PURPOSES
