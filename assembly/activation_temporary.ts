// activation_temporary.ts - stands in until the elementary functions land: tanh only.

export function activation_f64(kind: i32, n: usize, z: usize, a: usize): void {
  for (let i: usize = 0; i < n; i++) store<f64>(a + (i << 3), Math.tanh(load<f64>(z + (i << 3))));
}

export function activation_first_f64(kind: i32, n: usize, z: usize, a: usize, a1: usize): void {
  for (let i: usize = 0; i < n; i++) {
    const t = load<f64>(a + (i << 3));
    store<f64>(a1 + (i << 3), 1 - t * t);
  }
}

export function activation_second_f64(kind: i32, n: usize, z: usize, a: usize, a1: usize, a2: usize): void {
  for (let i: usize = 0; i < n; i++) store<f64>(a2 + (i << 3), -2 * load<f64>(a + (i << 3)) * load<f64>(a1 + (i << 3)));
}

export function pow_f64(n: usize, x: usize, y: usize, z: usize): void {
  for (let i: usize = 0; i < n; i++) store<f64>(z + (i << 3), Math.pow(load<f64>(x + (i << 3)), load<f64>(y + (i << 3))));
}
