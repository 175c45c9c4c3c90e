// SHA-256 (FIPS 180-4) of bytes that arrive in pieces. Our own, so that one synchronous program runs in every runtime.

/** The first 32 fractional bits of a root of the first primes: integers under 2^53 only, so exact everywhere. */
function constants(count, root) {
  const found = [];
  for (let candidate = 2; found.length < count; candidate++) {
    let prime = true;
    for (let d = 2; d * d <= candidate; d++) if (candidate % d === 0) prime = false;
    if (prime) found.push(fractionOfRoot(BigInt(candidate), root));
  }
  return Uint32Array.from(found);
}

/** floor(2^32 p^(1/root)) mod 2^32, by bisection in integers. */
function fractionOfRoot(p, root) {
  const target = p << (32n * BigInt(root));
  let low = 0n;
  let high = 1n << 40n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** BigInt(root) <= target) low = middle;
    else high = middle;
  }
  return Number(low & 0xffffffffn);
}

const K = constants(64, 3);
const START = constants(8, 2);
const BLOCK = 64;

export class Sha256 {
  constructor() {
    this.state = START.slice();
    this.words = new Uint32Array(64);
    this.block = new Uint8Array(BLOCK);
    this.filled = 0;
    this.length = 0;
  }

  /** Takes the next bytes. */
  update(bytes) {
    this.length += bytes.length;
    for (let i = 0; i < bytes.length; ) {
      const n = Math.min(BLOCK - this.filled, bytes.length - i);
      this.block.set(bytes.subarray(i, i + n), this.filled);
      i += n;
      this.filled += n;
      if (this.filled === BLOCK) {
        this.compress();
        this.filled = 0;
      }
    }
    return this;
  }

  /** The digest in hexadecimal; the object is spent. */
  hex() {
    const bits = BigInt(this.length) * 8n;
    const padding = new Uint8Array((this.filled < 56 ? 56 : 120) - this.filled + 8);
    padding[0] = 0x80;
    new DataView(padding.buffer).setBigUint64(padding.length - 8, bits);
    this.update(padding);
    return [...this.state].map((word) => word.toString(16).padStart(8, "0")).join("");
  }

  compress() {
    const { state, words: w, block } = this;
    for (let i = 0; i < 16; i++) {
      w[i] = (block[4 * i] << 24) | (block[4 * i + 1] << 16) | (block[4 * i + 2] << 8) | block[4 * i + 3];
    }
    for (let i = 16; i < 64; i++) {
      const x = w[i - 15];
      const y = w[i - 2];
      w[i] = w[i - 16] + w[i - 7] + (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) + (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10));
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i++) {
      const t1 = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
      const t2 = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + t1) | 0;
      d = c;
      c = b;
      b = a;
      a = (t1 + t2) | 0;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
    state[5] += f;
    state[6] += g;
    state[7] += h;
  }
}

const turn = (x, n) => (x >>> n) | (x << (32 - n));
