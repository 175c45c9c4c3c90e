// The programs of examples/, run as their folders say.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { COMPATIBILITY, edgeRuntime, tool, workerdModules } from "./bundles.mjs";
import { binaryMark } from "./consumers.mjs";
import { root } from "./pack.mjs";
import { executable, PROCESSES } from "./processes.mjs";
import { missing } from "./table.mjs";

const CONCURRENT = 200;
const COLD_STARTS = 8;
const MOST_GROWTH = 32e6; // bytes of the process between 200 and 400 answers: garbage not yet collected, not 200 instances

const expectThat = (holds, message) => {
  if (!holds) throw new Error(message);
};
const POINTS = Array.from({ length: 64 }, (_, i) => i / 32 - 1);
const BODY = { x: POINTS, y: POINTS.map((value) => 2 * value * (1 - value * value)), at: [0.25, -0.5] };
const TRUTH = BODY.at.map((value) => 2 * value * (1 - value * value));
const post = (body) => ({ method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) });
const close = (predictions) => predictions.every((value, i) => Math.abs(value - TRUTH[i]) < 0.01);

export async function checkExamples(table, { folder }) {
  for (const example of readdirSync(join(root, "examples"), { withFileTypes: true })) {
    if (example.isDirectory()) cpSync(join(root, "examples", example.name), join(folder, example.name), { recursive: true });
  }
  const run = (name, program, ...args) => {
    const [, path, flags] = PROCESSES.find(([row]) => row.startsWith(name));
    return execFileSync(executable(path), [...flags, ...args, program], { cwd: folder, encoding: "utf8" });
  };
  await table.check("examples/node", () => expectThat(/^converged after/.test(run("Node", "node/sine.mjs")), "it did not converge"));
  await table.check("examples/bun", () => expectThat(/^width 100: .*\nwidth 10000: 1\.0/.test(run("Bun", "bun/spectrum.ts")), "no limit"));
  await table.check("examples/deno", () => {
    const script = `import { answer } from "./deno/serve.ts";
      console.log(await (await answer(new Request("http://deno/", ${JSON.stringify(post(BODY))}))).text());`;
    const [, path] = PROCESSES.find(([row]) => row === "Deno");
    const answer = execFileSync(executable(path), ["eval", script], { cwd: folder, encoding: "utf8" });
    expectThat(close(JSON.parse(answer).predictions), answer);
  });
  await table.check("examples/vite", () => viteBuild(folder));
  await table.check("examples/next-edge", () => nextRoute(folder));
  await table.check("examples/worker: answers, refusals with reasons, 200 requests at once in flat memory", () => workerService(folder));
  await table.check("examples/worker: 64 samples by 256 units to 1e-6 in a fresh workerd", () => coldWorker(folder));
}

