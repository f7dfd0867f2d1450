"""A process that holds a key in its environment and its memory, and starts a rendering.  Started by test_wall.py.

`launcher.py HOW ROOT SIGNED OUT TARGET READABLE...`, where HOW is
    bare       no wall at all: the target is called in a plain child process, to prove that it would find a key
    held       render behind the wall while this process still holds the key
    left       leave the keys behind, then render with the strength "process"
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from conferral.site.wall import keys_left_behind, leave_keys_behind, render_behind_wall

how, *places = sys.argv[1:]
root, signed, out = (Path(place) for place in places[:3])
target, readable = places[3], [Path(place) for place in places[4:]]

if how == "left" and not keys_left_behind(os.environ):
    memory = bytearray(os.environ["SIGNING_KEY"].encode())
    leave_keys_behind(sys.argv, os.environ)

memory = bytearray(os.environ.get("SIGNING_KEY", "").encode())

if how == "bare":
    file, _, name = target.rpartition(":")
    call = (
        f"import sys; sys.path.insert(0, {str(Path(file).parent)!r}); from pathlib import Path; import hostile; "
        f"hostile.{name}(Path({str(root)!r}), Path({str(signed)!r}), Path({str(out)!r}), progress=print)"
    )
    out.mkdir()
    subprocess.run([sys.executable, "-c", call], check=True)
else:
    strength = "process" if how == "left" else "landlock"
    render_behind_wall(root, signed, out, readable=readable, target=target, strength=strength)  # type: ignore[arg-type]
