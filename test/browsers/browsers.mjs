// The browsers, started as a person would start them: with an address. Nothing drives them; the pages report by themselves.
import { spawn } from "node:child_process";
import { accessSync, constants, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const TIMEOUT = 120_000;

/** Quiet, and without a word to the outside. */
export const CHROMIUM = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** [name, environment variable that names the executable, where it is looked for, command line, version in the user agent] */
export const BROWSERS = [
  {
    name: "Chromium",
    variable: "CHROMIUM",
    find: () => onPath("chromium", "chromium-browser", "google-chrome", "chrome"),
    command: (path, profile, address) => [path, ...CHROMIUM, `--user-data-dir=${profile}`, address],
    version: /Chrome\/([\d.]+)/,
  },
  {
    name: "Firefox",
    variable: "FIREFOX",
    find: () => onPath("firefox-esr", "firefox"),
    command: (path, profile, address) => [path, "--headless", "--no-remote", "--profile", profile, address],
    version: /Firefox\/([\d.]+)/,
  },
  {
    name: "WebKitGTK",
    variable: "WEBKIT",
    find: () => webkit(),
    command: (path, _profile, address) => ["xvfb-run", "-a", path, address],
    version: /Version\/([\d.]+)/,
  },
];

function onPath(...names) {
  const places = (process.env.PATH ?? "").split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return places.find(runs);
}

/** WebKit's own test browser, of Debian's webkit2gtk-driver; it needs a display, be it xvfb's. */
function webkit() {
  if (!onPath("xvfb-run")) return undefined;
  const roots = list("/usr/lib").map((name) => join("/usr/lib", name));
  return roots.flatMap((root) => list(root, /^webkit(2)?gtk-/).map((name) => join(root, name, "MiniBrowser"))).find(runs);
}

function list(folder, pattern = /-linux-/) {
  try {
    return readdirSync(folder).filter((name) => pattern.test(name));
  } catch {
    return [];
  }
}

function runs(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Opens an address with a profile of its own. `failed` rejects where the browser ends, or when the time is up; `close` ends it, children and all. */
export function open(browser, path, address) {
  const profile = mkdtempSync(join(tmpdir(), "nntk-browser-"));
  const [command, ...args] = browser.command(path, profile, address);
  const env = { ...process.env, HOME: profile, MOZ_CRASHREPORTER_DISABLE: "1", WEBKIT_DISABLE_COMPOSITING_MODE: "1", NO_AT_BRIDGE: "1" };
  const child = spawn(command, args, { env, detached: true, stdio: ["ignore", "ignore", "pipe"] });
  let complaints = "";
  child.stderr.on("data", (piece) => {
    complaints = (complaints + piece).slice(-2000);
  });
  const ended = new Promise((resolve) => child.on("close", resolve).on("error", resolve));
  let timer;
  const failed = new Promise((_, reject) => {
    const give = (why) => reject(new Error(`${why}\n${complaints}`));
    timer = setTimeout(() => give(`no result in ${TIMEOUT / 1000} s`), TIMEOUT);
    ended.then(() => give("the browser ended"));
  });
  failed.catch(() => {});
  const close = async () => {
    clearTimeout(timer);
    for (const signal of ["SIGTERM", "SIGKILL"]) {
      try {
        process.kill(-child.pid, signal);
      } catch {
        break; // the group is gone
      }
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 2000))]);
    }
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  return { failed, close };
}
