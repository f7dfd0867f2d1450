"""A picture that a person hands over: checked, and given the name that a registry has for it."""

from __future__ import annotations

from pathlib import Path

from conferral.errors import Problem
from conferral.images import image_faults
from conferral.model import Image
from conferral.standards.baking.kinds import PNG, SVG, kind_of

_REDRAW = {
    "svg": 'save it as "plain SVG": a still drawing without scripts, links, embedded images and animation',
    "png": "export the image again, as PNG",
}


def picture(file: Path, option: str, *, square: bool) -> tuple[str, bytes, list[Problem]]:
    """Ending (svg or png) and content of a picture, and what keeps it from being published, at the option.

    What the file is decides its content, not its name.  `square` as for `conferral.images.image_faults`.
    """
    content = file.read_bytes()
    kind = kind_of(content)
    if kind not in (PNG, SVG):
        what = f"{file.name} is {f'{kind}, ' if kind else ''}neither an SVG nor a PNG"
        return "", content, [Problem(option, 0, 0, what, "an SVG or PNG file", "export the picture as one of them")]
    ending = "svg" if kind == SVG else "png"
    image = Image(file.name, "image/svg+xml" if kind == SVG else "image/png", "")
    faults = image_faults(image, content, square=square)
    return ending, content, [Problem(option, 0, 0, f"{file.name}: {fault}", "", _REDRAW[ending]) for fault in faults]
