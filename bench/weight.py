"""What a credential takes on the disk of a static host: bytes of its page and its JSON, and how many files."""

from __future__ import annotations

from pathlib import Path
from statistics import mean


def show_weight(name: str, site: Path) -> None:
    """Print the average and the largest over the credentials of a built site."""
    folders = [path.parent for path in sorted(site.glob("credentials/*/credential.json"))]
    kinds = {"HTML": ("index.html",), "JSON": ("credential.json",), "together": ("index.html", "credential.json")}
    print(f"\nbytes per credential, {name} ({len(folders)} credentials)")
    for kind, names in kinds.items():
        sizes = [sum((folder / one).stat().st_size for one in names) for folder in folders]
        print(f"  {kind:<32}{mean(sizes):>9,.0f} on average{max(sizes):>9,} at most")
    files = [sum(1 for path in folder.iterdir() if path.is_file()) for folder in folders]
    print(f"  {'files':<32}{mean(files):>9,.1f} on average{max(files):>9,} at most")
