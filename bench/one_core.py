"""Signing on one processor, ours and that of others in Python: run as a process of its own by `bench.signing`.

    python -m bench.one_core ours AWARDS SEED SAMPLE FOLDER    every award of a registry, from the model to signed JSON
    python -m bench.one_core pyld|openbadgeslib < sample.json  the documents of a sample

Answers with JSON: seconds of the processor, and what was signed.  What a program does once (imports, contexts, keys)
is not counted; what it does once for each shape of document is.
"""

from __future__ import annotations

import json
import sys
import time
from base64 import b64decode
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from bench.registering import environment_of
from bench.synthetic import AS_OF, BASE_URL, Shape

_ROUND = 2_000  # raw signatures


def ours(shape: Shape, root: Path, sample: int) -> dict[str, Any]:
    """Seconds of signing every award of a registry, of signing alone, and of loading; some of what was signed."""
    from conferral import credentials  # noqa: PLC0415 -- the others do without
    from conferral.files import FolderFiles  # noqa: PLC0415
    from conferral.issuing import Issuing, keys_that_sign  # noqa: PLC0415
    from conferral.loading import load_registry  # noqa: PLC0415
    from conferral.signers import open_signer  # noqa: PLC0415

    loading, registry = clocked(lambda: load_registry(FolderFiles(root)))
    environ = environment_of(shape)
    signers = {
        issuer: open_signer(key, root=root, environ=environ, passphrase=lambda _: "")
        for issuer, key in keys_that_sign(registry, AS_OF).items()
    }
    issuing = Issuing(registry, signers, base_url=BASE_URL, as_of=AS_OF, preview=False)
    awards = registry.awards
    wanted = range(0, len(awards), max(1, len(awards) // sample))[:sample]

    def sign() -> list[bytes]:
        signed = (content for portion in issuing.credentials() for _, content in portion)
        return [content for number, content in enumerate(signed) if number in wanted]

    signing, signed = clocked(sign)
    key = Ed25519PrivateKey.generate()
    raw, _ = clocked(lambda: [key.sign(b"x" * 64) for _ in range(_ROUND)])
    return {
        "loading": loading / len(awards),
        "signing": signing / len(awards),
        "raw": raw / _ROUND,
        "signed": [json.loads(content) for content in signed],
        "unsigned": [credentials.credential(registry, awards[number], BASE_URL) for number in wanted],
        "issuers": [registry.badges[awards[number].badge].current.issuer for number in wanted],
    }


def pyld(documents: list[dict[str, Any]]) -> dict[str, Any]:
    """PyLD and cryptography plainly: both canonical forms, SHA-256, the signature, JSON."""
    from pyld import jsonld  # noqa: PLC0415

    from conferral.standards.contexts import closed_loader  # noqa: PLC0415
    from conferral.standards.multikey import encode_base58btc  # noqa: PLC0415

    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": closed_loader}

    def digest(document: dict[str, Any]) -> bytes:
        return sha256(jsonld.normalize(document, options).encode()).digest()

    def sign(job: dict[str, Any]) -> str:
        document, proof = job["document"], job["proof"]
        data = digest({"@context": document["@context"], **proof}) + digest(document)
        value = "z" + encode_base58btc(job["key"].sign(data))
        return json.dumps({**document, "proof": [{**proof, "proofValue": value}]}, ensure_ascii=False)

    return each(documents, Ed25519PrivateKey.from_private_bytes, sign)


def openbadgeslib(documents: list[dict[str, Any]]) -> dict[str, Any]:
    """The signer of openbadgeslib for embedded proofs, which examines what it signs."""
    from openbadgeslib.ob3 import OB3LdpSigner, OpenBadgeCredential  # noqa: PLC0415

    class Given(OpenBadgeCredential):
        """A credential that is there already, as the signer asks for one."""

        def __init__(self, document: dict[str, Any]) -> None:
            self.document = document

        def to_vc(self) -> dict[str, Any]:
            """The unsigned document."""
            return self.document

    def pem(secret: bytes) -> bytes:
        key = Ed25519PrivateKey.from_private_bytes(secret)
        return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    def sign(job: dict[str, Any]) -> str:
        signer = OB3LdpSigner(job["key"], verification_method=job["proof"]["verificationMethod"])
        created = datetime.fromisoformat(job["proof"]["created"])
        return signer.sign_to_json(Given(job["document"]), created=created)

    return each(documents, pem, sign)


def each(
    jobs: list[dict[str, Any]], key_of: Callable[[bytes], Any], sign: Callable[[dict[str, Any]], str]
) -> dict[str, Any]:
    """Seconds a document, and what was signed; the first document is signed once before, uncounted."""
    opened = [{**job, "key": key_of(b64decode(job["secret"]))} for job in jobs]
    sign(opened[0])
    seconds, signed = clocked(lambda: [sign(job) for job in opened])
    return {"signing": seconds / len(jobs), "signed": [json.loads(text) for text in signed]}


def clocked(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of the processor, which are the same on a machine that has other things to do; what the work gave."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def main(arguments: list[str]) -> None:
    """Do what the command line says, and print JSON."""
    match arguments:
        case ["ours", awards, seed, sample, root]:
            found = ours(Shape(int(awards), int(seed)), Path(root), int(sample))
        case ["pyld"]:
            found = pyld(json.load(sys.stdin))
        case ["openbadgeslib"]:
            found = openbadgeslib(json.load(sys.stdin))
        case _:
            sys.exit(__doc__)
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
