import { cholesky, type Matrix, matmul } from "nntk/linalg";
import { check, freshEngine, measure, measureAsync, numbers, peer, peerRow, type Row, type Suite } from "./support.js";

// Other people's libraries on the same operands in the same run, where bench/thirdparty is installed. Ours is the public call. A peer that
// cannot be loaded, or whose answer is wrong, is named and passed over.

export const peers: Suite = { name: "peers", rows };

/** A peer: how it is set up to multiply, or to factor, matrices of order n. */
interface Contender {
  name: string;
  /** Largest size that it finishes in reasonable time. */
  most: number;
  /** What of ours is its like: `into` for a call that writes into the caller's memory, `routine` for one on memory of its own. */
  like?: "into" | "routine";
  /** float32: its result cannot be held to float64, nor its speed be a goal. */
  single?: boolean;
  matmul?: (n: number, a: Float64Array, b: Float64Array) => Job | Promise<Job>;
  cholesky?: (n: number, a: Float64Array) => Job | Promise<Job>;
}

interface Job {
  call: () => unknown;
  /** Entry (1, 2) of the product; entry (2, 1) of the factor. */
  entry: () => number | Promise<number>;
  asynchronous?: boolean;
}

const SIZES = [4, 8, 16, 32, 128, 512] as const;
const FACTOR_SIZES = [4, 8, 32, 128, 512] as const;

async function rows(): Promise<Row[]> {
  const found: Row[] = [];
  const contenders: Contender[] = [];
  for (const load of [mlMatrix, numeric, stdlib, emlapack, onnxruntime, tfjs, jaxJs]) {
    try {
      const contender = await load();
      if (contender) contenders.push(contender);
    } catch (error) {
      console.log(`passed over: ${load.name}: ${(error as Error).message.slice(0, 100)}`);
    }
  }
  if (contenders.length === 0) console.log("no peers: cd bench/thirdparty && npm ci installs them");
  for (const n of SIZES) {
    const [a, b] = [numbers(n * n, 1), numbers(n * n, 2)];
    const [A, B, out] = [a, b, new Float64Array(n * n)].map((data) => ({ rows: n, cols: n, data })) as [Matrix, Matrix, Matrix];
    const ours = {
      entry: matmul(A, B).data[n + 2] as number,
      call: () => matmul(A, B),
      into: () => matmul(A, B, { out }),
      routine: gemm(n, a, b),
      flops: 2 * n * n * n,
    };
    for (const it of contenders) if (n <= it.most) found.push(...(await compare("matmul", it, n, () => it.matmul?.(n, a, b), ours)));
  }
  for (const n of FACTOR_SIZES) {
    const a = numbers(n * n, 3);
    for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) a[j * n + i] = a[i * n + j] = i === j ? n : (a[i * n + j] as number);
    const call = () => cholesky({ rows: n, cols: n, data: a });
    const ours = { entry: call().L?.data[2 * n + 1] as number, call, into: call, routine: potrf(n, a), flops: (n * n * n) / 3 };
    for (const it of contenders) if (n <= it.most) found.push(...(await compare("cholesky", it, n, () => it.cholesky?.(n, a), ours)));
  }
  return found;
}

interface Ours {
  entry: number;
  call: () => unknown;
  /** The call that writes into a matrix of the caller's, for peers that do so. */
  into: () => unknown;
  /** The routine, on operands already in WebAssembly memory. */
  routine: () => unknown;
  flops: number;
}

const engine = freshEngine();

function gemm(n: number, a: Float64Array, b: Float64Array): () => unknown {
  const [pa, pb, pc, scratch] = [engine.put(a), engine.put(b), engine.put(a), engine.arena.bytes(engine.routines.gemm_scratch_bytes())];
  return () => engine.routines.gemm_f64(n, n, n, 1, pa, n, 1, pb, n, 1, 0, pc, n, scratch);
}

function potrf(n: number, a: Float64Array): () => unknown {
  const [p, scratch] = [engine.put(a), engine.arena.bytes(engine.routines.gemm_scratch_bytes())];
  return () => {
    engine.view(p, n * n).set(a);
    engine.routines.potrf_f64(n, p, n, scratch);
  };
}

/** One row, or none where the peer has no such operation, fails, or is wrong. */
async function compare(
  operation: string,
  it: Contender,
  n: number,
  make: () => Job | Promise<Job> | undefined,
  ours: Ours,
): Promise<Row[]> {
  try {
    const job = await make();
    if (!job) return [];
    await job.call();
    check(`${operation} by ${it.name}`, Math.abs((await job.entry()) - ours.entry), n * (it.single ? 2 ** -20 : 2 ** -48));
    const mine = ours[it.like ?? "call"];
    const [before, time, after] = [
      measure(mine),
      job.asynchronous ? await measureAsync(async () => job.call()) : measure(job.call),
      measure(mine),
    ];
    const row = peerRow(operation, it.name, `${n}`, time, before.best < after.best ? before : after, ours.flops);
    return [it.single ? { ...row, goal: undefined } : row];
  } catch (error) {
    console.log(`passed over: ${operation} ${n} by ${it.name}: ${(error as Error).message.slice(0, 100)}`);
    return [];
  }
}

