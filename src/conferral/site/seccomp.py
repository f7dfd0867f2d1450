"""Linux seccomp and capabilities: the system calls that rendering a site never needs are refused.

It closes what Landlock leaves open: sockets of every kind (a key agent listens on one), other processes' memory,
the kernel's key rings and its interfaces for tracing, and leaving the process group, so that nothing started by
a plugin outlives the rendering.  Changing modes, owners and times of files is answered with success and not
done: Landlock does not confine it, copying programs insist on it, and the site gets its modes afterwards anyway.

Numbers from the kernel's tables: the first column for x86-64, the second for the architectures that share the
generic table (arm64, riscv64); None where a table has no such call.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys

_REFUSED: dict[str, tuple[int | None, int | None]] = {
    "socket": (41, 198),
    "connect": (42, 203),
    "bind": (49, 200),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438),
    "kcmp": (312, 272),
    "perf_event_open": (298, 241),
    "bpf": (321, 280),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "open_by_handle_at": (304, 265),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "move_mount": (429, 429),
    "setpgid": (109, 154),
    "setsid": (112, 157),
    "truncate": (76, 45),
    "setxattr": (188, 5),
    "lsetxattr": (189, 6),
    "fsetxattr": (190, 7),
    "removexattr": (197, 14),
    "lremovexattr": (198, 15),
    "fremovexattr": (199, 16),
    "setxattrat": (463, 463),
    "removexattrat": (466, 466),
    "file_setattr": (469, 469),
}
_IGNORED: dict[str, tuple[int | None, int | None]] = {
    "chmod": (90, None),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "fchmodat2": (452, 452),
    "chown": (92, None),
    "lchown": (94, None),
    "fchown": (93, 55),
    "fchownat": (260, 54),
    "utime": (132, None),
    "utimes": (235, None),
    "futimesat": (261, None),
    "utimensat": (280, 88),
}
_ARCHITECTURES = {  # platform.machine() -> (AUDIT_ARCH_*, column)
    "x86_64": (0xC000003E, 0),
    "aarch64": (0xC00000B7, 1),
    "riscv64": (0xC00000F3, 1),
}
_X32_BIT = 0x40000000  # a second set of numbers on x86-64

# linux/bpf_common.h, linux/seccomp.h, linux/prctl.h, linux/capability.h
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER, _ARCHITECTURE = 0, 4  # offsets in struct seccomp_data
_ALLOW, _ANSWER = 0x7FFF0000, 0x00050000
_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS, _MODE_FILTER = 22, 38, 2
_CAPABILITY_VERSION_3, _CAP_DAC_OVERRIDE = 0x20080522, 1


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def available() -> bool:
    """Whether this is a Linux of an architecture whose numbers are known."""
    return sys.platform == "linux" and platform.machine() in _ARCHITECTURES


def restrict() -> None:
    """Refuse those calls to this process and all that it starts, for good.

    Raises OSError when the kernel does not do as asked.
    """
    program = _program(*_ARCHITECTURES[platform.machine()])
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(
        _PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(_Program(len(program) // 8, program)), 0, 0
    ):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def drop_capabilities() -> None:
    """Give up all that root may do beyond other users, but for reading and writing files of any owner.

    Files of another owner are common where a container's root builds a checkout of the host's user.
    Raises OSError when the kernel does not do as asked.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    header = struct.pack("=Ii", _CAPABILITY_VERSION_3, 0)
    held = ctypes.create_string_buffer(24)
    if libc.capget(header, held):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    permitted = struct.unpack("=6I", held.raw)[1] & 1 << _CAP_DAC_OVERRIDE
    if libc.capset(header, struct.pack("=6I", permitted, permitted, 0, 0, 0, 0)):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _program(architecture: int, column: int) -> bytes:
    refuse = _instruction(_RETURN, _ANSWER | errno.EPERM)
    steps = [
        _instruction(_LOAD, _ARCHITECTURE),
        _instruction(_IF_EQUAL, architecture, jump_true=1),
        refuse,
        _instruction(_LOAD, _NUMBER),
    ]
    if column == 0:
        steps += [_instruction(_IF_AT_LEAST, _X32_BIT, jump_false=1), refuse]
    for calls, answer in ((_REFUSED, errno.EPERM), (_IGNORED, 0)):
        for numbers in calls.values():
            number = numbers[column]
            if number is not None:
                steps += [
                    _instruction(_IF_EQUAL, number, jump_false=1),
                    _instruction(_RETURN, _ANSWER | answer),
                ]
    return b"".join([*steps, _instruction(_RETURN, _ALLOW)])


def _instruction(code: int, operand: int, *, jump_true: int = 0, jump_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, jump_true, jump_false, operand)
