// Chromium and Firefox with somebody at the keyboard: puppeteer-core, by the DevTools protocol and by WebDriver BiDi.
import puppeteer from "puppeteer-core";
import { BROWSERS, CHROMIUM } from "./browsers.mjs";

/** Starts a browser that saves files into a folder without asking. Undefined where it is not installed. */
export async function drive(name, downloads) {
  const { variable, find } = BROWSERS.find((browser) => browser.name === name);
  const executablePath = process.env[variable] ?? find();
  if (!executablePath) return undefined;
  if (name === "Chromium") {
    const args = CHROMIUM.filter((flag) => !flag.startsWith("--headless"));
    return puppeteer.launch({ executablePath, headless: true, args, downloadBehavior: { policy: "allow", downloadPath: downloads } });
  }
  const extraPrefsFirefox = {
    "browser.download.folderList": 2,
    "browser.download.dir": downloads,
    "browser.download.useDownloadDir": true,
    "browser.helperApps.neverAsk.saveToDisk": "application/octet-stream",
  };
  return puppeteer.launch({ browser: "firefox", executablePath, headless: true, extraPrefsFirefox, timeout: 60_000 });
}
