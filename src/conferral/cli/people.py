"""`conferral people`: who is who, known to the stewards and not to the registry."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from conferral.cli.exits import FAILED
from conferral.cli.options import json_option, now, root_option
from conferral.cli.printing import print_json, print_table
from conferral.plurals import counted

_FILE = click.Path(path_type=Path, dir_okay=False)
_to_option = click.option(
    "--to",
    type=_FILE,
    metavar="FILE",
    help="The stewards' public age keys, a line each.  [default: people-recipients.txt beside the file]",
)


@click.group()
def people() -> None:
    """Who is who: the file that says which recipient id is whose.

    Names and e-mail addresses never enter the registry.  They stay in a CSV file outside of git, or in one that is
    encrypted to the stewards and ends in .age (this needs the extra conferral[age]).
    """


@people.command("new")
@click.argument("file", type=_FILE)
@_to_option
def people_new(file: Path, to: Path | None) -> None:
    """Make FILE, a map without people.

    \b
    conferral people new ~/people.csv
    conferral people new people.csv.age
    """
    from conferral.people_file import make_people_file  # noqa: PLC0415

    make_people_file(file, environ=os.environ, to=to)
    click.echo(f"{file}: made, for you to read alone", err=True)
    click.echo(f"next: conferral award BADGE --csv COHORT.csv --people {file}", err=True)


@people.command("list")
@click.argument("file", type=_FILE)
@json_option
def people_list(file: Path, *, as_json: bool) -> None:
    """List everybody in FILE, encrypted or not.

    \b
    conferral people list ~/people.csv
    conferral people list people.csv.age --json
    """
    _show(file, "", as_json=as_json)


@people.command("find")
@click.argument("file", type=_FILE)
@click.argument("words")
@json_option
def people_find(file: Path, words: str, *, as_json: bool) -> None:
    """Find in FILE whose id, name or e-mail address holds WORDS.

    \b
    conferral people find ~/people.csv lovelace
    conferral people find ~/people.csv r-7pb02gtds4a7fsm9t821vxn9rg5

    Exits with 1 when nobody is found.
    """
    _show(file, words, as_json=as_json)


def _show(file: Path, words: str, *, as_json: bool) -> None:
    from conferral.people_file import people_file  # noqa: PLC0415

    with people_file(file, environ=os.environ) as opened:
        found = list(opened.people.matching(words)) if words else list(opened.people.persons)
    for note in opened.notes:
        click.echo(f"note: {note}", err=True)
    if as_json:
        print_json(
            [
                {"line": one.line, "recipient": one.recipient or None, "name": one.name, "email": one.email}
                for one in found
            ]
        )
    elif found:
        print_table(("recipient", "name", "email"), [(one.recipient or "-", one.name, one.email) for one in found])
    if not found:
        click.echo(f"nobody in {file}" + (f" matches {words}" if words else ""), err=True)
    if words and not found:
        sys.exit(FAILED)


@people.command("encrypt")
@click.argument("file", type=_FILE)
@_to_option
def people_encrypt(file: Path, to: Path | None) -> None:
    """Encrypt FILE to all stewards, as FILE.age; FILE itself stays.

    \b
    conferral people encrypt people.csv
    conferral people encrypt people.csv --to stewards.txt

    For a file that ends in .age: write it again, for the stewards who are named now.
    """
    from conferral.people_file import is_encrypted, people_file, put_new  # noqa: PLC0415

    if is_encrypted(file):
        with people_file(file, environ=os.environ, to=to) as opened:
            opened.write(opened.content)
        to_whom = counted(len(opened.keys.recipients) if opened.keys else 0, "key")
        click.echo(f"{file}: encrypted to {to_whom}; earlier versions still open with those of their day", err=True)
        return
    with people_file(file, environ=os.environ) as opened:
        target = file.with_name(f"{file.name}.age")
        put_new(target, opened.content, environ=os.environ, to=to)
    click.echo(f"{target}: encrypted; it may be shared in a repository", err=True)
    click.echo(f"next: try `conferral people list {target}`, then delete {file}", err=True)


@people.command("decrypt")
@click.argument("file", type=_FILE)
@click.argument("target", type=_FILE, required=False)
def people_decrypt(file: Path, target: Path | None) -> None:
    """Print what the encrypted FILE holds, or write it to TARGET, for you to read alone.

    \b
    conferral people decrypt people.csv.age
    conferral people decrypt people.csv.age ~/people.csv
    """
    from conferral.people_file import is_encrypted, people_file, put_new  # noqa: PLC0415

    if target and is_encrypted(target):
        raise click.UsageError("TARGET ends in .age, and would be encrypted")
    with people_file(file, environ=os.environ) as opened:
        if target is None:
            click.echo(opened.content, nl=False)
            return
        put_new(target, opened.content, environ=os.environ)
    click.echo(f"{target}: decrypted; delete it when it is no longer needed", err=True)


@people.command("merge")
@click.argument("file", type=_FILE)
@click.argument("other", type=_FILE)
def people_merge(file: Path, other: Path) -> None:
    """Write into FILE whoever is in OTHER and not in FILE, as after a merge in which both had changed.

    \b
    git show origin/main:people.csv.age > /tmp/theirs.csv.age
    conferral people merge people.csv.age /tmp/theirs.csv.age

    Where the two give one address different ids, nothing is written.
    """
    from conferral.errors import RegistryProblems  # noqa: PLC0415
    from conferral.people_file import people_file, read_map  # noqa: PLC0415

    theirs = read_map(other, environ=os.environ)
    with people_file(file, environ=os.environ) as opened:
        new, problems = opened.people.missing(theirs)
        if problems:
            raise RegistryProblems(problems, where=str(other))
        opened.add(new)
    click.echo(f"{file}: {counted(len(new), 'row')} from {other}", err=True)


@people.command("identity")
def people_identity() -> None:
    """Print your public age key, which other stewards encrypt to; the first time, make a key pair.

    The private key is where CONFERRAL_AGE_IDENTITY says, or in ~/.config/conferral/age-identity.txt.
    """
    from conferral.people_file import identity  # noqa: PLC0415

    path, public, made = identity(environ=os.environ)
    click.echo(public)
    if made:
        click.echo(f"{path}: made; keep a copy, as nothing opens without it", err=True)
    click.echo("next: give the line above to the other stewards, for people-recipients.txt", err=True)


@people.command("secret")
@click.argument("issuer")
@root_option
@click.option("--file", type=_FILE, metavar="FILE", help="Write the secret to a new FILE instead of printing it.")
def people_secret(issuer: str, root: Path, file: Path | None) -> None:
    """Make the secret that ISSUER's recipient ids are derived with, and write its fingerprint into issuer.yml.

    \b
    conferral people secret northwind --file ~/northwind-recipients.txt
    conferral people secret northwind > secret.txt

    Two stewards with the secret give one e-mail address one id, without sharing a list.  Whoever has the secret can
    tell whose an id is, so keep it like a key; without it, nobody can give people their ids again.
    """
    from conferral.authoring.deriving import derive_ids, write_secret  # noqa: PLC0415
    from conferral.recipient_secret import variable  # noqa: PLC0415

    edited = derive_ids(
        root, issuer, as_of=now(), keep=(lambda secret: write_secret(file, secret, root)) if file else None
    )
    click.echo(f"{edited.path}: says that ids are derived, and the fingerprint {edited.secret.fingerprint}", err=True)
    if edited.people:
        click.echo(
            f"warning: {counted(edited.people, 'recipient id')} of earlier awards stay; give people with such an id "
            "their old one, by --people, or they get a second",
            err=True,
        )
    if file:
        click.echo(f"{file}: the secret; keep a copy, and give it to the issuer's stewards", err=True)
    else:
        click.echo("the next line is the secret, shown this once; give it to the issuer's stewards", err=True)
        click.echo(edited.secret.as_text())
    click.echo(f"next: set {variable(edited.issuer)} or use --secret-file, and commit {edited.path}", err=True)
