"""XML that is published."""

from __future__ import annotations

from typing import cast
from xml.etree import ElementTree as ET


def xml_document(root: ET.Element) -> bytes:
    """A document in UTF-8, a line for each element."""
    ET.indent(root, " ")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + cast("bytes", ET.tostring(root, encoding="utf-8")) + b"\n"
