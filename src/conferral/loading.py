"""Files -> Registry, with every problem of every file at its line and column.

`load` reads all it can and never stops at the first mistake; `load_registry` is for those who need a sound registry.
A file that cannot be read leaves a gap, noted in `Registry.gaps`, so that no rule complains about what is only
missing because of it.
"""

from __future__ import annotations

import base64
import contextlib
import csv
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Literal, TypeVar

from conferral import kept_answers
from conferral.errors import Problem, RegistryError, RegistryProblems
from conferral.file_kinds import FileKind, MisplacedError, file_kind, salt_issuer
from conferral.files import REGISTRY_FILE, Files, is_ignored
from conferral.images import image_faults
from conferral.model import (
    Badge,
    BadgeFile,
    Batch,
    BatchFile,
    Collection,
    CollectionFile,
    Correction,
    CorrectionFile,
    Endorsement,
    EndorsementFile,
    FederationFile,
    Finding,
    Framework,
    FrameworkFile,
    Image,
    Issuer,
    IssuerFile,
    KeptAnswers,
    Key,
    KeyFile,
    Pathway,
    PathwayFile,
    Pins,
    Place,
    RecipientFile,
    Record,
    Registry,
    RegistryFile,
    RevocationFile,
    Row,
    SignedEndorsement,
    SuspensionFile,
)
from conferral.readings import Readings
from conferral.records import read_record
from conferral.register import rows as register_rows
from conferral.yaml_text import read_yaml

R = TypeVar("R", bound=Record)
T = TypeVar("T")

Name = tuple[str, ...]
"""The kind of a file and the names in its path, such as ("awards", "data-analysis", "2026-spring-k3v9")."""


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """What could be read of a registry.

    `registry` holds every file that is sound in itself; None only if there is nothing of a registry at all.  If
    registry.yml is broken, `registry.file` is a stand-in that nothing may be built from.  `problems` are sorted by
    place; only without any is the registry whole.
    """

    files: Files
    registry: Registry | None
    problems: tuple[Problem, ...]

    def locate(self, findings: Iterable[Finding]) -> tuple[Problem, ...]:
        """Findings as problems with line and column, sorted."""
        by_file: dict[str, list[Finding]] = {}
        for finding in findings:
            by_file.setdefault(finding.place.file, []).append(finding)
        return tuple(sorted({problem for file in by_file for problem in self._locate(file, by_file[file])}))

    def _locate(self, file: str, findings: list[Finding]) -> Iterable[Problem]:
        document = None
        if file.endswith(".yml") and any(finding.place.keys for finding in findings):
            try:
                document = read_yaml(self.files.read(file), file)
            except RegistryError:
                document = None
        for finding in findings:
            keys = finding.place.keys
            line = column = 0
            if keys and document:
                line, column = document.position(keys)
            elif keys and file.endswith(".csv") and isinstance(keys[0], int):
                line, column = keys[0], 1
            yield Problem(file, line, column, finding.what, finding.expected, finding.hint)


def load_registry(files: Files) -> Registry:
    """The registry, each of its files sound in itself; else `RegistryProblems`."""
    loaded = load(files)
    if loaded.problems or loaded.registry is None:
        raise RegistryProblems(loaded.problems)
    return loaded.registry


def load(files: Files, readings: Readings | None = None) -> Loaded:
    """All that can be read of a registry, and all that is wrong with the rest.

    `readings` are those that other states of the registry share with this one.
    """
    loading = _Loading(files, readings)
    for path in sorted(path for path in files.paths() if not is_ignored(path)):
        loading.take(path)
    return loading.loaded()


@dataclass(slots=True)
class _Versions:
    """What a folder of an issuer or a badge holds, until it is put together."""

    current: Record | None = None
    earlier: dict[int, Record] = field(default_factory=dict)
    images: dict[int | None, Image] = field(default_factory=dict)  # None: of the current version


