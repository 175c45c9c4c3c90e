// What leaves the page: the link and files.

/** Copies the page's address; what to tell the visitor. */
export async function copyLink(): Promise<string> {
  const { href } = location;
  try {
    await navigator.clipboard.writeText(href);
    return `Copied, ${href.length.toLocaleString("en-US")} characters`;
  } catch {
    return "The browser does not let this page copy: take the address from its own bar";
  }
}

/** Saves bytes as a file of the visitor's. */
export function save(bytes: Uint8Array, name: string): void {
  const address = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: "application/octet-stream" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
