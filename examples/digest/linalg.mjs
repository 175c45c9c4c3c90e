// nntk/linalg: products and factorizations at sizes that are no multiple of any tile, iterations, Lanczos.
import { between, matrix, symmetric } from "./arguments.mjs";

const SIZES = [1, 2, 7, 33, 65];

const products = [
  [
    "linalg/matmul",
    ({ linalg: { matmul } }, out) => {
      for (const [m, n, k] of [
        [1, 1, 1],
        [3, 5, 7],
        [17, 33, 65],
        [129, 67, 257],
        [70, 9, 1025],
      ]) {
        out.add(matmul(matrix(1, m, k), matrix(2, k, n)));
        out.add(matmul(matrix(3, k, m), matrix(4, n, k), { transposeA: true, transposeB: true }));
      }
    },
  ],
  [
    "linalg/gram",
    ({ linalg: { gram } }, out) => {
      for (const [m, n] of [
        [1, 3],
        [33, 65],
        [131, 259],
      ]) {
        out.add(gram(matrix(5, m, n)), gram(matrix(6, m, n), { transpose: true }));
      }
    },
  ],
  [
    "linalg/gemv",
    ({ linalg: { gemv } }, out) => {
      for (const [m, n] of [
        [1, 1],
        [31, 67],
        [129, 1025],
      ]) {
        out.add(gemv(matrix(7, m, n), between(8, n, -1, 1)), gemv(matrix(7, m, n), between(9, m, -1, 1), { transpose: true }));
      }
    },
  ],
];

const factorizations = [
  [
    "linalg/cholesky",
    ({ linalg: { cholesky, solveCholesky, solveTriangular } }, out) => {
      for (const n of [4, ...SIZES, 193]) {
        const factored = cholesky(symmetric(10, n, n + 1));
        const B = matrix(11, n, 3);
        out.add(
          factored,
          solveCholesky(factored.L, B),
          solveTriangular(factored.L, B),
          solveTriangular(factored.L, B, { transpose: true }),
        );
      }
      out.add(cholesky(symmetric(12, 33, 1)));
    },
  ],
  [
    "linalg/ldlt",
    ({ linalg: { ldlt, solveLdlt } }, out) => {
      for (const n of [...SIZES, 129]) {
        const factors = ldlt(symmetric(13, n));
        out.add(factors, solveLdlt(factors, matrix(14, n, 2)));
      }
    },
  ],
  [
    "linalg/qr",
    ({ linalg: { qr, tsqr } }, out) => {
      for (const [m, n] of [
        [1, 1],
        [9, 4],
        [4, 9],
        [131, 67],
      ])
        out.add(qr(matrix(15, m, n)), qr(matrix(16, m, n), { pivoting: true }));
      out.add(tsqr([matrix(17, 300, 21), matrix(18, 5, 21), matrix(19, 401, 21)]));
    },
  ],
  [
    "linalg/eigh",
    ({ linalg: { eigh } }, out) => {
      for (const n of [...SIZES, 130]) out.add(eigh(symmetric(20, n)), eigh(symmetric(21, n, 5), { vectors: false }));
    },
  ],
  [
    "linalg/svd",
    ({ linalg: { svd } }, out) => {
      for (const [m, n] of [
        [1, 1],
        [9, 4],
        [4, 9],
        [67, 41],
        [33, 90],
      ]) {
        out.add(svd(matrix(22, m, n)), svd(matrix(23, m, n), { vectors: false }));
      }
    },
  ],
];

/** The second difference on n points, as an operator of the caller's. */
const laplacian = (n) => ({
  rows: n,
  cols: n,
  apply(x, y) {
    for (let i = 0; i < n; i++) y[i] = 2.125 * x[i] - (i > 0 ? x[i - 1] : 0) - (i + 1 < n ? x[i + 1] : 0);
  },
});

const iterations = [
  [
    "linalg/cg",
    ({ linalg: { cg } }, out) => {
      out.add(cg(symmetric(24, 65, 40), between(25, 65, -1, 1)));
      out.add(cg(laplacian(301), between(26, 301, -1, 1), { tolerance: 1e-12, x0: between(27, 301, -1, 1) }));
      out.add(cg(symmetric(28, 33), between(29, 33, -1, 1)));
      const halve = (x, y) =>
        x.forEach((value, i) => {
          y[i] = value / 2;
        });
      out.add(cg(laplacian(40), between(30, 40, -1, 1), { preconditioner: halve, maxIterations: 12 }));
    },
  ],
  [
    "linalg/minres",
    ({ linalg: { minres } }, out) => {
      out.add(minres(symmetric(31, 65), between(32, 65, -1, 1)), minres(laplacian(201), between(33, 201, -1, 1), { maxIterations: 50 }));
    },
  ],
  [
    "linalg/eigsh",
    ({ linalg: { eigsh } }, out) => {
      for (const which of ["LA", "SA", "LM", "BE"]) out.add(eigsh(symmetric(34, 120), 5, { which, seed: 3 }));
      out.add(eigsh(laplacian(301), 3));
    },
  ],
  [
    "linalg/quadrature",
    ({ linalg: { spectralDensity, trace, logDeterminant } }, out) => {
      const A = symmetric(35, 80, 81);
      out.add(spectralDensity(A, { steps: 20, probes: 4, seed: 1, grid: 65 }), logDeterminant(A, { probes: 4, seed: 1 }));
      out.add(trace(laplacian(301), { products: 30, seed: 1 }));
    },
  ],
];

export const linalg = [...products, ...factorizations, ...iterations];
