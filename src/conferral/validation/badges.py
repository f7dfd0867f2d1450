"""Issuers, badges, their versions and images."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from conferral.fields import closest
from conferral.model import Badge, BadgeFile, Finding, Issuer, IssuerFile, Place, ResultDescription
from conferral.numbers import as_number
from conferral.validation.facts import Facts


def badges_name_an_issuer(facts: Facts) -> Iterator[Finding]:
    """Every version of a badge is of an issuer that exists."""
    for badge in facts.registry.badges.values():
        for version in badge.versions.values():
            yield from _names_an_issuer(facts, version.issuer, version.place.at("issuer"))


def parents_exist_and_form_no_circle(facts: Facts) -> Iterator[Finding]:
    """The issuer that an issuer belongs to exists, and does not belong to it in turn."""
    issuers = facts.registry.issuers
    for issuer in issuers.values():
        parent = issuer.current.parent
        if parent is None:
            continue
        place = issuer.current.place.at("parent")
        yield from _names_an_issuer(facts, parent, place)
        line = [issuer.slug]
        while parent and parent in issuers and parent not in line:
            line.append(parent)
            parent = issuers[parent].current.parent
        if parent == issuer.slug:
            circle = " -> ".join([*line, parent])
            yield Finding(place, f"{issuer.slug} belongs to itself: {circle}", "an issuer that stands above it")


def versions_are_of_one_issuer(facts: Facts) -> Iterator[Finding]:
    """A badge stays with its issuer."""
    for badge in facts.registry.badges.values():
        for number, version in badge.versions.items():
            if version.issuer != badge.current.issuer:
                yield Finding(
                    version.place.at("issuer"),
                    f'version {number} is of "{version.issuer}", the current one of "{badge.current.issuer}"',
                    "the same issuer in every version",
                    "for another issuer, make a badge of its own",
                )


def versions_are_without_gap(facts: Facts) -> Iterator[Finding]:
    """Earlier versions are numbered from 1 to the one before the current, and say the number of their file."""
    owners: list[tuple[str, Badge | Issuer]] = [("badge.yml", badge) for badge in facts.registry.badges.values()]
    owners += [("issuer.yml", issuer) for issuer in facts.registry.issuers.values()]
    for name, owner in owners:
        versions: Mapping[int, BadgeFile | IssuerFile] = owner.versions
        current = owner.current.version
        missing = [f"{number}.yml" for number in range(1, current) if number not in versions]
        if missing:
            listed = ", ".join(missing[:5]) + (", ..." if len(missing) > 5 else "")
            yield Finding(
                owner.current.place.at("version"),
                f"this is version {current}, but {listed} {'is' if len(missing) == 1 else 'are'} missing",
                "a file for every earlier version, beside this one",
                "restore the earlier text from git, or lower the version if there was none",
            )
        for number, version in versions.items():
            if number > current:
                what = f"version {number} is later than {name}, which is version {current}"
                yield Finding(Place(version.place.file), what, f"a number below {current}", f"swap it with {name}")
            elif version.version != number:
                what = f'the file is "{number}.yml" and says version {version.version}'
                yield Finding(version.place.at("version"), what, str(number))


def versions_have_an_image(facts: Facts) -> Iterator[Finding]:
    """Every version of a badge has its image, and every image its version."""
    for badge in facts.registry.badges.values():
        for number, version in badge.versions.items():
            if number not in badge.images:
                name = "badge" if version is badge.current else str(number)
                yield Finding(
                    Place(version.place.file),
                    f"there is no image of version {number}",
                    f"{name}.svg or {name}.png beside the file",
                    "copy the current image if it has not changed" if name != "badge" else "draw one",
                )
        for number, image in badge.images.items():
            if number not in badge.versions:
                yield Finding(Place(image.file), f"there is no version {number} of the badge", "", "delete the image")


def results_are_described_once(facts: Facts) -> Iterator[Finding]:
    """The results of a badge version have ids of their own."""
    for badge in facts.registry.badges.values():
        for version in badge.versions.values():
            seen: set[str] = set()
            for number, result in enumerate(version.results):
                if result.id in seen:
                    place = version.place.at("results", number, "id")
                    yield Finding(place, f'the result "{result.id}" stands here twice', "an id for each result")
                seen.add(result.id)


def results_are_described_soundly(facts: Facts) -> Iterator[Finding]:
    """The bounds of a result allow something, and what is required lies within them."""
    for badge in facts.registry.badges.values():
        for version in badge.versions.values():
            for number, result in enumerate(version.results):
                place = version.place.at("results", number)
                lowest, highest = as_number(result.minimum), as_number(result.maximum)
                if lowest is not None and highest is not None and lowest > highest:
                    what = f'the maximum "{result.maximum}" is below the minimum "{result.minimum}"'
                    yield Finding(place.at("maximum"), what, f"{result.minimum} or more")
                elif result.required is not None and (fault := value_fault(result, result.required)):
                    yield Finding(place.at("required"), *fault)


def only_retired_badges_are_replaced(facts: Facts) -> Iterator[Finding]:
    """The badge that is awarded instead of another is there to be awarded, and the other is retired."""
    badges = facts.registry.badges
    for badge in badges.values():
        other = badge.current.replaced_by
        if other is None:
            continue
        place = badge.current.place.at("replaced_by")
        if other == badge.slug:
            yield Finding(place, "a badge that is awarded instead of itself", "another badge", "delete the line")
        elif other not in badges:
            if not facts.is_gap("badge", other):
                expected = "the name of a folder in credentials/badges"
                yield Finding(place, f'there is no badge "{other}"', expected, closest(other, badges))
        elif badges[other].current.state == "draft":
            what = f'the badge "{other}" is a draft, which no page shows'
            yield Finding(place, what, "a badge that is active or retired", "make it active first")
        if badge.current.state != "retired":
            what = f'the badge "{badge.slug}" is replaced and still {badge.current.state}'
            yield Finding(place, what, "state: retired", "write the state, or delete the line")


def former_names_are_free(facts: Facts) -> Iterator[Finding]:
    """An earlier name belongs to one badge or issuer alone, and to none of today's."""
    groups: tuple[Mapping[str, Badge | Issuer], ...] = (facts.registry.badges, facts.registry.issuers)
    for owners in groups:
        claimed: dict[str, str] = {}
        for slug, owner in owners.items():
            for number, name in enumerate(owner.current.formerly):
                place = owner.current.place.at("formerly", number)
                if name in owners:
                    yield Finding(place, f'"{name}" is in use today', "a name that nothing has any more")
                elif name in claimed:
                    what = f'"{name}" is said to be an earlier name of {claimed[name]} too'
                    yield Finding(place, what, "a name that one of them had")
                claimed.setdefault(name, slug)


