// A Next application of edge and Node routes, built for production and started.
import { spawn } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { root } from "../runtimes/pack.mjs";
import { here, node, toolPath, versionOf } from "./tools.mjs";

const QUIET = { NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" };
const TIMEOUT = 60_000;
const POINTS = Array.from({ length: 64 }, (_, i) => i / 32 - 1);
const curve = (t) => 2 * t * (1 - t * t);

/** examples/next-edge with the routes of programs/next beside its own. */
export async function buildNext(folder) {
  const next = toolPath("next/dist/bin/next");
  const app = join(folder, "next");
  cpSync(join(root, "examples", "next-edge"), app, { recursive: true });
  cpSync(join(here, "programs", "next"), app, { recursive: true });
  cpSync(join(folder, "digest"), join(app, "digest"), { recursive: true });
  const start = performance.now();
  await node(app, [next, "build"], QUIET);
  return { app, seconds: (performance.now() - start) / 1000, version: versionOf("next") };
}

/** Starts what was built, gives its address to `use`, and ends it. */
export async function withServer(app, use) {
  const options = { cwd: app, env: { ...process.env, ...QUIET }, detached: true, stdio: ["ignore", "pipe", "pipe"] };
  const server = spawn(process.execPath, [toolPath("next/dist/bin/next"), "start", "--port", "0", "--hostname", "127.0.0.1"], options);
  const ended = new Promise((resolve) => server.on("close", resolve));
  try {
    return await use(await address(server, ended));
  } finally {
    try {
      process.kill(-server.pid);
    } catch {
      // it ended by itself
    }
    await ended;
  }
}

/** What the server says its address is. */
function address(server, ended) {
  return new Promise((resolve, reject) => {
    let said = "";
    const listen = (piece) => {
      said += piece;
      const found = /http:\/\/127\.0\.0\.1:([1-9]\d*)/.exec(said);
      if (found && /Ready/.test(said)) resolve(found[0]);
    };
    server.stdout.on("data", listen);
    server.stderr.on("data", listen);
    const give = (why) => reject(new Error(`${why}\n${said.slice(-2000)}`));
    ended.then(() => give("next start ended"));
    setTimeout(() => give(`not ready in ${TIMEOUT / 1000} s`), TIMEOUT).unref();
  });
}

/** The route of the example answers what was fitted, and refuses a bad body. */
export async function askExample(origin) {
  const post = (body) => fetch(`${origin}/fit`, { method: "POST", body });
  const at = [0.25, -0.5];
  const { predictions } = await (await post(JSON.stringify({ x: POINTS, y: POINTS.map(curve), at }))).json();
  if (!predictions.every((value, i) => Math.abs(value - curve(at[i])) < 0.01)) throw new Error(`it predicts ${predictions}`);
  const { status } = await post("{");
  if (status !== 400) throw new Error(`a bad body is answered by ${status}`);
}
