import { eigh, qr, svd, tsqr } from "nntk/linalg";
import { check, flopRow, freshEngine, measure, numbers, peer, peerRow, type Row, type Suite, type Time } from "./support.js";

// Spectral decompositions. "GF/s" counts the textbook's operations (4/3 n^3 to tridiagonal form, 14/3 n^3 with vectors, ...): deflation and
// convergence make the true number smaller or larger, so the figure is a speed and not a load.

export const spectral: Suite = { name: "spectral", rows: async () => [...decompositions(), ...(await peers())] };

const engine = freshEngine();
const { routines, arena } = engine;

function symmetric(n: number): Float64Array {
  const a = numbers(n * n, 5);
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) a[j * n + i] = a[i * n + j] as number;
  return a;
}

const matrix = (n: number, data: Float64Array, rows = n) => ({ rows, cols: n, data });

function decompositions(): Row[] {
  const rows: Row[] = [];
  for (const n of [32, 33, 128, 129, 512]) {
    const a = symmetric(n);
    for (const vectors of [true, false]) {
      rows.push(
        engine.scope(() => {
          const [p, w] = [arena.f64(n * n), arena.f64(n)];
          const scratch = arena.bytes(routines.eigh_scratch_bytes(n, vectors) >>> 0);
          const call = () => {
            engine.view(p, n * n).set(a);
            check("eigh", n - (routines.eigh_f64(n, p, w, vectors, scratch) >>> 0), 0);
          };
          return flopRow(vectors ? "eigh (with a copy)" : "eigh, values (with a copy)", `${n}`, (vectors ? 14 / 3 : 4 / 3) * n ** 3, call);
        }),
      );
    }
  }
  for (const n of [32, 128, 256]) {
    const plain = matrix(n, numbers(n * n, 6));
    const graded = matrix(
      n,
      plain.data.map((v, k) => v * 10 ** ((-20 * (k % n)) / n)),
    );
    rows.push(
      flopRow("svd", `${n}`, 24 * n ** 3, () => svd(plain)),
      flopRow("svd, values", `${n}`, 16 * n ** 3, () => svd(plain, { vectors: false })),
      flopRow("svd, values, graded columns", `${n}`, 16 * n ** 3, () => svd(graded, { vectors: false })),
    );
  }
  for (const [m, n] of [
    [128, 128],
    [512, 512],
    [2000, 128],
  ] as const) {
    const a = matrix(n, numbers(m * n, 7), m);
    rows.push(flopRow("qr", `${m}x${n}`, 4 * n * n * (m - n / 3), () => qr(a)));
  }
  const tile = matrix(128, numbers(1024 * 128, 8), 1024);
  rows.push(flopRow("tsqr, 16 tiles", "16384x128", 2 * 16384 * 128 * 128, () => tsqr(Array(16).fill(tile))));
  return rows;
}

interface Package {
  cwrap(name: string, result: null, parameters: string[]): (...pointers: number[]) => void;
  _malloc(bytes: number): number;
  setValue(pointer: number, value: number, type: string): void;
  HEAPF64: Float64Array;
}

interface MlMatrix {
  Matrix: new (rows: number[][]) => object;
  EigenvalueDecomposition: new (a: object, options: { assumeSymmetric: boolean }) => { realEigenvalues: number[] };
  SVD: new (a: object) => { diagonal: number[] };
  QrDecomposition: new (a: object) => { orthogonalMatrix: object; upperTriangularMatrix: object };
}

interface Numeric {
  default: { svd(a: number[][]): { S: number[] } };
}

/** Both sides of a comparison in turn, ours twice. */
function versus(operation: string, name: string, n: number, theirs: () => unknown, mine: () => unknown, goal?: number): Row {
  const [before, time, after]: Time[] = [measure(mine), measure(theirs), measure(mine)] as [Time, Time, Time];
  return peerRow(
    operation,
    name,
    `${n}`,
    time as Time,
    (before as Time).best < (after as Time).best ? (before as Time) : (after as Time),
    undefined,
    goal,
  );
}

async function peers(): Promise<Row[]> {
  const rows: Row[] = [];
  const ml = await peer<MlMatrix>("ml-matrix");
  const numeric = (await peer<Numeric>("numeric"))?.default;
  for (const n of ml ? [4, 8, 16, 32, 128] : []) {
    const { Matrix, EigenvalueDecomposition, SVD, QrDecomposition } = ml as MlMatrix;
    const a = symmetric(n);
    const lists = Array.from({ length: n }, (_, i) => Array.from(a.subarray(i * n, (i + 1) * n)));
    const theirs = new Matrix(lists);
    const values = [...new EigenvalueDecomposition(theirs, { assumeSymmetric: true }).realEigenvalues].sort((x, y) => x - y);
    check("ml-matrix", Math.abs((values[0] as number) - (eigh(matrix(n, a)).values[0] as number)), n * 2 ** -44);
    rows.push(
      versus(
        "eigh",
        "ml-matrix",
        n,
        () => new EigenvalueDecomposition(theirs, { assumeSymmetric: true }),
        () => eigh(matrix(n, a)),
      ),
    );
    rows.push(
      versus(
        "svd",
        "ml-matrix",
        n,
        () => new SVD(theirs),
        () => svd(matrix(n, a)),
      ),
      versus(
        "qr",
        "ml-matrix",
        n,
        () => {
          const { orthogonalMatrix, upperTriangularMatrix } = new QrDecomposition(theirs); // formed when asked for; ours always
          return [orthogonalMatrix, upperTriangularMatrix];
        },
        () => qr(matrix(n, a)),
      ),
    );
    if (numeric) {
      check("numeric", Math.abs((numeric.svd(lists).S[0] as number) - (svd(matrix(n, a)).values[0] as number)), n * 2 ** -44);
      rows.push(
        versus(
          "svd",
          "numeric",
          n,
          () => numeric.svd(lists),
          () => svd(matrix(n, a)),
        ),
      );
    }
  }
  const lapack = (await peer<{ default: Package }>("emlapack"))?.default;
  for (const n of lapack ? [32, 128, 512] : []) rows.push(emlapack(lapack as Package, n));
  return rows;
}

/** LAPACK's dsyevd on data already in its memory; ours is the public call. */
function emlapack(it: Package, n: number): Row {
  const dsyevd = it.cwrap("dsyevd_", null, Array(11).fill("number"));
  const cell = (value: number, type: string) => {
    const pointer = it._malloc(8);
    it.setValue(pointer, value, type);
    return pointer;
  };
  const a = symmetric(n);
  const size = 1 + 6 * n + 2 * n * n;
  const [pa, w, work] = [it._malloc(8 * n * n), it._malloc(8 * n), it._malloc(8 * size)];
  const [iwork, liwork] = [it._malloc(4 * (3 + 5 * n)), cell(3 + 5 * n, "i32")];
  const [jobz, uplo, order, lwork, info] = [cell(86, "i8"), cell(76, "i8"), cell(n, "i32"), cell(size, "i32"), cell(0, "i32")];
  const call = () => {
    it.HEAPF64.set(a, pa / 8);
    dsyevd(jobz, uplo, order, pa, order, w, work, lwork, iwork, liwork, info);
  };
  call();
  const ours = eigh(matrix(n, a));
  check("emlapack", Math.abs((it.HEAPF64[w / 8] as number) - (ours.values[0] as number)), n * 2 ** -44);
  return versus("eigh", "emlapack dsyevd", n, call, () => eigh(matrix(n, a)), n === 128 ? 2.4 : n === 512 ? 4.5 : 1);
}
