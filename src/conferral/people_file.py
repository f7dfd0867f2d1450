"""Where the map of people lies, and how it is kept: outside of git, or encrypted with age; for its owner's eyes.

A plain file may not lie in a git work tree, unless git ignores it.  A file whose name ends in `.age` is encrypted to
several stewards, each with a key pair of their own, and may be shared in a repository.  Whoever changes the map holds
a lock on its folder meanwhile, so that two runs cannot give one person two ids.
"""

from __future__ import annotations

import base64
import fcntl
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conferral.atomic import replace_file
from conferral.errors import RegistryError
from conferral.history import answers_yes, earlier_contents
from conferral.people import NewPerson, People, new_map, read_people
from conferral.plurals import counted

ENCRYPTED = ".age"
RECIPIENTS_FILE = "people-recipients.txt"
IDENTITY_VARIABLE = "CONFERRAL_AGE_IDENTITY"
DEFAULT_IDENTITY = "~/.config/conferral/age-identity.txt"

_MOST_COMMITS = 10_000  # many commits of one branch do not hide the one before them
_SECRET_KEY = "AGE-SECRET-KEY-"  # noqa: S105 -- how the line of a secret key begins


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleFile:
    """The map as it was read from a file, and what is to be said about the file."""

    path: Path
    people: People
    content: bytes
    notes: tuple[str, ...]
    keys: AgeKeys | None
    readers: int = 0
    """How many keys an encrypted file was encrypted to."""

    def add(self, new: Sequence[NewPerson]) -> None:
        """Write more people into the file, replaced as a whole.

        Raises `RegistryError` when it cannot be, or when an encrypted file would get other readers in passing: whoever
        slips a key into the list of the stewards, or puts it in place of one, would be sent the map.
        """
        if not new:
            return
        if self.keys and len(self.keys.recipients) != self.readers:
            raise RegistryError(
                f"{self.path} is encrypted to {counted(self.readers, 'key')}, and {self.keys.recipients_place} names "
                f"{len(self.keys.recipients)}",
                hint=f"If they are the stewards': `conferral people encrypt {self.path}`, then once more.",
            )
        if self.keys and _names_other_readers(self.path, Path(self.keys.recipients_place)):
            raise RegistryError(
                f"{self.keys.recipients_place} names other keys than when {self.path} was written",
                hint="Look at its history. If they are the stewards': "
                f"`conferral people encrypt {self.path}`, then commit both files, then once more.",
            )
        self.write(self.people.with_new(new))

    @contextmanager
    def adding(self, new: Sequence[NewPerson]) -> Iterator[None]:
        """Write more people into the file, as `add`; if what follows fails, the file gets its old content back.

        The people come first: an id that no award has does no harm, an award to an id that nobody knows does.
        """
        self.add(new)
        try:
            yield
        except BaseException:
            if new:
                self.write(self.content)
            raise

    def write(self, content: bytes) -> None:
        """Give the file another content, encrypted if it is."""
        _write(self.path, self.keys.encrypt(content) if self.keys else content)


@contextmanager
def people_file(path: Path, *, environ: Mapping[str, str], to: Path | None = None) -> Iterator[PeopleFile]:
    """The map in a file, locked until the end of the block.

    `to` names the file with the stewards' public keys; as a rule it lies beside the map.  Raises `RegistryError` for a
    place where it must not be, and `RegistryProblems` with all that is wrong in it.
    """
    with _locked(path.parent if path.parent.is_dir() else Path()):
        content, keys = _read(path, environ=environ, to=to)
        people = read_people(content, str(path))
        readers = _readers(path.read_bytes()) if keys else 0
        yield PeopleFile(path=path, people=people, content=content, notes=_notes(path), keys=keys, readers=readers)


def read_map(path: Path, *, environ: Mapping[str, str]) -> People:
    """The map in a file that is only looked at; raises as `people_file` does."""
    return read_people(_read(path, environ=environ)[0], str(path))


def _read(path: Path, *, environ: Mapping[str, str], to: Path | None = None) -> tuple[bytes, AgeKeys | None]:
    refuse_place(path)
    if not path.exists():
        raise RegistryError(
            f"there is no file {path}",
            hint="A mistyped name would give everybody a second id; `conferral people new` makes an empty map.",
        )
    keys = AgeKeys.of(path, environ=environ, to=to) if is_encrypted(path) else None
    content = path.read_bytes()
    return (keys.decrypt(content, path) if keys else content), keys


def make_people_file(path: Path, *, environ: Mapping[str, str], to: Path | None = None) -> None:
    """Make a map without people, that only its owner can read.  Raises `RegistryError`; an existing file stays."""
    put_new(path, new_map(), environ=environ, to=to)


