export const STYLE = `
:root { color-scheme: light dark; --ink: #16202a; --soft: #566573; --faint: #8b98a5; --line: #dfe5ea; --paper: #ffffff; --sheet: #f5f7f9;
  --fit: #c2255c; --band: #e64980; --mean: #9c36b5; --point: #4c6378; --held: #1971c2; --gamma-0: #e8590c; --gamma-1: #2b8a3e; --gamma-2: #1971c2; --gamma-3: #6741d9; --descent: #868e96; --good: #2b8a3e; --bad: #c92a2a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8edf2; --soft: #a3b1bf; --faint: #748291; --line: #2b3540; --paper: #0f151b; --sheet: #171f27;
  --fit: #ff7aa8; --band: #f06595; --mean: #da77f2; --point: #9fb3c8; --held: #74c0fc; --gamma-0: #ffa94d; --gamma-1: #69db7c; --gamma-2: #74c0fc; --gamma-3: #b197fc; --descent: #868e96; --good: #69db7c; --bad: #ff8787; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif; }
header, main, footer { max-width: 1080px; margin: 0 auto; padding: 0 24px; }
header { padding-top: 44px; }
h1 { font-size: 30px; line-height: 1.2; margin: 0 0 6px; letter-spacing: -0.015em; overflow-wrap: anywhere; }
h2 { font-size: 20px; margin: 52px 0 4px; letter-spacing: -0.005em; }
h3 { font-size: 14px; font-weight: 600; margin: 14px 0 0; color: var(--ink); overflow-wrap: anywhere; }
p { max-width: 76ch; margin: 0 0 12px; color: var(--soft); overflow-wrap: anywhere; }
header p { font-size: 17px; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(180px, 1fr)); border: 1px solid var(--line); border-radius: 10px; overflow: hidden; margin: 22px 0 6px; }
.tile { box-shadow: 0 0 0 0.5px var(--line); padding: 12px 16px 11px; }
.tile b { display: block; font-size: 22px; font-weight: 600; line-height: 1.25; font-variant-numeric: tabular-nums; letter-spacing: -0.01em; overflow-wrap: anywhere; }
.tile span { font-size: 13px; color: var(--soft); overflow-wrap: anywhere; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 20px; list-style: none; margin: 6px 0 4px; padding: 0; font-size: 14px; color: var(--soft); }
.legend span { display: inline-block; margin-right: 8px; vertical-align: middle; }
.legend .line { width: 20px; height: 0; border-top: 2.5px solid var(--c); }
.legend .dash { width: 20px; height: 0; border-top: 2px dashed var(--c); }
.legend .dot { width: 8px; height: 8px; border-radius: 50%; background: var(--c); }
.legend .band { width: 20px; height: 12px; border-radius: 3px; background: var(--c); opacity: 0.25; }
.figure { overflow-x: auto; margin: 0 -4px; }
.figure svg { display: block; width: 100%; height: auto; min-width: 520px; font-family: inherit; overflow: visible; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(440px, 100%), 1fr)); gap: 4px 28px; }
.pair svg { min-width: 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: 14px; font-variant-numeric: tabular-nums; white-space: nowrap; margin-top: 6px; }
th, td { padding: 4px 22px 4px 0; text-align: right; border-bottom: 1px solid var(--line); font-weight: 400; }
th { color: var(--soft); }
td:first-child, th:first-child { text-align: left; }
td.strong { font-weight: 650; color: var(--fit); }
details { margin: 8px 0; } summary { cursor: pointer; color: var(--soft); font-size: 14px; }
pre { background: var(--sheet); border: 1px solid var(--line); border-radius: 8px; padding: 12px 14px; white-space: pre-wrap; overflow-wrap: anywhere; font: 14px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; margin: 8px 0 14px; }
.warning { border-left: 3px solid var(--bad); padding: 2px 0 2px 12px; color: var(--ink); }
footer { color: var(--faint); font-size: 13px; padding-top: 44px; padding-bottom: 56px; }
@media print { section { break-inside: avoid; } }
`;
