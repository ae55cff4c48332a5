"""The tables of bench.screening: for the terminal, and as the part of a page between its two marks."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench.screening_peers import OURS, TOOLS

BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
TITLES = {tool.adapter: tool.title for tool in TOOLS}
LONGEST = 60  # characters of a name in a table
Report = dict[str, Any]
PAIRS = ("name_bench", "entity_checks", "un_treated", "synthetic_ofac")


def table(head: list[str], rows: list[list[str]]) -> list[str]:
    """Return a table of Markdown, aligned so that it reads in a terminal too."""
    widths = [max(len(row[place]) for row in [head, *rows]) for place in range(len(head))]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in [head, *rows]]
    rule = " | ".join("-" * width for width in widths)
    return [f"| {line} |" for line in (lines[0], rule, *lines[1:])]


def share(value: float) -> str:
    """Return a share as .987."""
    return f"{value:.3f}".lstrip("0") if value < 1 else "1.000"


def each(report: Report, mode: str) -> Iterator[tuple[str, Report]]:
    """Yield title and report of every tool that was measured in a mode."""
    for adapter, title in TITLES.items():
        if f"{mode}/{adapter}" in report:
            yield title, report[f"{mode}/{adapter}"]


def retrieval(report: Report) -> list[str]:
    """Finding the right entity of the whole OFAC list, and leaving others alone."""
    head = ["tool", "right first", "in the first 5", "at its own threshold: found, alerts per 1,000",
            "at 1 / 1,000", "at 5", "at 10", "at 50", "near misses raised at 1", "at 10"]  # fmt: skip
    rows = []
    found = list(each(report, "retrieval"))
    if "retrieval-whole" in report:
        found.insert(1, ("Fairgate, every case", report["retrieval-whole"]))
    for title, one in found:
        budgets = [share(one["recall_at_alert_budget"][k]["recall"]) for k in ("1", "5", "10", "50")]
        near = [share(one["near_miss"][f"budget{k}"]["rate"]) for k in (1, 10)]
        own = f"{share(one['recall_thr'])}, {one['alerts_per_1000_clean_thr']:.1f}"
        rows.append([title, share(one["recall_at_1"]), share(one["recall_at_5"]), own, *budgets, *near])
    return table(head, rows)


def pairs(report: Report) -> list[str]:
    """Labelled pairs: F1 at the tool's own threshold, best F1, average precision."""
    rows = []
    for title, one in each(report, "pairs"):
        cells = [
            f"{share(one[name]['at_threshold']['f1'])} {share(one[name]['best_f1'])} {share(one[name]['ap'])}"
            for name in PAIRS
        ]
        rows.append([title, *cells])
    return table(["tool (F1, best F1, AP)", *PAIRS], rows)


def rate(one: Report) -> float:
    """Return names a second: of the tool's own clock where it has one, without building and starting."""
    stats = one.get("stats") or {}
    return float(one["queries"] / stats["search_s"]) if "search_s" in stats else float(one["names_per_s"])


def speed(report: Report) -> list[str]:
    """Names a second against OFAC's list, and the ratio to ours."""
    found = list(each(report, "speed"))
    ours = next((rate(one) for title, one in found if title == TITLES[OURS]), 0.0)
    rows = []
    for title, one in found:
        stats = one.get("stats") or {}
        built = f"{stats.get('build_s', one['build_s']):.1f} s, {stats.get('peak_rss_mb', one['peak_rss_mb']):,} MB"
        rows.append([title, f"{one['queries']:,}", f"{rate(one):,.0f}", f"{ours / rate(one):,.1f}", built])
    return table(["tool", "names asked", "names/s", "Fairgate is faster by", "build, peak memory"], rows)


def cores(report: Report) -> list[str]:
    """Names per second of processor time by the least score that is asked for: independent of who else is at work."""
    rows = []
    for key in ("processor", "scale-processor"):
        if key in report:
            one = report[key]
            rates = [f"{one['rates'][score]:,.0f}" for score in ("0.7", "0.6", "0.5")]
            rows.append([f"{one['list_names']:,}", *rates, f"{one['build_cpu_s']:.1f} s"])
    head = ["listed names", "from 0.7 on (an alert)", "from 0.6 on", "from 0.5 on (the command)", "build"]
    return table(head, rows)


