"""A synthetic registry of any size, as large in every award as the demo's are.

The same seed and number of awards give the same files, whatever else is on the machine.  Everything follows from
numbers, badge by badge, so that a million awards are written in the memory that one badge takes.

Badges have criteria of some length, three to six skills, one to three alignments, level, hours, credits and, four of
five, a result with a range, a scale or levels.  Awards come in batches of 20 to 80; nine of ten have a result where
the badge has one, a quarter has evidence of its own, a tenth a narrative; one of a hundred is revoked.  There are six
recipients to ten awards, so a quarter of them has several; one of 200 has a portfolio, one of 1,000 a name.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from itertools import accumulate
from pathlib import Path

from bench import wording
from conferral.identifiers import ALPHABET, check_character, encode_128_bits
from conferral.model import Pins, Place
from conferral.register.rows import REGISTRY_FILE, SALTS_FOLDER, format_pins, format_salt

BASE_URL = "https://credentials.example.org"
AS_OF = datetime(2026, 7, 1, 6, tzinfo=UTC)
"""The time of a registry's last commit, and of what is measured."""
REGISTERED = datetime(2026, 6, 30, 12, tzinfo=UTC)
FIRST_DAY = date(2023, 9, 1)
LAST_DAY = date(2026, 6, 26)

_BADGES_BY_AWARDS = ((100_000, 1_000), (10_000, 200), (1_000, 100), (0, 50))  # above so many awards, so many badges
_BADGES_OF_AN_ISSUER = 15
_SMALLEST_BATCH, _LARGEST_BATCH = 20, 80
_Texts = dict[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Shape:
    """How much of everything a registry has, and the seed of all its chance."""

    awards: int
    seed: int = 1
    languages: tuple[str, ...] = ("en",)

    @property
    def badges(self) -> int:
        """50 up to 1,000 awards, 100 up to 10,000, 200 up to 100,000, else 1,000; never more than awards."""
        return min(self.awards, next(badges for above, badges in _BADGES_BY_AWARDS if self.awards > above))

    @property
    def recipients(self) -> int:
        """People with at least one award."""
        return max(1, self.awards * 6 // 10)

    @property
    def issuers(self) -> int:
        """Organisations, each with about 15 badges, its own key and its own status lists."""
        return max(1, self.badges // _BADGES_OF_AN_ISSUER)

    def issuer_of(self, badge: int) -> str:
        """The short name of who awards a badge."""
        return f"school-{badge % self.issuers + 1}"

    def badges_of(self, issuer: str) -> frozenset[str]:
        """The short names of an issuer's badges."""
        return frozenset(slug(number) for number in range(self.badges) if self.issuer_of(number) == issuer)

    def awards_of_badges(self) -> list[int]:
        """How many awards each badge has: the first ones many, the last ones few, all of them some."""
        weights = [1 / (number + 8) for number in range(self.badges)]
        whole, left = sum(weights), self.awards - self.badges
        ends = [round(left * upto / whole) for upto in accumulate(weights)]
        return [1 + end - start for start, end in zip([0, *ends], ends, strict=False)]


def slug(badge: int) -> str:
    """The short name of a badge."""
    return f"badge-{badge + 1:04}"


def issuers_of(shape: Shape) -> list[str]:
    """The short names of all issuers."""
    return [f"school-{number + 1}" for number in range(shape.issuers)]


def recipient(shape: Shape, number: int) -> str:
    """The id of a recipient by number."""
    body = encode_128_bits(_random_128_bits(shape, "recipient", number))
    return f"r-{body}{check_character(body)}"


def write_described(root: Path, shape: Shape) -> None:
    """Write the registry but its awards: settings, issuers, badges, recipients; and what the first registration pins.

    Salts and pins are there, so that registering draws nothing but indexes, from chance that it is given.
    """
    languages = "".join(f"- {language}\n" for language in shape.languages)
    write(
        root / "credentials/registry.yml",
        f"base_url: {BASE_URL}\ntitle: Synthetic Commons\n"
        "description: A registry for measuring, with as much in every award as people write.\ntimezone: UTC\n"
        f"languages:\n{languages}policy:\n  evidence_required: true\n",
    )
    pins = Pins(base_url=BASE_URL, timezone="UTC", place=Place(REGISTRY_FILE))
    write(root / REGISTRY_FILE, format_pins(pins))
    for issuer in issuers_of(shape):
        write(root / f"credentials/issuers/{issuer}/issuer.yml", _issuer(issuer))
        salt = _random_128_bits(shape, "salt", issuer).to_bytes(16, "big")
        write(root / f"{SALTS_FOLDER}/{issuer}-{_ending(_chance(shape, 'salt', issuer))}.csv", format_salt(salt))
    for number in range(shape.badges):
        folder = root / f"credentials/badges/{slug(number)}"
        write(folder / "badge.yml", _badge(shape, number))
        write(folder / "badge.svg", _image(number))
    for number in range(0, shape.recipients, 200):
        write(root / f"recipients/{recipient(shape, number)}.yml", _recipient_file(shape, number))


def write_awards(root: Path, shape: Shape, issuer: str) -> None:
    """Write every batch of an issuer, and what is revoked of it; nothing is registered."""
    before = [0, *accumulate(shape.awards_of_badges())]
    for number in range(shape.badges):
        if shape.issuer_of(number) == issuer:
            _write_batches(root, shape, number, range(before[number], before[number + 1]))


def write_one_more(root: Path, shape: Shape, number: int) -> str:
    """Write a batch with a single new award, for a recipient who had none; its path. `number` tells them apart."""
    badge = number % shape.badges
    path = f"credentials/awards/{slug(badge)}/2026-06-29-one-more-{number}-k3v9.yml"
    entry = _Entry(shape, badge, shape.awards + number, shape.recipients + number)
    write(root / path, f"{_batch_head(badge, date(2026, 6, 29), 0)}recipients:\n{entry.text()}")
    return path


def _write_batches(root: Path, shape: Shape, badge: int, awards: range) -> None:
    chance = _chance(shape, "batches", badge)
    holders = _holders(shape, badge, awards)
    start, number = awards.start, 0
    while start < awards.stop:
        size = min(chance.randint(_SMALLEST_BATCH, _LARGEST_BATCH), awards.stop - start)
        day = FIRST_DAY + timedelta(days=chance.randrange((LAST_DAY - FIRST_DAY).days))
        entries = [_Entry(shape, badge, award, next(holders)) for award in range(start, start + size)]
        write(
            root / f"credentials/awards/{slug(badge)}/{day}-cohort-{number + 1}-{_ending(chance)}.yml",
            f"{_batch_head(badge, day, number)}recipients:\n{''.join(entry.text() for entry in entries)}",
        )
        for entry in entries:
            if entry.is_revoked:
                write(root / f"credentials/revocations/{entry.id}.yml", entry.revocation(day))
        start, number = start + size, number + 1


def _holders(shape: Shape, badge: int, awards: range) -> Iterator[int]:
    """The number of the recipient of each award, nobody twice: first everybody once, then a quarter of them again."""
    chance, taken = _chance(shape, "holders", badge), set[int]()
    several = max(1, shape.recipients // 4)
    for award in awards:
        found = award
        if award >= shape.recipients:
            found = chance.randrange(several)
        while found in taken:  # of a badge with more awards than there are such people, the others have the rest
            found = chance.randrange(several if len(taken) < several // 2 else shape.recipients)
        taken.add(found)
        yield found


@dataclass(frozen=True, slots=True)
class _Entry:
    """One award of a batch, by numbers."""

    shape: Shape
    badge: int
    award: int
    holder: int

    @property
    def id(self) -> str:
        """What `conferral register` would draw; drawn here, so that it is the same in every run."""
        return encode_128_bits(_random_128_bits(self.shape, "award", self.award))

    @property
    def is_revoked(self) -> bool:
        """One of a hundred."""
        return _random_128_bits(self.shape, "revoked", self.award) % 100 == 0

    def text(self) -> str:
        """The lines of the entry in its batch."""
        chance = _chance(self.shape, "entry", self.award)
        lines = f"- recipient: {recipient(self.shape, self.holder)}\n  id: {self.id}\n"
        if chance.random() < 0.9:
            lines += _result(self.badge, chance)
        if chance.random() < 0.1:
            lines += f"  narrative: |\n    {chance.choice(wording.NARRATIVES)}\n"
        if chance.random() < 0.25:
            lines += (
                f"  evidence:\n  - id: https://works.example.com/{self.award}\n"
                f"    name: {chance.choice(wording.WORKS)}\n    description: {chance.choice(wording.ABOUT_WORKS)}\n"
                f"    genre: {chance.choice(wording.GENRES)}\n"
            )
        return lines

    def revocation(self, awarded: date) -> str:
        """The file that revokes it, some days after it was awarded and before the last commit."""
        day = min(awarded + timedelta(days=30), LAST_DAY)
        which = self.award % len(wording.REASONS)
        return f"on: {day}\nreason: {wording.REASONS[which]}\nnote: {wording.NOTES[which]}\n"


def _batch_head(badge: int, day: date, number: int) -> str:
    shared = f"badge: {slug(badge)}\nawarded: {day}\nevidence: https://school.example.org/cohorts/{badge}-{number}\n"
    if number % 3 == 1:
        shared += f"activity: {{start: {day - timedelta(days=70)}, end: {day}}}\n"
    if number % 5 == 2:
        shared += f"term: Spring {day.year}\n"
    return shared


def _result(badge: int, chance: random.Random) -> str:
    match badge % 5:
        case 0 | 1:
            return f'  result: {{status: Completed, value: "{chance.randrange(60, 100)}", of: score}}\n'
        case 2:
            return f"  result: {{status: Completed, value: {chance.choice('CBA')}, of: grade}}\n"
        case 3:
            return f"  result: {{of: rubric, level: {chance.choice(('competent', 'proficient', 'leading'))}}}\n"
    return ""


def _described_results(badge: int) -> str:
    match badge % 5:
        case 0 | 1:
            return (
                "results:\n- id: score\n  name: Final score\n  type: Percent\n"
                '  minimum: "0"\n  maximum: "100"\n  required: "60"\n'
            )
        case 2:
            return (
                "results:\n- id: grade\n  name: Grade\n  type: LetterGrade\n  allowed: [E, D, C, B, A]\n  required: C\n"
            )
        case 3:
            levels = "".join(
                f"  - id: {name.lower()}\n    name: {name}\n    description: {text}\n"
                for name, text in (
                    ("Beginning", "Follows a plan that others made."),
                    ("Competent", "Plans and carries out usual work alone."),
                    ("Proficient", "Handles what is unusual, and explains it."),
                    ("Leading", "Changes how others work."),
                )
            )
            return (
                "results:\n- id: rubric\n  name: Level reached\n  type: RubricCriterionLevel\n"
                f"  levels:\n{levels}  required_level: competent\n"
            )
    return ""


def _badge(shape: Shape, number: int) -> str:
    chance = _chance(shape, "badge", number)
    field, topics = list(wording.FIELDS.items())[number % len(wording.FIELDS)]
    topic = topics[number // len(wording.FIELDS) % len(topics)]
    ending = wording.ENDINGS[number // (6 * len(wording.FIELDS)) % len(wording.ENDINGS)]
    validity = chance.choice(("", "validity: 18 months\n", "validity: 2 years\n", "validity: 3 years\n"))
    skills = chance.sample(wording.SKILLS, chance.randint(3, 6))
    caption = f"A medal with {3 + number % 5} bars under a rising line."
    texts: _Texts = {
        "name": f"{topic} {ending}",
        "description": chance.choice(wording.DESCRIPTIONS).format(topic.lower()),
        "criteria": _criteria(chance, topic.lower()),
        "skills": [skill.format(topic.lower()) for skill in skills],
    }
    return (
        f"issuer: {shape.issuer_of(number)}\nversion: 1\n{_texts(texts)}"
        f"type: {chance.choice(wording.TYPES)}\nfield: {field}\nlevel: {wording.LEVELS[number % 4]}\n"
        f"hours: {chance.randrange(8, 121, 4)}\ncredits: {chance.choice(('0.5', '1', '2', '2.5', '5'))}\n"
        f"alignments:\n{''.join(_alignment(shape, chance, number, one) for one in range(chance.randint(1, 3)))}"
        f"{_described_results(number)}{validity}image_caption: {caption}\n{_translations(shape, texts)}"
    )


def _texts(texts: _Texts, indent: str = "") -> str:
    lines = ""
    for key, value in texts.items():
        if isinstance(value, list):
            lines += f"{indent}{key}:\n" + "".join(f"{indent}- {one}\n" for one in value)
        elif "\n" in value:
            lines += f"{indent}{key}: |\n" + "".join(
                f"{indent}  {line}\n" if line else "\n" for line in value.split("\n")
            )
        else:
            lines += f"{indent}{key}: {value}\n"
    return lines


def _translations(shape: Shape, texts: _Texts) -> str:
    """The same texts in every further language: as long as translations are, and marked as such."""
    lines = "translations:\n" if shape.languages[1:] else ""
    for language in shape.languages[1:]:
        lines += f"  {language}:\n" + _texts({**texts, "name": f"{texts['name']} ({language})"}, "    ")
    return lines


def _criteria(chance: random.Random, topic: str) -> str:
    work = "\n".join(f"{place}. {one.format(topic)}" for place, one in enumerate(chance.sample(wording.WORK, 4), 1))
    first, second = chance.sample(wording.PARTS, 2)
    share = chance.randrange(30, 71, 10)
    assessed = chance.choice(wording.ASSESSED).format(chance.randrange(60, 81, 5))
    return (
        f"### What you do\n\n{work}\n\n### How it is assessed\n\n| Part | Weight |\n|---|---|\n"
        f"| {first} | {share} % |\n| {second} | {100 - share} % |\n\n{assessed}"
    )


def _alignment(shape: Shape, chance: random.Random, badge: int, which: int) -> str:
    if which == 2:
        code = f"{chance.randrange(11, 54)}-{chance.randrange(1000, 9999)}.00"
        return (
            f"- name: Specialists and technicians\n  url: https://www.onetonline.org/link/summary/{code}\n"
            f'  framework: O*NET\n  code: "{code}"\n'
        )
    digits = f"{_random_128_bits(shape, 'alignment', 3 * badge + which):032x}"
    uuid = "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
    return (
        f"- name: {chance.choice(('perform', 'plan', 'evaluate'))} work of this kind\n"
        f"  url: http://data.europa.eu/esco/skill/{uuid}\n  framework: ESCO\n"
    )


def _issuer(issuer: str) -> str:
    number = int(issuer.rpartition("-")[2])
    place = wording.PLACES[number % len(wording.PLACES)]
    school = wording.SCHOOLS[number % len(wording.SCHOOLS)]
    text = f"{place} teaches working adults, and assesses what they can do with work on real material."
    return (
        f"version: 1\nname: {place} {school} {number}\nurl: https://{issuer}.example.org\n"
        f"email: awards@{issuer}.example.org\ndescription: |\n  {text}\n\n  Every award is confirmed by a second "
        f'assessor who did not teach the group.\nstewards:\n- "@{issuer}"\n'
    )


def _recipient_file(shape: Shape, number: int) -> str:
    chance = _chance(shape, "person", number)
    shown = ["portfolio"]
    lines = "portfolio: true\n"
    if number % 1_000 == 0:
        first, last = ("".join(chance.choices(wording.SYLLABLES, k=3)).capitalize() for _ in range(2))
        lines = f"display_name: {first} {last}\n{lines}"
        shown = ["display_name", "portfolio"]
    listed = "".join(f"  - {one}\n" for one in shown)
    return f"{lines}consent:\n  on: 2026-05-04\n  to:\n{listed}  record: Form {number} of 2026\n"


def _image(number: int) -> str:
    """A drawing of about the size of a badge's: 3 kB."""
    rays = "".join(
        f'<path d="M256 256 {(x * 37 + number) % 512} {(x * 53) % 512} {(x * 91) % 512} {(x * 29 + number) % 512}z" '
        f'fill="#{(number * 997 + x * 131) % 4096:03x}" opacity=".{x % 5 + 4}"/>\n'
        for x in range(36)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512">\n<circle cx="256" cy="256" r="240" '
        f'fill="#{number * 613 % 4096:03x}"/>\n{rays}</svg>\n'
    )


def _chance(shape: Shape, *about: object) -> random.Random:
    return random.Random(_random_128_bits(shape, *about))  # noqa: S311 -- repeatable, not secret


def _random_128_bits(shape: Shape, *about: object) -> int:
    """The same for the same seed and size, whatever else was asked for."""
    text = "/".join(map(str, (shape.seed, shape.awards, *about)))
    return int.from_bytes(blake2b(text.encode(), digest_size=16).digest(), "big")


def _ending(chance: random.Random) -> str:
    return "".join(chance.choices(ALPHABET, k=4))


def write(path: Path, text: str) -> None:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
