"""How long everything takes, on synthetic registries, beside those who do the same.

    python -m bench                                    10,000 awards, and all parts
    python -m bench --sizes 100000 1000000 --only build verify
    python -m bench --compare before.json build/bench/results.json
    python -m bench --profile sign --sizes 10000

Figures are medians of whole commands, in processes of their own, on this machine; ratios compare within the same run.
Nothing here is a test.  docs/guide/speed.md tells how to read it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.catalogue import BADGES, FOLDER, measure_catalogue, show_search
from bench.cluster import measure_dask
from bench.commands import AS_OF_TEXT, Bench, measure_building, measure_one_more, measure_verifying
from bench.figures import Figures, about, compared, shown
from bench.measuring import CommandError
from bench.mkdocs_pages import measure_mkdocs
from bench.pathways import show_pathways
from bench.registering import registry_of
from bench.signing import measure_peers, measure_signing, measure_verifying_peer
from bench.synthetic import Shape
from bench.targets import judged

PARTS = ("signing", "peers", "build", "verify", "dask", "catalogue", "pathways")
STAGES = ("check", "sign", "build", "render", "verify", "register")
RESULTS = FOLDER / "results.json"


def arguments() -> argparse.ArgumentParser:
    """What the command line may say."""
    parser = argparse.ArgumentParser(
        prog="python -m bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--sizes", type=int, nargs="+", default=[10_000], metavar="AWARDS", help="registries to make [10000]")
    add("--seed", type=int, default=1, help="of all their chance [1]")
    add("--languages", nargs="+", default=["en"], help="of their texts, the signed one first [en]")
    add("--runs", type=int, default=3, help="of everything; figures are medians [3]")
    add("--jobs", type=int, help="processes that share the work of a command [one for each processor]")
    add("--only", nargs="+", choices=PARTS, default=PARTS, metavar="PART", help=f"some of: {', '.join(PARTS)}")
    add("--results", type=Path, default=RESULTS, help="the file for all figures [build/bench/results.json]")
    add("--compare", type=Path, nargs=2, metavar=("BEFORE", "AFTER"), help="two such files, instead of measuring")
    add("--profile", choices=STAGES, help="a picture by py-spy of where the time of a command goes, instead")
    return parser


def main() -> None:
    """Do what the command line says."""
    asked = arguments().parse_args()
    if asked.compare:
        before, after = map(Figures.read, asked.compare)
        print("\n".join(compared(before, after)))
        return
    shapes = [Shape(awards, asked.seed, tuple(asked.languages)) for awards in asked.sizes]
    options = ["--jobs", str(asked.jobs)] if asked.jobs else []
    figures = Figures(about({"sizes": asked.sizes, "seed": asked.seed, "runs": asked.runs, "jobs": asked.jobs}))
    benches = [_bench(shape, figures, asked.runs, options) for shape in shapes]
    if asked.profile:
        _profile(benches[0], asked.profile)
        return
    print(f"conferral at {figures.about['commit']}\n{figures.about['machine']}, Python {figures.about['python']}")
    try:
        _measure(benches, set(asked.only))
    except CommandError as error:
        sys.exit(f"error: {error}")
    finally:
        asked.results.parent.mkdir(parents=True, exist_ok=True)
        asked.results.write_text(figures.to_json(), encoding="utf-8")
    print("\n" + "\n".join(judged(figures)) + f"\n\nall figures: {asked.results}")


def _bench(shape: Shape, figures: Figures, runs: int, options: list[str]) -> Bench:
    print(f"registry of {shape.awards:,} awards ...", end=" ", flush=True)
    root = registry_of(shape, FOLDER)
    print(root)
    return Bench(shape, root, figures, runs, options)


def _measure(benches: list[Bench], parts: set[str]) -> None:
    first, figures = benches[0], benches[0].figures
    sample = None
    if parts & {"signing", "peers"}:
        print("\none processor")
        sample = measure_signing(first.shape, first.root, figures, first.runs)
        if "peers" in parts:
            measure_peers(first.shape, sample, figures, first.runs)
            measure_mkdocs(sample["signed"], figures, first.runs)
    for bench in benches:
        if not parts & {"build", "verify", "dask"}:
            break
        shape = bench.shape
        print(f"\n{shape.awards:,} awards, {shape.badges} badges, {shape.recipients:,} recipients")
        print(f"  {'':<20}{'clock':>11}{'processors':>11}{'memory':>14}")
        if "build" in parts:
            measure_building(bench)
        if "verify" in parts:
            measure_verifying(bench)
            if "peers" in parts and bench is first:
                measure_verifying_peer(bench.site, AS_OF_TEXT, figures, bench.runs)
        if "build" in parts:
            measure_one_more(bench)
            _show_pages(bench)
        if "dask" in parts:
            measure_dask(bench)
    if "catalogue" in parts:
        print("\ncatalogue")
        show_search(measure_catalogue(BADGES, figures, first.runs))
    if "pathways" in parts:
        show_pathways()


def _show_pages(bench: Bench) -> None:
    """A credential's page beside one of the site generator, and what it weighs."""
    figures, awards = bench.figures, bench.shape.awards
    rendering = figures.median(f"build/{awards}/cold/render")
    theirs = figures.median("peers/mkdocs-material/page")
    if rendering and theirs:
        ours = rendering / awards
        times = f"mkdocs-material {theirs / ours:.1f} times"
        print(f"  a page, with its share of all of rendering: {1000 * ours:.2f} ms; {times}")
    for name in ("site/bytes", "site/files", "credential/bytes", "credential/most", "credential/files"):
        print(f"  {name:<24}{shown(figures.median(f'weight/{awards}/{name}') or 0):>15}")


def _profile(bench: Bench, stage: str) -> None:
    """Run a command under py-spy, with all the processes that it starts."""
    found = shutil.which("py-spy", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if found is None:
        sys.exit("error: py-spy is not installed: pip install py-spy")
    picture = FOLDER / f"profile-{stage}-{bench.shape.awards}.svg"
    with tempfile.TemporaryDirectory() as folder:
        command = bench.command(stage, Path(folder))
        watching = [found, "record", "--subprocesses", "--rate", "200", "--output", str(picture), "--"]
        subprocess.run([*watching, *command], env=dict(bench.environ), check=True)
    print(picture)


if __name__ == "__main__":
    main()