class _Loading:
    """What has been read so far."""

    def __init__(self, files: Files, readings: Readings | None) -> None:
        self.files = files
        self.readings = readings
        self.problems: list[Problem] = []
        self.gaps: set[Name] = set()
        self.registry_file: RegistryFile | None = None
        self.logo: Image | None = None
        self.folders: dict[Name, _Versions] = {}
        self.collections: dict[str, Collection] = {}
        self.frameworks: dict[str, Framework] = {}
        self.pathways: dict[str, Pathway] = {}
        self.endorsement_files: dict[str, EndorsementFile] = {}
        self.endorsement_documents: dict[str, SignedEndorsement] = {}
        self.kept_answers: dict[str, KeptAnswers] = {}
        self.federation: FederationFile | None = None
        self.federated: dict[str, bytes] = {}
        self.batches: dict[Name, Batch] = {}
        self.revocations: dict[str, RevocationFile] = {}
        self.suspensions: dict[str, SuspensionFile] = {}
        self.recipients: dict[str, RecipientFile] = {}
        self.corrections: list[Correction] = []
        self.keys: list[Key] = []
        self.pins: Pins | None = None
        self.salts: dict[str, bytes] = {}
        self.rows: list[Row] = []
        self.nothing = True

    def take(self, path: str) -> None:
        """Read one file into its place."""
        self.nothing = False
        shown = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in path)
        try:
            kind = file_kind(path)
        except MisplacedError as error:
            self.problems.append(self._misplaced(shown, path, error))
            return
        try:
            if kind:
                self._take(kind, path)
            else:
                self.files.read(path)  # a README.md; it only has to be a file
        except RegistryProblems as error:
            self.problems += error.problems
            if kind:
                self._break(kind)
        except RegistryError as error:
            self.problems.append(Problem(shown, 0, 0, f"the file {error.message}", "", error.hint))
            if kind:
                self._break(kind)

    def _misplaced(self, shown: str, path: str, error: MisplacedError) -> Problem:
        if path.startswith("credentials/awards/"):
            self.gaps.add(("awards",))
        elif path.endswith(".yaml"):
            with contextlib.suppress(MisplacedError):
                meant = file_kind(f"{path[:-5]}.yml")
                if meant:
                    self._break(meant)
        try:
            self.files.read(path)
        except RegistryError as unreadable:
            return Problem(shown, 0, 0, f"the file {unreadable.message}", "", unreadable.hint)
        return Problem(shown, 0, 0, error.what, error.expected, error.hint)

    def _break(self, kind: FileKind) -> None:
        owner = {"issuer version": "issuer", "badge version": "badge"}.get(kind.kind)
        self.gaps.add((owner, kind.names[0]) if owner else (kind.kind, *kind.names))

    def _take(self, kind: FileKind, path: str) -> None:  # noqa: PLR0912 - a case each
        names = kind.names
        match kind.kind:
            case "registry":
                self.registry_file = self._record(RegistryFile, path)
            case "issuer" | "badge" as folder:
                model = IssuerFile if folder == "issuer" else BadgeFile
                self._folder(folder, names[0]).current = self._record(model, path)
            case "issuer version" | "badge version":
                owner = kind.kind.split(maxsplit=1)[0]
                model = IssuerFile if owner == "issuer" else BadgeFile
                self._folder(owner, names[0]).earlier[int(names[1])] = self._record(model, path)
            case "issuer logo" | "badge image" | "badge version image" as image:
                version = int(names[1]) if image == "badge version image" else None
                self._take_image(self._folder(image.split(maxsplit=1)[0], names[0]), version, path)
            case "logo":
                self._take_logo(path)
            case "collection":
                self.collections[names[0]] = Collection(slug=names[0], file=self._record(CollectionFile, path))
            case "framework":
                framework = self._record(FrameworkFile, path)
                for number, skill in enumerate(framework.skills):
                    skill.put_at(Place(path, ("skills", number)))
                self.frameworks[names[0]] = Framework(slug=names[0], file=framework)
            case "pathway":
                self.pathways[names[0]] = Pathway(slug=names[0], file=self._record(PathwayFile, path))
            case "endorsement":
                self.endorsement_files[names[0]] = self._record(EndorsementFile, path)
            case "endorsement document" | "endorsement token":
                self._take_signed(names[0], path)
            case "endorsement answers":
                self.kept_answers[names[0]] = kept_answers.parse(self.files.read(path))
            case "federation":
                self.federation = self._record(FederationFile, path)
            case "federated catalog":
                self.federated[names[0]] = self.files.read(path)
            case "awards":
                self.batches[names] = Batch(badge=names[0], name=names[1], file=self._read(path, _batch))
            case "revocation":
                self.revocations[names[0]] = self._record(RevocationFile, path)
            case "suspension":
                self.suspensions[names[0]] = self._record(SuspensionFile, path)
            case "correction":
                file = self._record(CorrectionFile, path)
                self.corrections.append(Correction(badge=names[0], name=names[1], file=file))
            case "recipient":
                self.recipients[names[0]] = self._record(RecipientFile, path)
            case "key":
                self.keys.append(Key(issuer=names[0], name=names[1], file=self._record(KeyFile, path)))
            case register:
                self._take_register(register, names, path)

    def _record(self, kind: type[R], path: str) -> R:
        return self._read(path, lambda path, content: read_record(kind, read_yaml(content, path)).put_at(Place(path)))

    def _read(self, path: str, read: Callable[[str, bytes], T]) -> T:
        content = self.files.read(path)
        return self.readings.of(path, content, read) if self.readings is not None else read(path, content)

    def _take_signed(self, name: str, path: str) -> None:
        if name in self.endorsement_documents:
            other = self.endorsement_documents[name].file.rsplit("/", 1)[-1]
            self.problems.append(Problem(path, 0, 0, f"there is {other} too", "one document", "delete one of the two"))
        self.endorsement_documents[name] = SignedEndorsement(file=path, content=self.files.read(path))

    def _refuse_orphans(self) -> None:
        """What stands beside the file of an endorsement needs one."""
        folder = "credentials/endorsements"
        files = {name: one.file for name, one in self.endorsement_documents.items()}
        files |= {name: f"{folder}/{name}.fetched.json" for name in self.kept_answers if name not in files}
        for name, file in files.items():
            if name not in self.endorsement_files and ("endorsement", name) not in self.gaps:
                what, expected = (
                    f"there is no {name}.yml beside it",
                    f"{folder}/{name}.yml, which says what is endorsed",
                )
                hint = "`conferral endorsement add` writes both; or delete this file"
                self.problems.append(Problem(file, 0, 0, what, expected, hint))

    def _folder(self, kind: str, name: str) -> _Versions:
        return self.folders.setdefault((kind, name), _Versions())

    def _take_image(self, folder: _Versions, version: int | None, path: str) -> None:
        if version in folder.images:
            self._there_is_another(path, folder.images[version])
        folder.images[version] = self._image(path, square=path.startswith("credentials/badges/"))

    def _take_logo(self, path: str) -> None:
        if self.logo:
            self._there_is_another(path, self.logo)
        self.logo = self._image(path, square=False)

    def _there_is_another(self, path: str, image: Image) -> None:
        other = image.file.rsplit("/", 1)[-1]
        self.problems.append(Problem(path, 0, 0, f"there is {other} too", "one image", "delete one of the two"))

    def _image(self, path: str, *, square: bool) -> Image:
        media_type: Literal["image/svg+xml", "image/png"] = "image/svg+xml" if path.endswith(".svg") else "image/png"
        content = self.files.read(path)
        digest = base64.b64encode(hashlib.sha384(content).digest()).decode()
        image = Image(path, media_type, f"sha384-{digest}")
        self.problems += (
            Problem(path, 0, 0, fault, "", _REDRAW[image.extension])
            for fault in image_faults(image, content, square=square)
        )
        return image

    def _take_register(self, kind: str, names: Name, path: str) -> None:
        findings: list[Finding] = []
        if kind in ("rows", "corrected rows"):
            batch = self.batches.get(names) if kind == "rows" else None
            ids = {entry.id: entry.id for entry in batch.file.recipients if entry.id} if batch else {}
            rows, findings = self._read(path, partial(_rows, ids=ids))
            self.rows += rows
        elif kind == "pins":
            self.pins, findings = register_rows.parse_pins(_text(self.files.read(path)))
        else:
            findings = self._take_salt(salt_issuer(names[0]), path, _text(self.files.read(path)))
        if findings:
            raise RegistryProblems(
                Problem(
                    path,
                    int(f.place.keys[0]) if f.place.keys else 0,
                    1 if f.place.keys else 0,
                    f.what,
                    f.expected,
                    f.hint,
                )
                for f in findings
            )

    def _take_salt(self, issuer: str, path: str, text: str) -> list[Finding]:
        if issuer in self.salts:  # the first file of an issuer counts, in the order of names
            return []
        salt, findings = register_rows.parse_salt(path, text)
        if salt is not None:
            self.salts[issuer] = salt
        return findings

    def loaded(self) -> Loaded:
        """Everything put together."""
        issuers: dict[str, Issuer] = {}
        badges: dict[str, Badge] = {}
        for (kind, name), folder in self.folders.items():
            if kind == "issuer" and (issuer := self._issuer(name, folder)):
                issuers[name] = issuer
            elif kind == "badge" and (badge := self._badge(name, folder)):
                badges[name] = badge
        if self.nothing:
            hint = "change to the registry's folder, or make a registry there"
            problem = Problem(REGISTRY_FILE, 0, 0, "there is no registry here", "the file that describes it", hint)
            return Loaded(files=self.files, registry=None, problems=(problem,))
        if self.registry_file is None and ("registry",) not in self.gaps:
            hint = "write base_url, title, description and timezone into it"
            self.problems.append(
                Problem(REGISTRY_FILE, 0, 0, "the file is missing", "the file that describes it", hint)
            )
            self.gaps.add(("registry",))
        self._refuse_orphans()
        registry = Registry(
            file=self.registry_file or _STAND_IN,
            issuers=issuers,
            badges=badges,
            collections=self.collections,
            batches=tuple(self.batches.values()),
            revocations=self.revocations,
            suspensions=self.suspensions,
            recipients=self.recipients,
            corrections=tuple(self.corrections),
            keys=tuple(self.keys),
            pins=self.pins,
            salts=self.salts,
            rows=tuple(self.rows),
            logo=self.logo,
            frameworks=self.frameworks,
            pathways=self.pathways,
            endorsements={
                name: Endorsement(
                    slug=name,
                    file=file,
                    signed=self.endorsement_documents.get(name),
                    kept=self.kept_answers.get(name),
                )
                for name, file in self.endorsement_files.items()
            },
            federation=self.federation,
            federated=self.federated,
            gaps=frozenset(self.gaps),
        )
        return Loaded(files=self.files, registry=registry, problems=tuple(sorted(set(self.problems))))

    def _issuer(self, name: str, folder: _Versions) -> Issuer | None:
        current = folder.current
        if not self._is_whole("issuer", name, folder) or not isinstance(current, IssuerFile):
            return None
        versions = {n: one for n, one in folder.earlier.items() if isinstance(one, IssuerFile)}
        versions = dict(sorted({**versions, current.version: current}.items()))
        return Issuer(slug=name, current=current, versions=versions, logo=folder.images.get(None))

    def _badge(self, name: str, folder: _Versions) -> Badge | None:
        current = folder.current
        if not self._is_whole("badge", name, folder) or not isinstance(current, BadgeFile):
            return None
        versions = {n: one for n, one in folder.earlier.items() if isinstance(one, BadgeFile)}
        versions = dict(sorted({**versions, current.version: current}.items()))
        images = {current.version if n is None else n: image for n, image in folder.images.items()}
        return Badge(slug=name, current=current, versions=versions, images=images)

    def _is_whole(self, kind: Literal["issuer", "badge"], name: str, folder: _Versions) -> bool:
        path = f"credentials/{kind}s/{name}/{kind}.yml"
        if folder.current is None and (kind, name) not in self.gaps:
            hint = f"write it, or delete the folder of this {kind}"
            self.problems.append(
                Problem(path, 0, 0, "the file is missing", f"the {kind} itself, current version", hint)
            )
            self.gaps.add((kind, name))
        if isinstance(folder.current, IssuerFile | BadgeFile):
            version = folder.current.version
            taken = {*folder.earlier, *(n for n in folder.images if n is not None)} & {version}
            if taken:
                what = f"{kind}.yml is version {version} too"
                hint = f"raise the version in {kind}.yml by one, or delete this file"
                files = [one.place.file for n, one in folder.earlier.items() if n == version]
                files += [image.file for n, image in folder.images.items() if n == version]
                self.problems += (Problem(file, 0, 0, what, f"a version before {version}", hint) for file in files)
                self.gaps.add((kind, name))
        return (kind, name) not in self.gaps


