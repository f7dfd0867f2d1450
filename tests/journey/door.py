"""The program `conferral`, with the one host of the tests in reach: `python -m tests.journey.door PORT ARGUMENT...`.

What it changes is what a closed network would have to: where a name leads, which addresses may be asked, and the port
that stands for 443.  The certificate to trust is in SSL_CERT_FILE, as OpenSSL has it.
"""

from __future__ import annotations

import sys
from typing import Any

from conferral.verify import https
from tests.journey.host import connection_to, known_name


def opened(port: int) -> dict[str, Any]:
    """What takes the place of names in `conferral.verify.https`."""
    return {"Connection": connection_to(port), "system_addresses": known_name, "is_public": lambda _address: True}


if __name__ == "__main__":
    for name, value in opened(int(sys.argv.pop(1))).items():
        setattr(https, name, value)
    from conferral.cli import main

    main()
