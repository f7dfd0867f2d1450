"""Runs the jobs of GitLab's file on this machine: every script by bash, as its runner would; fakes for the rest.

A job begins with a fresh clone and the artifacts of the jobs that it needs.  What installs the program is left out:
`conferral` on the path is the program of this checkout.  Deploying is a copy into the folder of `StaticHost`.

Only the real host can show: that rules, protected variables and environments do what they say; that a merge request of
a fork runs without any of them; that the code quality report is shown in the diff; that Pages takes the artifact.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.journey.host import Served
from tests.journey.repository import Remote
from tests.journey.runner import StepResult, program_at
from tests.workflows.files import GITLAB, read


class GitLab:
    """A host that runs the jobs of `.gitlab-ci.yml`, keeps their artifacts, and serves what `pages` leaves."""

    def __init__(self, folder: Path, remote: Remote, served: Served) -> None:
        self.folder = folder
        self.ran: set[str] = set()
        """The jobs that were run."""
        self._remote = remote
        self._served = served
        self._file = read(GITLAB)
        program_at(folder / "tools", served.port)

    def jobs(self) -> Sequence[str]:
        """Every job that has a script."""
        return [name for name in self._file if not name.startswith(".") and "script" in self._job(name)]

    def run(self, name: str, commit: str, variables: Mapping[str, str]) -> StepResult:
        """Run one job on a commit; the artifacts of those that it needs are laid out before."""
        job = self._job(name)
        work = self.folder / f"{len(self.ran)}-{name}"
        environ = {
            "PATH": f"{self.folder / 'tools'}:{os.environ['PATH']}",
            "HOME": str(self.folder),
            "LANG": "C.UTF-8",
            "SSL_CERT_FILE": str(self._served.certificate),
            **self._file["variables"],
            **variables,
        }
        subprocess.run(["git", "clone", "-q", self._remote.folder, work], check=True, capture_output=True)
        subprocess.run(["git", "switch", "-q", "--detach", commit], cwd=work, check=True, capture_output=True)
        (work / "build").mkdir(exist_ok=True)
        for need in job.get("needs", []):
            shutil.copytree(self.folder / "artifacts" / need, work, dirs_exist_ok=True)
        done = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", "\n".join(self._lines(job["script"]))],
            cwd=work,
            env=environ,
            capture_output=True,
            text=True,
            check=False,
            timeout=240,
        )
        kept = self.folder / "artifacts" / name
        kept.mkdir(parents=True, exist_ok=True)
        artifacts = job.get("artifacts", {})
        for path in [*artifacts.get("paths", []), *artifacts.get("reports", {}).values()]:
            source = work / path
            if source.is_dir():
                shutil.copytree(source, kept / path, dirs_exist_ok=True)
            elif source.is_file():
                shutil.copy(source, kept / path)
        if name == "pages" and done.returncode == 0:
            self._served.host.publish(kept / "public")
        self.ran.add(name)
        return StepResult(name, "success" if done.returncode == 0 else "failure", done.stdout + done.stderr)

    def _job(self, name: str) -> dict[str, Any]:
        job = self._file[name]
        if not isinstance(job, dict):
            return {}
        return {**(self._job(job["extends"]) if "extends" in job else {}), **job}

    def _lines(self, script: Sequence[Any]) -> Iterator[str]:
        for line in script:
            if isinstance(line, tuple):  # !reference [job, script]
                yield from self._lines(self._file[line[0]][line[1]])
            else:
                yield line