def value_fault(result: ResultDescription, value: str) -> tuple[str, str] | None:
    """What is wrong with a value of a result, and what would be right; None if nothing is."""
    if result.allowed and value not in result.allowed:
        return f'"{value}" is no value of "{result.id}"', ", ".join(result.allowed)
    lowest, highest, number = as_number(result.minimum), as_number(result.maximum), as_number(value)
    if lowest is None and highest is None:
        return None
    expected = " and ".join(
        [f"at least {result.minimum}"] * (lowest is not None) + [f"at most {result.maximum}"] * (highest is not None)
    )
    if number is None:
        return f'"{value}" is no number', f"a number, {expected}"
    if (lowest is not None and number < lowest) or (highest is not None and number > highest):
        return f'"{value}" is out of the range of "{result.id}"', expected
    return None


def is_below(result: ResultDescription, value: str) -> bool:
    """Whether a value is less than the one that a result requires; what cannot be compared is not."""
    required = result.required
    if required is None:
        return False
    if result.allowed:
        listed = result.allowed
        return required in listed and value in listed and listed.index(value) < listed.index(required)
    number, least = as_number(value), as_number(required)
    return number is not None and least is not None and number < least


def _names_an_issuer(facts: Facts, issuer: str, place: Place) -> Iterator[Finding]:
    issuers = facts.registry.issuers
    if issuer not in issuers and not facts.is_gap("issuer", issuer):
        expected = "the name of a folder in credentials/issuers"
        yield Finding(place, f'there is no issuer "{issuer}"', expected, closest(issuer, issuers))


RULES = (
    badges_name_an_issuer,
    parents_exist_and_form_no_circle,
    versions_are_of_one_issuer,
    versions_are_without_gap,
    versions_have_an_image,
    results_are_described_once,
    results_are_described_soundly,
    only_retired_badges_are_replaced,
    former_names_are_free,
)