/** Rows of a row-major square matrix. */
function nested(n: number, a: Float64Array): number[][] {
  return Array.from({ length: n }, (_, i) => Array.from(a.subarray(i * n, (i + 1) * n)));
}

async function mlMatrix(): Promise<Contender | undefined> {
  interface M {
    mmul(b: M): M;
    get(i: number, j: number): number;
  }
  interface Package {
    Matrix: new (rows: number[][]) => M;
    CholeskyDecomposition: new (a: M) => { lowerTriangularMatrix: M };
  }
  const it = await peer<Package>("ml-matrix");
  return (
    it && {
      name: "ml-matrix",
      most: 512,
      matmul: (n, a, b) => {
        const [x, y] = [new it.Matrix(nested(n, a)), new it.Matrix(nested(n, b))];
        return { call: () => x.mmul(y), entry: () => x.mmul(y).get(1, 2) };
      },
      cholesky: (n, a) => {
        const x = new it.Matrix(nested(n, a));
        const call = () => new it.CholeskyDecomposition(x);
        return { call, entry: () => call().lowerTriangularMatrix.get(2, 1) };
      },
    }
  );
}

async function numeric(): Promise<Contender | undefined> {
  interface Package {
    default: { dot(a: number[][], b: number[][]): number[][] };
  }
  const it = await peer<Package>("numeric");
  return (
    it && {
      name: "numeric",
      most: 512,
      matmul: (n, a, b) => {
        const [x, y] = [nested(n, a), nested(n, b)];
        return { call: () => it.default.dot(x, y), entry: () => it.default.dot(x, y)[1]?.[2] as number };
      },
    }
  );
}

async function stdlib(): Promise<Contender | undefined> {
  type F = Float64Array;
  type Dgemm = (o: string, ta: string, tb: string, m: number, n: number, k: number, u: number, a: F, p: number, b: F, q: number, v: number, c: F, r: number) => F; // biome-ignore format: a signature
  const it = await peer<{ default: Dgemm }>("@stdlib/blas-base-dgemm");
  return (
    it && {
      name: "@stdlib dgemm",
      like: "into",
      most: 512,
      matmul: (n, a, b) => {
        const c = new Float64Array(n * n);
        const call = () => it.default("row-major", "no-transpose", "no-transpose", n, n, n, 1, a, n, b, n, 0, c, n);
        return { call, entry: () => c[n + 2] as number };
      },
    }
  );
}

async function emlapack(): Promise<Contender | undefined> {
  interface Package {
    cwrap(name: string, result: null, parameters: string[]): (...pointers: number[]) => void;
    _malloc(bytes: number): number;
    _free(pointer: number): void;
    setValue(pointer: number, value: number, type: string): void;
    HEAPF64: Float64Array;
  }
  const it = (await peer<{ default: Package }>("emlapack"))?.default;
  if (!it) return undefined;
  const dgemm = it.cwrap("f2c_dgemm", null, Array(13).fill("number"));
  const dpotrf = it.cwrap("dpotrf_", null, Array(5).fill("number"));
  const cell = (value: number, type: string) => {
    const pointer = it._malloc(8);
    it.setValue(pointer, value, type);
    return pointer;
  };
  const held: number[] = [];
  /** Copies matrices in; those of the job before are freed: its memory is 16 MB for good, and other suites use it too. */
  const put = (...matrices: Float64Array[]): number[] => {
    for (const pointer of held.splice(0)) it._free(pointer);
    for (const values of matrices) {
      const pointer = it._malloc(8 * values.length);
      it.HEAPF64.set(values, pointer / 8);
      held.push(pointer);
    }
    return [...held];
  };
  const character = (c: string) => cell(c.charCodeAt(0), "i8");
  return {
    name: "emlapack",
    like: "routine",
    most: 512,
    matmul: (n, a, b) => {
      // column-major C' = B' A' on operands already in its memory
      const [N, none, one, zero] = [cell(n, "i32"), character("N"), cell(1, "double"), cell(0, "double")];
      const [pa, pb, pc] = put(a, b, a) as [number, number, number];
      return {
        call: () => dgemm(none, none, N, N, N, one, pb, N, pa, N, zero, pc, N),
        entry: () => it.HEAPF64[pc / 8 + n + 2] as number,
      };
    },
    cholesky: (n, a) => {
      const [N, upper, info] = [cell(n, "i32"), character("U"), cell(0, "i32")]; // upper by columns is lower by rows
      const [pa] = put(a) as [number];
      const call = () => {
        it.HEAPF64.set(a, pa / 8);
        dpotrf(upper, N, pa, N, info);
      };
      return { call, entry: () => it.HEAPF64[pa / 8 + 2 * n + 1] as number };
    },
  };
}