def goals(report: Report) -> list[str]:
    """The aims, what was measured, and whether it is reached."""
    rows = []
    for title, aim, measured in AIMS:
        try:
            value, reached = measured(report)
        except KeyError:
            value, reached = "not measured", None
        rows.append([title, aim, value, {True: "yes", False: "no", None: "–"}[reached]])
    return table(["", "aim", "measured", "reached"], rows)


Measured = Callable[[Report], tuple[str, bool]]


def _whole(report: Report) -> Report:
    found: Report = report.get("retrieval-whole") or report[f"retrieval/{OURS}"]
    return found


def _least(value: float, least: float) -> tuple[str, bool]:
    return share(value), value >= least


def _recall(budget: str, least: float) -> Measured:
    return lambda report: _least(_whole(report)["recall_at_alert_budget"][budget]["recall"], least)


def _near(report: Report) -> tuple[str, bool]:
    rates = [_whole(report)["near_miss"][f"budget{k}"]["rate"] for k in (1, 10)]
    return " / ".join(map(share, rates)), rates[1] <= 0.03


def _pairs(name: str, f1: float, ap: float = 0.0) -> Measured:
    def measured(report: Report) -> tuple[str, bool]:
        one = report[f"pairs/{OURS}"][name]
        found = (one["at_threshold"]["f1"], one["ap"])
        return " / ".join(map(share, found)), found[0] >= f1 and found[1] >= ap

    return measured


def _ofac(report: Report) -> tuple[str, bool]:
    found = rate(report[f"speed/{OURS}"])
    return f"{found:,.0f}", found >= 20_000


def _scale(report: Report) -> tuple[str, bool]:
    one = report["scale"]
    stats, found = one["stats"], rate(one)
    reached = found >= 5_000 and stats["peak_rss_mb"] <= 3_072 and stats["build_s"] <= 60
    text = f"{one['list_names']:,}: {found:,.0f}/s; {stats['peak_rss_mb']:,} MB; {stats['build_s']:.0f} s"
    return text, reached and one["list_names"] >= 1_000_000


def _http(report: Report) -> tuple[str, bool]:
    one = report["http"]
    return f"{one['p95_ms']:.1f} ms (half: {one['p50_ms']:.1f})", one["p95_ms"] <= 10


def _delta(report: Report) -> tuple[str, bool]:
    one = report["delta"]
    equal = {True: "equal to a full run", False: "NOT equal to a full run", None: ""}[one.get("equal")]
    text = f"{one['changed']} against {one['customers']:,}: {one['delta_s']:.2f} s, {equal}"
    return text, one["delta_s"] <= 1 and bool(one.get("equal")) and one["customers"] >= 1_000_000


def _ready(report: Report) -> tuple[str, bool]:
    one = report["ready"]
    text = f"{one['ready_s']:.1f} s; {one['peak_rss_mb']} MB (command alone {one['start_s']:.1f} s)"
    return text, one["ready_s"] <= 3 and one["peak_rss_mb"] <= 600


def _worker(report: Report) -> tuple[str, bool]:
    one = report["http"]
    return f"{one['first_answer_s']:.1f} s; {one['worker_mb']} MB", one["worker_mb"] <= 600


AIMS: tuple[tuple[str, str, Measured], ...] = (
    ("right entity first, whole OFAC list", "≥ .992", lambda r: _least(_whole(r)["recall_at_1"], 0.992)),
    ("found at 10 alerts per 1,000 clean names", "≥ .985", _recall("10", 0.985)),
    ("found at 1 alert per 1,000 clean names", "≥ .96", _recall("1", 0.96)),
    ("near misses raised at 1 / at 10 per 1,000", "≤ .03", _near),
    ("name_bench F1 / AP", "≥ .88 / .92", _pairs("name_bench", 0.88, 0.92)),
    ("entity_checks F1 / AP", "≥ .90", _pairs("entity_checks", 0.90)),
    ("synthetic F1 / AP", "≥ .985", _pairs("synthetic_ofac", 0.985)),
    ("names/s against OFAC's 30,918 names", "≥ 20,000", _ofac),
    ("names/s; memory; build against a million names", "≥ 5,000; ≤ 3 GB; ≤ 60 s", _scale),
    ("one name over HTTP, 95 of 100 within", "≤ 10 ms", _http),
    ("30 changed names against a million customers", "≤ 1 s, equal", _delta),
    ("process ready; memory at OFAC's size", "≤ 3 s; ≤ 600 MB", _ready),
    ("web worker: start to first answer; memory", "≤ 600 MB", _worker),
)


