/** Does one thing after the other, each in a task of its own, so that input and painting get their turn between them. */
export function oneByOne(things: (() => void)[]): void {
  const [first, ...rest] = things;
  if (!first) return;
  first();
  setTimeout(() => oneByOne(rest));
}