function viteBuild(folder) {
  const vite = join(root, "node_modules", "vite", "bin", "vite.js");
  if (!existsSync(vite)) throw missing("vite is not installed");
  execFileSync(process.execPath, [vite, "build", "--logLevel", "error"], {
    cwd: join(folder, "vite"),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const assets = readdirSync(join(folder, "vite", "dist", "assets"));
  const mark = binaryMark(folder);
  const copies = assets.filter((name) => readFileSync(join(folder, "vite", "dist", "assets", name), "utf8").includes(mark));
  expectThat(copies.length === 1, `${copies.length} files hold the binary`);
}

async function nextRoute(folder) {
  const handler = `import { POST, runtime } from "./next-edge/app/fit/route.js";
    if (runtime !== "edge") throw new Error(runtime);
    addEventListener("fetch", (event) => event.respondWith(POST(event.request)));`;
  const runtime = await edgeRuntime(folder, handler);
  const answer = await (await runtime.dispatchFetch("http://next/fit", post(BODY))).json();
  expectThat(close(answer.predictions), JSON.stringify(answer));
  expectThat((await runtime.dispatchFetch("http://next/fit", post("{"))).status === 400, "a bad body is not refused");
}

async function workerService(folder) {
  const { Miniflare } = await tool("miniflare");
  const worker = new Miniflare({ modules: await workerdModules(folder, "worker/index.mjs"), compatibilityDate: COMPATIBILITY });
  try {
    const ask = async (body, options = post(body)) => {
      const response = await worker.dispatchFetch("http://worker/", options);
      return { code: response.status, ...(await response.json()) };
    };
    const first = await ask(BODY);
    expectThat(first.code === 200 && first.status === "converged" && close(first.predictions), JSON.stringify(first));
    expectThat(first.spectrum.length === POINTS.length && first.spectrum[0] > first.spectrum[1], "no spectrum");
    const refusals = [
      [400, "{"],
      [400, "[]"],
      [400, { ...BODY, x: "1" }],
      [400, { ...BODY, y: BODY.y.slice(1) }],
      [400, { ...BODY, x: POINTS.map(String) }],
      [400, { ...BODY, at: [null] }],
      [400, { ...BODY, operations: "many" }],
      [413, { ...BODY, x: new Array(257).fill(0) }],
      [413, " ".repeat(300_000)],
      [422, { ...BODY, operations: 1 }],
    ];
    for (const [code, body] of refusals) {
      const refusal = await ask(body);
      expectThat(refusal.code === code && refusal.error.length > 8, `${code} expected: ${JSON.stringify(refusal)}`);
    }
    expectThat((await ask(undefined, {})).code === 405, "GET is not refused");
    const wanted = JSON.stringify(first);
    const flood = async () => {
      const answers = await Promise.all(Array.from({ length: CONCURRENT }, () => ask(BODY)));
      expectThat(
        answers.every((answer) => JSON.stringify(answer) === wanted),
        "answers differ",
      );
      return residentBytes();
    };
    const before = await flood();
    const growth = (await flood()) - before;
    expectThat(growth < MOST_GROWTH, `memory grew by ${growth} bytes`);
    return `${(growth / 1e6).toFixed(1)} MB more after 200 further answers`;
  } finally {
    await worker.dispose();
  }
}

/** The processor's time, of all threads of workerd, that the service's first answer takes, and a later one: figures, nothing asserted of them. */
async function coldWorker(folder) {
  const modules = await workerdModules(folder, "worker/index.mjs");
  const times = { first: 0, later: 0 };
  for (let round = 0; round < COLD_STARTS; round++) {
    const worker = new (await tool("miniflare")).Miniflare({ modules, compatibilityDate: COMPATIBILITY });
    try {
      await worker.ready;
      const ask = async (options) => {
        const before = processorTime();
        const { status } = await (await worker.dispatchFetch("http://worker/", options)).json();
        return { status, time: processorTime() - before };
      };
      await ask({}); // refused: the connection is made, nothing of the library has run
      for (const kind of ["first", "later"]) {
        const { status, time } = await ask(post(BODY));
        expectThat(status === "converged", status);
        times[kind] += time / COLD_STARTS;
      }
    } finally {
      await worker.dispose();
    }
  }
  return `${times.first.toFixed(0)} ms of CPU cold, ${times.later.toFixed(0)} ms the second time, means of ${COLD_STARTS}`;
}

/** Memory of the workerd that this process started, where the system tells (Linux). */
function residentBytes() {
  const pid = workerdProcess();
  return pid ? 1024 * Number(/^VmRSS:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) : 0;
}

/** Milliseconds of the processor that it has used, the helper threads of its compiler included: to 10 ms, so take the mean of several. */
function processorTime() {
  const pid = workerdProcess();
  if (!pid) throw missing("the system does not tell a process's time");
  const [user, system] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1).split(" ").slice(11, 13);
  return 10 * (Number(user) + Number(system));
}

function workerdProcess() {
  if (!existsSync("/proc/self/stat")) return undefined;
  return readdirSync("/proc").find((pid) => {
    try {
      const status = /^\d+$/.test(pid) ? readFileSync(`/proc/${pid}/status`, "utf8") : "";
      return /^Name:\s*workerd\nUmask:.*\nState:\s*[^Z]/.test(status) && Number(/^PPid:\s*(\d+)/m.exec(status)[1]) === process.pid;
    } catch {
      return false; // it ended while we looked
    }
  });
}