def put_new(path: Path, content: bytes, *, environ: Mapping[str, str], to: Path | None = None) -> None:
    """Write a new map, encrypted if its name says so, that only its owner can read."""
    refuse_place(path)
    read_people(content, str(path))
    if path.exists():
        raise RegistryError(f"{path} exists", hint="Choose another name, or delete it if nobody needs it.")
    if is_encrypted(path):
        content = AgeKeys.of(path, environ=environ, to=to).encrypt(content)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write(path, content)


def is_encrypted(path: Path) -> bool:
    """Whether a file of that name is encrypted with age."""
    return path.suffix == ENCRYPTED


def refuse_place(path: Path) -> None:
    """Raise `RegistryError` if names in a file of that path could slip into git."""
    exposed = None if is_encrypted(path) else exposed_to_git(path)
    if exposed:
        raise RegistryError(
            exposed,
            hint="Names and addresses must never be committed: put the file elsewhere, name it in .gitignore, or let "
            "it be encrypted by a name that ends in .age.",
        )


def exposed_to_git(path: Path) -> str | None:
    """How a file of that path could slip into git: words that begin with the path; None if it could not."""
    place = Path(os.path.realpath(path))
    folder = next((one for one in place.parents if one.is_dir()), place.parent)
    if not any((one / ".git").exists() for one in (folder, *folder.parents)):
        return None
    ignored = answers_yes(folder, "check-ignore", "-q", "--no-index", str(place))
    tracked = answers_yes(folder, "ls-files", "--error-unmatch", str(place))
    if ignored and not tracked:
        return None
    return f"{path} lies in a git repository that {'holds' if tracked else 'does not ignore'} it"


def _names_other_readers(path: Path, public: Path) -> bool:
    """Whether git knows that the map was encrypted when the list of public keys was another one.

    A file of age does not tell its readers apart.  What was committed together with it does: the list of the oldest
    commit that has this very map.  Where git knows nothing of the two, nothing is known.
    """
    folder, name = path.parent.resolve(), path.name
    listed = os.path.relpath(public.resolve(), folder)
    present = _words(path.read_bytes())
    then: bytes | None = None
    for earlier in earlier_contents(folder, [name, listed], most=_MOST_COMMITS):
        if _words(earlier[name] or b"") != present:
            break
        then = earlier[listed]
    return then is not None and _keys_in(then) != _keys_in(public.read_bytes())


def _words(content: bytes) -> bytes:
    """What an armoured file says, however its lines are broken."""
    return b"".join(content.split())


def _keys_in(listed: bytes) -> frozenset[bytes]:
    lines = (line.strip() for line in listed.splitlines())
    return frozenset(line for line in lines if line and not line.startswith(b"#"))


def _readers(encrypted: bytes) -> int:
    """How many keys a file of age is encrypted to, by the stanzas of its header."""
    if encrypted.startswith(b"-----BEGIN"):
        encrypted = base64.b64decode(b"".join(encrypted.split(b"-----")[2].split()))
    header = encrypted.split(b"\n---", 1)[0]
    return sum(line.startswith((b"-> X25519 ", b"-> ssh-")) for line in header.split(b"\n"))


def _notes(path: Path) -> tuple[str, ...]:
    if not is_encrypted(path) and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return (f"others on this machine may read {path}; `chmod 600` keeps it to you",)
    return ()


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        hint = "Wait for it to end."
        raise RegistryError(f"another run is using the people file in {folder}", hint=hint) from None
    finally:
        os.close(descriptor)


def _write(path: Path, content: bytes) -> None:
    before = os.umask(0o077)  # also for the temporary file
    try:
        replace_file(path, content)
    finally:
        os.umask(before)