/** An ONNX model of one node, C = MatMul(A, B), f64, n x n: protobuf written by hand (onnx.proto: ModelProto, GraphProto, NodeProto). */
function onnxModel(n: number): Uint8Array {
  const varint = (v: number): number[] => (v < 128 ? [v] : [(v & 127) | 128, ...varint(v >> 7)]);
  const number = (field: number, v: number) => [field << 3, ...varint(v)];
  const bytes = (field: number, body: number[]) => [(field << 3) | 2, ...varint(body.length), ...body];
  const text = (field: number, s: string) => bytes(field, [...new TextEncoder().encode(s)]);
  const dimension = bytes(1, number(1, n));
  const tensor = bytes(2, bytes(1, [...number(1, 11), ...bytes(2, [...dimension, ...dimension])])); // 11: DOUBLE
  const value = (name: string) => [...text(1, name), ...tensor];
  const node = bytes(1, [...text(1, "A"), ...text(1, "B"), ...text(2, "C"), ...text(4, "MatMul")]);
  const graph = [...node, ...text(2, "g"), ...bytes(11, value("A")), ...bytes(11, value("B")), ...bytes(12, value("C"))];
  return Uint8Array.from([...number(1, 8), ...bytes(7, graph), ...bytes(8, number(2, 13))]);
}

async function onnxruntime(): Promise<Contender | undefined> {
  interface Tensor {
    data: Float64Array;
  }
  interface Package {
    env: { wasm: { numThreads: number } };
    Tensor: new (type: string, data: Float64Array, shape: number[]) => Tensor;
    InferenceSession: { create(model: Uint8Array, options: object): Promise<{ run(feeds: object): Promise<{ C: Tensor }> }> };
  }
  const it = await peer<Package>("onnxruntime-web/wasm");
  if (!it) return undefined;
  it.env.wasm.numThreads = 1;
  return {
    name: "onnxruntime-web (f64)",
    most: 512,
    matmul: async (n, a, b) => {
      const session = await it.InferenceSession.create(onnxModel(n), { executionProviders: ["wasm"] });
      const feeds = { A: new it.Tensor("float64", a, [n, n]), B: new it.Tensor("float64", b, [n, n]) };
      return { call: () => session.run(feeds), entry: async () => (await session.run(feeds)).C.data[n + 2] as number, asynchronous: true };
    },
  };
}

async function tfjs(): Promise<Contender | undefined> {
  interface Tensor {
    dataSync(): Float32Array;
    dispose(): void;
  }
  interface Core {
    setBackend(name: string): Promise<boolean>;
    tensor2d(values: Float32Array, shape: [number, number]): Tensor;
    matMul(a: Tensor, b: Tensor): Tensor;
  }
  const core = await peer<Core>("@tensorflow/tfjs-core");
  const wasm = core && (await peer<{ setThreadsCount(n: number): void }>("@tensorflow/tfjs-backend-wasm"));
  if (!core || !wasm) return undefined;
  wasm.setThreadsCount(1);
  if (!(await core.setBackend("wasm"))) throw new Error("no wasm backend");
  return {
    name: "tfjs wasm (f32)",
    most: 512,
    single: true,
    matmul: (n, a, b) => {
      const [x, y] = [core.tensor2d(Float32Array.from(a), [n, n]), core.tensor2d(Float32Array.from(b), [n, n])];
      const entry = () => core.matMul(x, y).dataSync()[n + 2] as number;
      return { call: () => core.matMul(x, y).dispose(), entry };
    },
  };
}

async function jaxJs(): Promise<Contender | undefined> {
  interface Tensor {
    ref: Tensor;
    data(): Promise<Float64Array>;
  }
  interface Package {
    init(...devices: string[]): Promise<string[]>;
    defaultDevice(device: string): string;
    numpy: {
      array(values: Float64Array, options: { shape: number[]; dtype: string }): Tensor;
      matmul(a: Tensor, b: Tensor): Tensor;
      linalg: { cholesky(a: Tensor): Tensor };
    };
  }
  const holder = globalThis as { Float16Array?: unknown };
  holder.Float16Array ??= class extends Uint16Array {}; // it asks for the name; Node 20 has none
  const it = await peer<Package>("@jax-js/jax");
  if (!it) return undefined;
  await it.init("wasm");
  it.defaultDevice("wasm");
  const put = (n: number, values: Float64Array) => it.numpy.array(values.slice(), { shape: [n, n], dtype: "float64" });
  const job = (n: number, at: number, operation: () => Tensor): Job => {
    const call = () => operation().data();
    return { call, entry: async () => (await call())[n * Math.floor(at / 10) + (at % 10)] as number, asynchronous: true };
  };
  return {
    name: "jax-js (f64)",
    most: 128,
    matmul: (n, a, b) => {
      const [x, y] = [put(n, a), put(n, b)];
      return job(n, 12, () => it.numpy.matmul(x.ref, y.ref));
    },
    cholesky: (n, a) => {
      const x = put(n, a);
      return job(n, 21, () => it.numpy.linalg.cholesky(x.ref));
    },
  };
}
