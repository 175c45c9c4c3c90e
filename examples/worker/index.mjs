// A Cloudflare Worker that fits:  POST {"x": [...], "y": [...], "at": [...]}  answers predictions at `at`, the tangent kernel's spectrum, status.
//
// The clock stands still while a Worker computes, so the budget is counted in operations, which are the same on every machine.
import { fit, predict } from "nntk";
import { ntkSpectrum } from "nntk/kernels";

const WIDTH = 256;
const TARGET = 1e-6;
const MOST_BYTES = 256_000;
const MOST_SAMPLES = 256;
const MOST_INPUTS = 8;
/** About 60 ms of a Worker's processor. */
const BUDGET = 1e8;

export default {
  async fetch(request) {
    try {
      return Response.json(answer(await read(request)));
    } catch (error) {
      if (error instanceof Refusal) return Response.json({ error: error.message, ...error.details }, { status: error.status });
      if (error instanceof TypeError || error instanceof RangeError) return Response.json({ error: error.message }, { status: 400 });
      throw error;
    }
  },
};

class Refusal extends Error {
  constructor(status, message, details = {}) {
    super(message);
    this.status = status;
    this.details = details;
  }
}

async function read(request) {
  if (request.method !== "POST") throw new Refusal(405, "POST {x, y, at}");
  if (Number(request.headers.get("content-length")) > MOST_BYTES) throw new Refusal(413, `at most ${MOST_BYTES} bytes`);
  const text = await request.text();
  if (text.length > MOST_BYTES) throw new Refusal(413, `at most ${MOST_BYTES} bytes`);
  let body;
  try {
    body = JSON.parse(text);
  } catch {
    throw new Refusal(400, "the body is not JSON");
  }
  if (typeof body !== "object" || body === null) throw new Refusal(400, "the body is not an object {x, y, at}");
  for (const name of ["x", "y", "at"]) {
    if (!Array.isArray(body[name]) || body[name].length === 0) throw new Refusal(400, `"${name}" is not a list of numbers or of rows`);
    if (body[name].length > MOST_SAMPLES)
      throw new Refusal(413, `"${name}" has ${body[name].length} rows, at most ${MOST_SAMPLES} are taken`);
    if (body[name][0].length > MOST_INPUTS)
      throw new Refusal(413, `"${name}" has ${body[name][0].length} columns, at most ${MOST_INPUTS} are taken`);
  }
  return body;
}

/** What the library refuses - shapes that do not agree, entries that are no numbers - it refuses with a reason: 400. */
function answer({ x, y, at, operations = BUDGET }) {
  const budget = Math.min(Number(operations), BUDGET);
  const {
    network,
    status,
    finalLoss,
    rmse,
    steps,
    operations: spent,
  } = fit({ x, y }, { width: WIDTH, until: { loss: TARGET, operations: budget } });
  const found = { status, loss: finalLoss, rmse, steps, operations: spent };
  if (status === "budget") throw new Refusal(422, `the budget of ${budget} operations is spent and the loss is ${finalLoss}`, found);
  return { predictions: [...predict(network, at).data], spectrum: [...ntkSpectrum(network, x)], ...found };
}
