"""Kills the installing of packs at random moments, and looks: `python -m tests.campaign.kill_install [KILLS]`.

After every kill the old pack or the new one counts, whole, and the next one can be installed.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from exporter_desk.services.packs.installed import Installed
from tests.campaign.running import run_campaign
from tests.support.signed_packs import Maker, Profile

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 0.12  # seconds between the word that it begins and the kill
CHILD = """
import sys
from pathlib import Path
from tests.support.signed_packs import Profile
profile = Profile(Path(sys.argv[1]))
offers = [profile.office.verify(Path(name)) for name in sys.argv[2:]]
print("begin", flush=True)
for offer in offers:
    profile.office.accept(offer)
    print(offer.pack.head.serial, flush=True)
"""


@dataclass(slots=True)
class Tally:
    """What the kills did; `problems` must stay empty."""

    kills: int = 0
    installed: int = 0
    old_kept: int = 0
    new_found: int = 0
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.installed} installs acknowledged, the one in flight: old {self.old_kept} / "
            f"new {self.new_found}, {len(self.problems)} problems"
        )


def campaign(kills: int, chance: random.Random, folder: Path) -> Tally:
    """Kill `kills` times and look after each of them."""
    profile, maker, tally, serial = Profile(folder), Maker(folder), Tally(), 0
    assert maker.public
    profile.trust(maker)
    for _ in range(kills):
        offered = [serial + step for step in range(1, 13)]
        paths = [profile.put(maker.signed(number), f"{number}.edpack") for number in offered]
        acknowledged = _killed(folder, paths, chance) or serial
        serial = _looked(profile, serial, acknowledged, tally)
        for path in paths:
            path.unlink()
    return tally


def _killed(folder: Path, paths: list[Path], chance: random.Random) -> int:
    """Let a child install the packs one after the other, kill it, and return the last serial that it acknowledged."""
    command = [sys.executable, "-c", CHILD, str(folder), *map(str, paths)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(chance.uniform(0, LONGEST))
        child.kill()
        said = [line for line in child.stdout.readlines() if line.endswith("\n")]
    return int(said[-1]) if said else 0


def _looked(profile: Profile, before: int, acknowledged: int, tally: Tally) -> int:
    installed = Installed(profile.store.folder)
    found = next((one.head.serial for one in installed.packs), 0)
    tally.kills += 1
    tally.installed += acknowledged - before
    tally.old_kept += found == acknowledged
    tally.new_found += found == acknowledged + 1
    if installed.aside or found not in (acknowledged, acknowledged + 1):
        tally.problems.append(f"after {acknowledged}: {found}, {installed.aside}")
    return found


def main() -> int:
    """Run the campaign and print what it did; 1 when neither the old pack nor the new one counted."""
    return run_campaign(_campaign, __doc__, 100, seed=1)


def _campaign(kills: int, seed: int, folder: Path) -> Tally:
    return campaign(kills, random.Random(seed), folder)  # noqa: S311  # no secret


if __name__ == "__main__":
    sys.exit(main())