def summary(report: Report) -> list[str]:
    """Return everything that was measured, as lines."""
    lines = ["", "### Aims", "", *goals(report)]
    if any(each(report, "retrieval")):
        lines += ["", "### The whole OFAC list", "", *retrieval(report)]
    if any(each(report, "pairs")):
        lines += ["", "### Labelled pairs", "", *pairs(report)]
    if any(each(report, "speed")):
        lines += ["", "### Speed", "", *speed(report)]
    if "processor" in report:
        lines += ["", "### Names per second of one processor's time", "", *cores(report)]
    if "errors" in report:
        lines += errors(report["errors"])
    return lines


HEAD = ["should be found", "missed", "should be left alone", "raised"]


def errors(found: Report) -> list[str]:
    """Return our errors at the threshold of an alert: by kind, by script, and by name."""
    lines = ["", "### By kind of case", "", *table(["kind", *HEAD], _groups(found["kinds"]))]
    lines += ["", "### By script", "", *table(["script", *HEAD], _groups(found["scripts"]))]
    for title, key in (("Missed", "missed"), ("Raised, although another", "raised")):
        rows = [[name, query, listed, f"{value:.2f}"] for name, tally in found["kinds"].items()
                for value, query, listed in tally[f"{key}_examples"][:2]]  # fmt: skip
        lines += ["", f"### {title}", "", *table(["kind", "asked", "listed", "score"], [_safe(row) for row in rows])]
    return lines


def card(found: Report) -> list[str]:
    """Return what the model card shows: alert rates of ordinary names by script and country, and examples by script."""
    ordinary = found["ordinary"]
    lines = [
        "",
        "### Ordinary names against the whole OFAC list, by script",
        "",
        *table(ALERTS, _rates(ordinary["scripts"])),
    ]
    countries = _rates(ordinary["countries"])
    shown = [
        *countries[:8],
        [f"{len(countries) - 8} other countries", *_rest(list(ordinary["countries"].values())[8:])],
    ]
    lines += ["", "### Persons, by the country they are from", "", *table(ALERTS, shown)]
    names = [[kind, name, listed, f"{value:.2f}"] for value, name, listed, kind in ordinary["names"][:16]]
    lines += ["", "### Ordinary names that raise an alert, highest first", ""]
    lines += table(["type", "asked", "listed", "score"], [_safe(row) for row in names])
    rows = [[script, {"missed": "missed", "raised": "raised, although another"}[key], query, listed, f"{value:.2f}"]
            for script, tally in found["scripts"].items() for key in ("missed", "raised")
            for value, query, listed in tally[f"{key}_examples"]]  # fmt: skip
    return [*lines, "", "### Labelled pairs, by script", "",
            *table(["script", "error", "asked", "listed", "score"], [_safe(row) for row in rows])]  # fmt: skip


ALERTS = ["names", "asked", "alerts per 1,000"]


def _rates(groups: Report) -> list[list[str]]:
    return [[name, *_rest([counts])] for name, counts in groups.items()]


def _rest(groups: list[tuple[int, int]]) -> list[str]:
    asked, raised = (sum(counts) for counts in zip(*groups, strict=True)) if groups else (0, 0)
    return [f"{asked:,}", f"{raised / max(1, asked) * 1000:.1f}"]


def _groups(groups: Report) -> list[list[str]]:
    rows = sorted(groups.items(), key=lambda item: -(item[1]["missed"] + item[1]["raised"]))
    keys = ("match", "missed", "other", "raised")
    found = [[name, *(f"{tally[key]:,}" for key in keys)] for name, tally in rows if tally["missed"] + tally["raised"]]
    good = [tally for _, tally in rows if not tally["missed"] + tally["raised"]]
    rest = [f"{sum(tally[key] for tally in good):,}" for key in keys]
    return [*found, [f"{len(good)} others, without error", *rest]]


def _safe(row: list[str]) -> list[str]:
    cut = [cell if len(cell) <= LONGEST else cell[: LONGEST - 1] + "…" for cell in row]
    return [cell.replace("|", "\\|").replace("\n", " ") for cell in cut]


def write(page: Path, lines: list[str]) -> None:
    """Replace what stands between the two marks of a page."""
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, mark, after = rest.partition(END)
    if not mark:
        message = f"{page} has no place for the tables: write {BEGIN} and {END} where they belong."
        raise SystemExit(message)
    page.write_text("\n".join([before + BEGIN, *lines, "", END + after]), encoding="utf-8")
