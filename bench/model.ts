import { CODE } from "../src/elementary/codes.js";
import { BoundModel } from "../src/model/boundModel.js";
import { createNetwork } from "../src/model/createNetwork.js";
import { gradient } from "../src/model/gradient.js";
import { check, flopRow, freshEngine, measure, numbers, type Row, type Suite, type Time } from "./support.js";

/** Shapes: the paper's, one with several inputs and outputs, odd ones. */
const SHAPES = [
  { inputs: 1, outputs: 1, width: 1000, samples: 128 },
  { inputs: 1, outputs: 1, width: 333, samples: 77 },
  { inputs: 5, outputs: 1, width: 1000, samples: 128 },
  { inputs: 20, outputs: 3, width: 300, samples: 500 },
] as const;

/** Times against the tanh routine over the same units x samples: what a point costs at least. */
function againstTanh(operation: string, size: string, time: Time, tanh: Time, goal?: number): Row {
  const figure = `${(time.best * 1e3).toFixed(3)} ms`;
  return { operation, size, time, figure, ratio: tanh.best / time.best, against: "tanh", goal };
}

function rowsOf({ inputs: d, outputs: K, width: N, samples: M }: (typeof SHAPES)[number]): Row[] {
  const engine = freshEngine();
  const network = createNetwork({ inputs: d, outputs: K, width: N });
  const x = { rows: M, cols: d, data: numbers(M * d) };
  const y = { rows: M, cols: K, data: numbers(M * K, 2) };
  const model = new BoundModel(engine, network, { x, y });
  const { arena, routines } = engine;
  const P = model.parameters;
  const q = model.unitParameters;
  const v = engine.put(numbers(P, 3));
  const [out, image, blocks] = [arena.f64(P), arena.f64(model.space.length), arena.f64(N * q * q)];
  const table = engine.put(numbers(N * M, 4));
  const copy = arena.f64(N * M);
  const tanh = measure(() => routines.elementary_f64(CODE.tanh, N * M, table, copy));
  const size = `${d}-${N}-${K} x ${M}`;

  model.linearise();
  model.gradient(out);
  const expected = gradient(network, { x, y });
  check("gradient", Math.max(...engine.take(out, P).map((value, i) => Math.abs(value - (expected[i] as number)))), 1e-12);

  // multiply-adds of a unit and a sample: pre-activation or slope, product with C and V_c (J v); C'u, slope, products with x and u (J'u)
  const forward = 2 * d + 3 + 4 * K;
  const backward = 2 * K + 3 + 2 * d + 1 + 2 * K;
  const line = d === 1 && K === 1;
  const jvpFlops = (line ? 8 : forward) * N * M;
  const vjpFlops = (line ? 7 : backward) * N * M;
  const blockFlops = 2 * N * q * q;
  const blocksFlops = (line ? 12 : 2 * K + 1 + (d + 1) * (d + 3) + K * (2 * d + 3)) * N * M;
  const loss = measure(() => model.forward());
  const point = measure(() => {
    model.linearise();
    model.gradient(out);
  });
  return [
    againstTanh("loss at a trial point", size, loss, tanh),
    againstTanh("loss and gradient", size, point, tanh, line && N === 1000 ? 0.67 / 0.9 : undefined),
    flopRow("J v", size, jvpFlops, () => model.jvp(v, image)),
    flopRow("J'u", size, vjpFlops, () => model.vjp(image, out)),
    flopRow("H v", size, jvpFlops + vjpFlops + blockFlops, () => model.hvp(v, out)),
    // the textbook sweeps take a'' anew in every product, 27 operations a unit and sample; here the blocks stand for it
    ...(line ? [flopRow("H v, in textbook operations", size, 27 * N * M, () => model.hvp(v, out), 1 / 1.3)] : []),
    flopRow("residual blocks", size, blocksFlops, () => model.residualBlocks(blocks)),
  ];
}

/** The network's sweeps on operands already in memory. */
export const model: Suite = { name: "model", rows: () => SHAPES.flatMap(rowsOf) };