@dataclass(frozen=True, slots=True)
class AgeKeys:
    """The stewards' public keys that a file is encrypted to, and the private ones at hand."""

    recipients: tuple[Any, ...] = ()
    identities: tuple[Any, ...] = ()
    identity_place: str = DEFAULT_IDENTITY
    recipients_place: str = RECIPIENTS_FILE

    @classmethod
    def of(cls, path: Path, *, environ: Mapping[str, str], to: Path | None = None) -> AgeKeys:
        """The keys for a file: private ones from the environment or the usual place, public ones from beside it."""
        given = environ.get(IDENTITY_VARIABLE, "")
        if given.startswith(_SECRET_KEY):
            place, secret = f"the variable {IDENTITY_VARIABLE}", given.encode()
        else:
            file = Path(given or DEFAULT_IDENTITY).expanduser()
            place, secret = str(file), file.read_bytes() if file.is_file() else b""
        public = to or path.parent / RECIPIENTS_FILE
        lines = public.read_text(encoding="utf-8").splitlines() if public.is_file() else []
        if to and not to.is_file():
            raise RegistryError(f"there is no file {to}", hint="It holds the stewards' public age keys, a line each.")
        return cls(_recipients(lines, public), _identities(secret, place), place, str(public))

    def decrypt(self, content: bytes, path: Path) -> bytes:
        """What an encrypted file holds; raises `RegistryError` if none of the private keys opens it."""
        if not self.identities:
            raise RegistryError(
                f"there is no age key to open {path} with: none in {self.identity_place}",
                hint=f"`conferral people identity` makes one; {IDENTITY_VARIABLE} can name another file.",
            )
        pyrage = _pyrage()
        try:
            return bytes(pyrage.decrypt(content, list(self.identities)))
        except pyrage.DecryptError as error:
            hint = "It was encrypted to other keys: ask a steward to add your public key and to write the file again."
            reason = f"{error}"[:1].lower() + f"{error}"[1:]
            message = f"{path} cannot be opened with the key in {self.identity_place}: {reason}"
            raise RegistryError(message, hint=hint) from None

    def encrypt(self, content: bytes) -> bytes:
        """The content for all stewards; raises `RegistryError` if whoever encrypts could not open it again."""
        pyrage = _pyrage()
        if not self.recipients:
            raise RegistryError(
                f"nobody is named in {self.recipients_place}",
                hint="Write the stewards' public keys (age1...) into it, a line each; `conferral people identity` "
                "shows yours.",
            )
        made = bytes(pyrage.encrypt(content, list(self.recipients), armored=True))
        try:
            opened = self.identities and pyrage.decrypt(made, list(self.identities)) == content
        except pyrage.DecryptError:
            opened = False
        if not opened:
            raise RegistryError(
                f"you could not open the file again: your public key is not in {self.recipients_place}",
                hint="Add it there; `conferral people identity` shows it.",
            )
        return made


def _recipients(lines: Sequence[str], file: Path) -> tuple[Any, ...]:
    found = []
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        pyrage = _pyrage()
        kind = pyrage.ssh if text.startswith("ssh-") else pyrage.x25519
        try:
            found.append(kind.Recipient.from_str(text))
        except pyrage.RecipientError:
            raise RegistryError(
                f"{file}:{number}: this is no public key of age",
                hint="A line that begins with age1, or with ssh-ed25519; `conferral people identity` shows yours.",
            ) from None
    return tuple(found)


def _identities(secret: bytes, place: str) -> tuple[Any, ...]:
    if not secret.strip():
        return ()
    pyrage = _pyrage()
    try:
        if secret.lstrip().startswith(b"-----BEGIN"):
            return (pyrage.ssh.Identity.from_buffer(secret),)
        lines = [line.strip() for line in secret.decode("ascii", "replace").splitlines()]
        keys = [line for line in lines if line and not line.startswith("#")]
        return tuple(pyrage.x25519.Identity.from_str(line) for line in keys)
    except pyrage.IdentityError:
        hint = "It begins with AGE-SECRET-KEY-1; encrypted identity files are not supported."
        raise RegistryError(f"{place} holds no private key of age", hint=hint) from None


def identity(*, environ: Mapping[str, str]) -> tuple[Path, str, bool]:
    """Where one's private age key lies, the public one of it, and whether it was made just now."""
    pyrage = _pyrage()
    given = environ.get(IDENTITY_VARIABLE, "")
    if given.startswith(_SECRET_KEY):
        return Path(IDENTITY_VARIABLE), str(pyrage.x25519.Identity.from_str(given).to_public()), False
    path = Path(given or DEFAULT_IDENTITY).expanduser()
    if path.exists():
        found = _identities(path.read_bytes(), str(path))
        if not found or not hasattr(found[0], "to_public"):
            raise RegistryError(f"{path} holds no age key", hint="An SSH key's public half is in its .pub file.")
        return path, str(found[0].to_public()), False
    if is_encrypted(path):
        raise RegistryError(f"{path} would hold a private key as it is", hint=f"Its name may not end in {ENCRYPTED}.")
    refuse_place(path)
    made = pyrage.x25519.Identity.generate()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write(path, f"# public key: {made.to_public()}\n{made}\n".encode())
    return path, str(made.to_public()), True


def _pyrage() -> Any:
    try:
        import pyrage  # noqa: PLC0415 -- an extra that few need
    except ImportError:
        hint = 'Install it: pip install "conferral[age]"'
        raise RegistryError("encrypted people files need the package pyrage", hint=hint) from None
    return pyrage
