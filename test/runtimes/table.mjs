// The table of runtimes: one row each, compared with the committed digests.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./pack.mjs";

const committed = new Map(
  JSON.parse(readFileSync(join(root, "examples", "digest.json"), "utf8")).map(({ name, sha256 }) => [name, sha256]),
);
const strict = Boolean(process.env.CI);

export class Table {
  constructor(name, timeColumns) {
    this.name = name;
    this.timeColumns = timeColumns;
    this.rows = [];
    this.failures = [];
    this.passed = 0;
    this.skipped = 0;
  }

  /**
   * Runs one row. `run` gives { version, times, sections }, or throws an error with `missing: true` where the runtime is not there: a skip on a
   * person's machine, a failure where CI is set.
   */
  async row(runtime, run) {
    try {
      const { version, times, sections } = await run();
      const differing = differences(sections);
      if (differing.length > 0) this.fail(`${runtime}: other bits in ${differing.join(", ")}`);
      else this.passed++;
      const equal = differing.length === 0 ? `${sections.length} of ${committed.size}` : `NO: ${differing.length} differ`;
      this.rows.push([runtime, version, equal, ...times.map((ms) => (ms === undefined ? "-" : ms.toFixed(ms < 10 ? 1 : 0)))]);
    } catch (error) {
      const { missing, message } = error;
      this.rows.push([runtime, "-", missing && !strict ? "skipped" : missing ? "MISSING" : "FAILED", ...this.timeColumns.map(() => "-")]);
      if (missing && !strict) this.skip(`${runtime}: skipped, ${message}`);
      else this.fail(`${runtime}: ${missing ? message : (error.stack ?? message)}`);
    }
    console.log(`  ${this.rows.at(-1).join("  ")}`);
  }

  /** Notes a check that is no row. */
  async check(sentence, run) {
    try {
      const note = await run();
      this.passed++;
      console.log(`  ok  ${sentence}${note ? ` (${note})` : ""}`);
    } catch (error) {
      if (error.missing && !strict) this.skip(`  skipped  ${sentence}: ${error.message}`);
      else {
        console.log(`  FAILED  ${sentence}`);
        this.fail(`${sentence}: ${error.message}`);
      }
    }
  }

  skip(sentence) {
    this.skipped++;
    console.log(sentence);
  }

  fail(sentence) {
    this.failures.push(sentence);
    process.exitCode = 1;
  }

  /** Prints the table, keeps a copy in out/ for the summary of .ci/run. */
  print() {
    const all = [["runtime", "version", "digests equal", ...this.timeColumns], ...this.rows];
    const widths = all[0].map((_, k) => Math.max(...all.map((row) => String(row[k]).length)));
    const line = (row) => `| ${row.map((cell, k) => String(cell).padEnd(widths[k])).join(" | ")} |`;
    const rule = `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`;
    const lines = [line(all[0]), rule, ...all.slice(1).map(line), ...this.failures.map((failure) => `FAILED ${failure}`)];
    const skipped = this.skipped > 0 ? `, ${this.skipped} skipped` : "";
    const text = [...lines, `${this.passed} passed, ${this.failures.length} failed${skipped}`].join("\n");
    console.log(`\n${text}`);
    mkdirSync(join(root, "out"), { recursive: true });
    writeFileSync(join(root, "out", `${this.name}.txt`), `${text}\n`);
  }
}

function differences(sections) {
  const got = new Map(sections.map(({ name, sha256 }) => [name, sha256]));
  return [...new Set([...committed.keys(), ...got.keys()])].filter((name) => committed.get(name) !== got.get(name));
}

/** The error of a runtime that is not there. */
export function missing(message) {
  return Object.assign(new Error(message), { missing: true });
}
