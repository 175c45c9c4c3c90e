// The few signs on buttons, as paths of a 16 x 16 square.
const PATHS = {
  run: "M4 2.5v11l9.5-5.5z",
  pause: "M4 3h3v10H4zM9 3h3v10H9z",
  step: "M3 2.5v11L11 8zM12 3h2v10h-2z",
  reset: "M8 3a5 5 0 1 0 5 5h-1.7A3.3 3.3 0 1 1 8 4.7V7l4-3.2L8 .6z",
  link: "M6.5 9.5a2.6 2.6 0 0 0 3.7 0l2.5-2.5A2.6 2.6 0 0 0 9 3.3l-.9.9M9.500 6.500a2.600 2.600 0 0 0-3.700 0L3.300 9A2.600 2.600 0 0 0 7 12.700l.9-.9",
  download: "M8 2v8M4.500 6.800 8 10.300l3.500-3.500M3 13.300h10",
  dice: "M3 3h10v10H3zM5.800 5.800h.010M10.200 5.800h.010M8 8h.010M5.800 10.200h.010M10.200 10.200h.010",
} as const;

const OUTLINED = new Set<keyof typeof PATHS>(["link", "download", "dice"]);

export function icon(name: keyof typeof PATHS): SVGSVGElement {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("icon", ...(OUTLINED.has(name) ? ["outlined"] : []));
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