def _batch(path: str, content: bytes) -> BatchFile:
    batch = read_record(BatchFile, read_yaml(content, path)).put_at(Place(path))
    for number, entry in enumerate(batch.recipients):
        entry.put_at(Place(path, _entry_keys(number)))
    return batch


def _rows(path: str, content: bytes, *, ids: Mapping[str, str]) -> tuple[list[Row], list[Finding]]:
    text = _text(content)
    try:
        return register_rows.parse_rows(path, text, ids)
    except csv.Error as error:
        raise RegistryError(f"is no CSV: {error}", hint=_OF_THE_REGISTER) from error


def _text(content: bytes) -> str:
    """The text of a file of the register."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise RegistryError("is not UTF-8", hint=_OF_THE_REGISTER) from None


_OF_THE_REGISTER = "restore the file with `git restore` or `git revert`"


@cache
def _entry_keys(number: int) -> tuple[str, int]:
    """The keys that lead to an entry of a batch, the same for every file."""
    return ("recipients", number)


_REDRAW = {
    "svg": 'save it as "plain SVG": a still drawing without scripts, links, embedded images and animation',
    "png": "export the image again, as PNG",
}
_STAND_IN = RegistryFile.model_validate(
    {
        "base_url": "https://registry.invalid",
        "title": "-",
        "description": "-",
        "timezone": "UTC",
        "policy": {"identity": ["did", "name", "email"]},
    }
)
