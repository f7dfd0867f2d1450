"""Linux Landlock: a process gives up, for itself and all it starts, whatever is not on its list.

See the kernel's documentation, userspace-api/landlock.  Allowed is what a rule names; files outside the
rules cannot be opened, whoever owns them and even for root.  From a domain one can neither trace nor read the
memory and environment of a process outside it.  Versions of the interface (ABI) add: 2 moving between folders,
3 truncating, 4 TCP, 5 device controls, 6 signals and abstract sockets.  Not covered: reading the names and
sizes of files, their modes, owners and times, UDP, and sockets that have a path; see `seccomp` for the rest.
"""

from __future__ import annotations

import ctypes
import os
import stat
import struct
import sys
from collections.abc import Iterable
from enum import IntFlag
from pathlib import Path

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same on every architecture but Alpha
_ASK_VERSION = 1
_RULE_PATH_BENEATH = 1
_PR_SET_NO_NEW_PRIVS = 38


class Access(IntFlag):
    """LANDLOCK_ACCESS_FS_*: what may be done with files beneath a path."""

    EXECUTE = 1 << 0
    WRITE_FILE = 1 << 1
    READ_FILE = 1 << 2
    READ_DIR = 1 << 3
    REMOVE_DIR = 1 << 4
    REMOVE_FILE = 1 << 5
    MAKE_CHAR = 1 << 6
    MAKE_DIR = 1 << 7
    MAKE_REG = 1 << 8
    MAKE_SOCK = 1 << 9
    MAKE_FIFO = 1 << 10
    MAKE_BLOCK = 1 << 11
    MAKE_SYM = 1 << 12
    REFER = 1 << 13
    TRUNCATE = 1 << 14
    IOCTL_DEV = 1 << 15

    READING = READ_FILE | READ_DIR
    RUNNING = READ_FILE | READ_DIR | EXECUTE
    WRITING = READING | WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | REFER | TRUNCATE
    """Files and folders in any way, without links, pipes, sockets and devices."""


_ON_FILES = Access.EXECUTE | Access.WRITE_FILE | Access.READ_FILE | Access.TRUNCATE | Access.IOCTL_DEV
_BITS_BY_ABI = {1: 13, 2: 14, 3: 15, 4: 15}
_ALL_TCP = 0b11
_ALL_SCOPES = 0b11


def abi() -> int:
    """The version of Landlock that the running kernel offers; 0 where there is none."""
    if sys.platform != "linux":
        return 0
    return max(0, int(_libc().syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _ASK_VERSION)))


def restrict(rules: Iterable[tuple[Path, Access]]) -> None:
    """Lock the calling thread in for good; whatever it starts from now on is locked in with it.

    Each rule grants an access beneath a path; paths that do not exist are passed over.  TCP, signals to the
    outside and abstract sockets are refused as far as the kernel's version knows them.

    Raises OSError when the kernel does not do as asked.
    """
    version = abi()
    handled = Access((1 << _BITS_BY_ABI.get(version, 16)) - 1)
    attributes = struct.pack("=Q", handled)
    if version >= 4:
        attributes += struct.pack("=Q", _ALL_TCP)
    if version >= 6:
        attributes += struct.pack("=Q", _ALL_SCOPES)
    ruleset = _call(_CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), 0)
    try:
        for path, access in rules:
            _allow(ruleset, path, access & handled)
        if _libc().prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
            raise _error()
        _call(_RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: Path, access: Access) -> None:
    try:
        descriptor = os.open(path, os.O_PATH)
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return
    try:
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            access &= _ON_FILES
        if access:
            _call(_ADD_RULE, ruleset, _RULE_PATH_BENEATH, struct.pack("=Qi", access, descriptor), 0)
    finally:
        os.close(descriptor)


def _call(number: int, *arguments: object) -> int:
    result = int(_libc().syscall(number, *arguments))
    if result < 0:
        raise _error()
    return result


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _error() -> OSError:
    number = ctypes.get_errno()
    return OSError(number, os.strerror(number))
