import { describe, expect, test } from "vitest";
import type { Activation } from "../../src/index.js";
import { type InfiniteNtkOptions, infiniteNtk, infiniteNtkSpectrum, nntkSpectrum } from "../../src/kernels/index.js";
import { eigh } from "../../src/linalg/index.js";
import { recording } from "../model/recorded.js";

const relative = (a: number, b: number) => Math.abs(a - b) / Math.abs(b);

describe("the infinitely wide kernel", () => {
  const { cases } = recording("ntk_values") as {
    cases: { act: InfiniteNtkOptions["activation"]; pair: string; x: number[]; xp: number[]; nngp: string; ntk: string }[];
  };
  // Recorded with 15 to 17 digits; T and T' cancel by less than a factor of 10 on these pairs.
  test.each(cases)("$act $pair agrees with high-precision arithmetic to 1e-13", ({ act, x, xp, ntk, nngp }) => {
    const at = (outputVariance: number) => infiniteNtk([x], [xp], { activation: act, outputVariance }).data[0]!;
    expect(relative(at(1), Number(ntk))).toBeLessThan(1e-13);
    expect(relative(at(0), Number(nngp))).toBeLessThan(1e-13);
  });

  const limit = recording("infinite_width_limit");
  const points = (m: number) => Array.from({ length: m }, (_, i) => i / (m - 1));

  test("of tanh on 16 points is the recorded limit kernel, entry by entry", () => {
    const kernel = infiniteNtk(points(16));
    expect(kernel.quadratureError).toBeLessThan(1e-16);
    const flat = (limit["16"].kernel_K_star as number[] | number[][]).flat() as number[];
    flat.forEach((entry, i) => {
      expect(relative(16 * kernel.data[i]!, entry)).toBeLessThan(1e-13);
    });
  });

  test("of tanh on 128 points has the recorded first row and diagonal", () => {
    const row = infiniteNtk([0], points(128));
    (limit["128"].kernel_first_row as number[]).forEach((entry, i) => {
      expect(relative(row.data[i]!, entry)).toBeLessThan(1e-13);
    });
    (limit["128"].kernel_diag as number[]).forEach((entry, i) => {
      expect(relative(infiniteNtk([points(128)[i]!]).data[0]!, entry)).toBeLessThan(1e-13);
    });
  });

  test("gives the recorded NNTK eigenvalues for ten regularizers", () => {
    const eigenvalues = (limit["16"].eigs_Bstar_60digit_arithmetic as (number | string)[]).map(Number);
    for (const [gamma, values] of Object.entries(limit["16"].nntk_limit_eigs as Record<string, (number | string)[]>)) {
      const ours = nntkSpectrum(eigenvalues, Number(gamma));
      values.forEach((value, j) => {
        expect(relative(ours[j]!, Number(value))).toBeLessThan(1e-14);
      });
    }
  });
});

describe("other initial laws, inputs of any dimension, inputs that coincide, cancel or are 0", () => {
  interface Case {
    activation: Activation;
    x: number[];
    y: number[];
    inputVariance: number;
    biasVariance: number;
    entry: string;
    absolute: string;
  }
  const { outputVariance, cases } = recording("infiniteNtk") as { outputVariance: number; cases: Case[] };
  const named = cases.map((each) => [each.activation, each.x.length, each.inputVariance, each.biasVariance, each] as const);

  test.each(named)(
    "%s in %i dimensions, Var w = %f, Var b = %f, is 30-digit arithmetic's to 1e-13",
    (activation, _, inputVariance, biasVariance, each) => {
      const options = { activation, inputVariance, biasVariance, outputVariance };
      // where the two terms cancel, relative to their sizes
      const allowed = 1e-13 * Number(each.absolute);
      for (const [x1, x2] of [
        [each.x, each.y],
        [each.y, each.x],
      ] as const)
        expect(Math.abs(infiniteNtk([x1], [x2], options).data[0]! - Number(each.entry))).toBeLessThanOrEqual(allowed);
      if (activation !== "gelu" && activation !== "sigmoid")
        expect(Number(each.absolute)).toBeLessThanOrEqual(8 * Math.abs(Number(each.entry)));
    },
  );

  test("sin keeps its digits at large inputs that cancel", () => {
    // q12 - h = -Var(u - u')/2 = -2e300, and -q12 - h = -Var(u + u')/2 = -2: T' = e^-2 / 2
    const B = infiniteNtk([1e150], [-1e150], { activation: "sin", outputVariance: 1 }).data[0]!;
    expect(relative(B, -1e300 * 0.5 * Math.exp(-2))).toBeLessThan(8 * Number.EPSILON);
  });

  test("relu' is 0 at 0, as it is in networks: the kernel of an input of 0 without biases is 0", () => {
    expect([...infiniteNtk([0, 1], undefined, { activation: "relu", biasVariance: 0 }).data.subarray(0, 3)]).toEqual([0, 0, 0]);
  });

  test("a kernel beyond float64 is refused, not wrong", () => {
    for (const activation of ["erf", "gelu", "relu"] as const)
      expect(() => infiniteNtk([[1e90, 2e90]], [[3e90, -1e90]], { activation })).toThrow("within the range of float64");
    for (const x of [[4], [[3, 4]]])
      expect(() => infiniteNtk(x, undefined, { outputVariance: 1.7e308 })).toThrow("within the range of float64");
  });

  test("no points give no entries; a hundred and fifty thousand give theirs", () => {
    expect(infiniteNtk([1, 2], [])).toMatchObject({ rows: 2, cols: 0 });
    expect(infiniteNtk([])).toMatchObject({ rows: 0, cols: 0 });
    const many = infiniteNtk([0.5], new Float64Array(150_000).fill(0.5), { activation: "tanh", nodes: 2 });
    expect(many.data.every((entry) => entry === many.data[0])).toBe(true);
  });
});

