import { minify } from "terser";

/** An ES module's text, as small as terser makes it: nothing of ours reads a function's name or length, or has a getter that does anything. */
export async function minified(text) {
  const { code } = await minify(text, {
    module: true,
    ecma: 2022,
    compress: { passes: 3, unsafe_arrows: true, pure_getters: true },
  });
  return code;
}
