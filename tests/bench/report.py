"""What a bench says: measured and reference of the same run, their ratio, and whether the bar holds."""

import json
import resource
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median, quantiles

OUT = Path(__file__).parents[2] / "var" / "bench"


@dataclass(frozen=True)
class Result:
    """One line of the report.

    Attributes:
        name: what was measured.
        measured: the platform's figure, in ``unit``.
        unit: commands/s, events/s, ms, MB.
        reference: what it is held against.
        reference_measured: the reference's figure in the same run, in the same unit.
        ratio: measured / reference_measured.
        bar: what the ratio, or for times and memory the figure itself, has to reach.
        holds: whether it does.
        percentiles: p50, p90, p99 of what was measured, where there are many samples.
        rss_mb: the largest resident memory of the measuring process and its children, MB.
        cpu_ms: milliseconds of CPU that one of what was measured cost each process, and all.
    """

    name: str
    measured: float
    unit: str
    reference: str
    reference_measured: float
    ratio: float
    bar: str
    holds: bool
    percentiles: Mapping[str, float] = field(default_factory=dict)
    rss_mb: float = 0.0
    cpu_ms: Mapping[str, float] = field(default_factory=dict)

    def publish(self) -> None:
        """Print the line and write `var/bench/<name>.json`."""
        OUT.mkdir(parents=True, exist_ok=True)
        text = json.dumps(asdict(self), ensure_ascii=False, indent=2)
        (OUT / f"{self.name}.json").write_text(text + "\n", encoding="utf-8")
        verdict = "holds" if self.holds else "FAILS"
        print(
            f"{self.name:32} {self.measured:>12,.1f} {self.unit:11} "
            f"{self.reference} {self.reference_measured:,.1f} → {self.ratio:.2f}  "
            f"bar: {self.bar}  {verdict}",
            flush=True,
        )
        if self.cpu_ms:
            each = ", ".join(f"{name} {ms:.2f}" for name, ms in self.cpu_ms.items())
            print(f"{'':32} CPU ms of each: {each}", flush=True)


def rss_mb() -> float:
    """The largest resident memory so far, of this process or of a child that has ended, MB."""
    most = max(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return round(most / 1024, 1)


def in_turn(rounds: int, *contestants: Callable[[], float]) -> list[float]:
    """Run all contestants one after the other, several times; the median figure of each.

    What disturbs the machine for a while disturbs all of them alike.
    """
    figures: list[list[float]] = [[] for _ in contestants]
    for _ in range(rounds):
        for measured, contestant in zip(figures, contestants, strict=True):
            measured.append(contestant())
    return [median(each) for each in figures]


def percentiles(samples: Sequence[float]) -> dict[str, float]:
    """p50, p90 and p99."""
    cut = quantiles(samples, n=100, method="inclusive")
    return {name: round(cut[at - 1], 3) for name, at in (("p50", 50), ("p90", 90), ("p99", 99))}