describe("the quadrature's error estimate", () => {
  const laws = [1, 16, 0.1].flatMap((inputVariance) =>
    (["tanh", "sigmoid", "softplus"] as const).map((activation) => ({ activation, inputVariance })),
  );
  const sets = {
    line: [[0.5], [-1]],
    plane: [
      [0.5, 0],
      [-1, 0.2],
    ],
    "line near 0": [[0.01], [0.5]],
  };
  const nodes = [4, 6, 8, 10, 12, 16, 20, 24, 30, 36, 44, 52, 60, 80];

  test.each(laws)(
    "holds for $activation, Var w = $inputVariance, on a line and in the plane, from 4 nodes an axis on",
    ({ activation, inputVariance }) => {
      for (const x of Object.values(sets)) {
        const exact = infiniteNtk(x, undefined, { activation, inputVariance });
        expect(exact.quadratureError).toBeLessThan(1e-16);
        for (const count of nodes) {
          const { data, quadratureError } = infiniteNtk(x, undefined, { activation, inputVariance, nodes: count });
          // the weighted sums of both round by about the number of nodes
          const rounding = 8 * 400 * Number.EPSILON;
          for (const [i, entry] of data.entries()) expect(relative(entry, exact.data[i]!)).toBeLessThanOrEqual(quadratureError + rounding);
        }
      }
    },
  );

  test("is not idle: in the plane the error of tanh is a fifth of it and more", () => {
    const exact = infiniteNtk(sets.plane);
    for (const count of [16, 24, 36, 52]) {
      const { data, quadratureError } = infiniteNtk(sets.plane, undefined, { nodes: count });
      const worst = Math.max(...data.map((entry, i) => relative(entry, exact.data[i]!)));
      expect(worst).toBeGreaterThan(0.1 * quadratureError);
    }
  });
});

describe("cross kernels", () => {
  test("repeat the square kernel where the points repeat", () => {
    const x = [
      [0.1, 2],
      [-1, 0.5],
      [0.3, 0.3],
    ];
    for (const activation of ["tanh", "erf", "sin", "sigmoid", "softplus", "gelu", "relu"] as const) {
      const square = infiniteNtk(x, undefined, { activation });
      const cross = infiniteNtk(x, structuredClone(x), { activation });
      cross.data.forEach((entry, i) => {
        expect(relative(entry, square.data[i]!)).toBeLessThan(1e-13);
      });
    }
  });

  test("keep their digits where two inputs nearly coincide: relu's angle is not lost in the determinant", () => {
    const near = infiniteNtk([1], [1 + 1e-9], { activation: "relu", outputVariance: 1 }).data[0]!;
    // theta = 0.5e-9 (the angle between (1, 1) and (1 + 1e-9, 1)); T' = (pi - theta) / (2 pi); T loses theta^3 only
    const theta = 0.5e-9;
    const expected = (2 + 1e-9) / 2 + ((2 + 1e-9) * (Math.PI - theta)) / (2 * Math.PI);
    expect(relative(near, expected)).toBeLessThan(4 * Number.EPSILON);
  });
});

describe("misuse is named", () => {
  const cases: [() => unknown, string][] = [
    [() => infiniteNtk([[1, 2]], [[1]]), 'infiniteNtk: "x2" expected 2 columns (as x1), got 1'],
    [() => infiniteNtk([1], undefined, { activation: "relu6" as "relu" }), 'infiniteNtk: "activation" expected one of'],
    [() => infiniteNtk([1], undefined, { inputVariance: 0 }), 'infiniteNtk: "inputVariance" expected a finite number above 0, got 0'],
    [() => infiniteNtk([1], undefined, { nodes: 1 }), 'infiniteNtk: "nodes" expected an integer from 2 to 4096, got 1'],
    [() => infiniteNtk([1e4]), "scale them down"],
    [() => infiniteNtk([Number.NaN]), 'infiniteNtk: "x1.data[0]" expected a finite number, got NaN'],
  ];
  test.each(cases)("%#", (call, message) => expect(call).toThrow(message));
});

describe("the limit's spectrum", () => {
  const eigenvalues = (limit: number) => (recording("infinite_width_limit")[limit].eigs_Bstar_60digit_arithmetic as number[]).map(Number);

  test("of tanh on 16 points is right to c eps sqrt(lambda_1 / lambda), down to the last of 16 decades and beyond", () => {
    const exact = eigenvalues(16);
    const ours = infiniteNtkSpectrum(Array.from({ length: 16 }, (_, i) => i / 15));
    exact.forEach((lambda, j) => {
      // the streaming QR reduces its buffer about 130 times, each a few eps
      const allowed = 512 * Number.EPSILON * Math.sqrt(exact[0]! / lambda);
      expect(relative(ours[j]!, lambda)).toBeLessThan(allowed);
    });
  });

  test("agrees with the formed kernel's where that is resolved, for every activation", () => {
    const x = [-1, -0.2, 0.3, 1.5];
    for (const activation of ["tanh", "erf", "sin", "sigmoid", "softplus", "gelu", "relu"] as const) {
      const values = eigh(infiniteNtk(x, undefined, { activation }))
        .values.slice()
        .reverse();
      const ours = infiniteNtkSpectrum(x, { activation });
      for (let j = 0; j < 4; j++) expect(Math.abs(ours[j]! - values[j]!)).toBeLessThan(512 * Number.EPSILON * values[0]!);
    }
  });
});
