import type { Matrix } from "../core/matrix.js";
import { createNetwork } from "../model/createNetwork.js";
import type { CheckedData } from "../model/data.js";
import type { Network, Scaling } from "../model/network.js";
import { tangentModes } from "../model/tangentModes.js";
import { createRandom } from "../random/createRandom.js";
import { type Candidate, type Fixed, firstCandidates, OTHER_WIDTHS, WIDTH } from "./candidates.js";
import { crossValidate, type Ridge } from "./crossValidation.js";
import { takeRows } from "./holdOut.js";
import { constantColumns } from "./standardize.js";

/** A candidate and how its linearised solve did; without figures where that overflowed or had no degree of freedom to spare. */
export type Tried = Candidate & Partial<Ridge>;

/** What `fit` settled on, and why. */
export interface Choice extends Candidate {
  /** The winner's noise estimate, standard deviation in standardized units; absent where nothing was cross-validated. */
  noise?: number;
  /** The best regularizer of the winner's linearised solve, in units of tr(JJ')/M. */
  regularization?: number;
  /** The same as it is added to the kernel's eigenvalues, M g: what of it does not depend on the number of samples. */
  ridge?: number;
  /** Samples that the comparison was made on. */
  rows: number;
  /** Every candidate in the order tried. */
  tried: Tried[];
  /** A sentence. */
  reason: string;
}

export interface ChoiceProblem {
  data: CheckedData & { readonly y: Matrix };
  scaling: Scaling | undefined;
  beta: number;
  seed: number;
  /** The caller needs the noise estimate though everything is fixed. */
  wantNoise: boolean;
}

/** Samples in one comparison at most: a decomposition of this order takes about 60 ms. More are represented by a random subset. */
const ROWS = 512;
/** Fewer samples tell nothing. */
const FEWEST = 8;
/** An error in standardized units that is good enough for the plainest candidate to win at once. */
const ENOUGH = 1e-3;
/** A later candidate has to be better by more than this. */
const MARGIN = 1.1;
/** Candidates that are tried at other widths. */
const FINALISTS = 2;

/**
 * Chooses what the caller left open by the first linearised solve: of each candidate, a network is drawn, linearised, and its ridge
 * regression cross-validated. The first candidate whose error is below 1e-3 wins at once; else the first within 10 % of the best.
 */
export function choose(fixed: Fixed, problem: ChoiceProblem): Choice {
  const { data, wantNoise } = problem;
  const samples = data.x.rows;
  const { width = WIDTH, activation = "tanh", inputScale = 1 } = fixed;
  const plain = { width, activation, inputScale };
  const settled = ![fixed.width, fixed.activation, fixed.inputScale].includes(undefined);
  const unasked = (reason: string) => ({ ...plain, rows: 0, tried: [], reason });
  if (settled && !wantNoise) return unasked("Everything was given.");
  if (samples < FEWEST) return unasked(`Fewer than ${FEWEST} samples: nothing to compare by.`);
  if (constantColumns(data.y).length === data.y.cols) return unasked("The targets are constant: the plainest network.");

  const compared = samples > ROWS ? takeRows(data, createRandom(problem.seed).split().permutation(samples).slice(0, ROWS)) : data;
  const tried: Tried[] = [];
  const enough = (candidates: Candidate[]) =>
    candidates.some((candidate) => {
      const entry: Tried = { ...candidate, ...crossValidate(tangentModes(draw(candidate, problem), compared)) };
      tried.push(entry);
      return scoreOf(entry) <= ENOUGH;
    });
  if (!enough(firstCandidates(fixed, compared.x.rows, data.x.cols)) && fixed.width === undefined) {
    const finalists = [...tried].sort((a, b) => scoreOf(a) - scoreOf(b)).slice(0, FINALISTS);
    enough(finalists.flatMap((entry) => OTHER_WIDTHS.map((width) => ({ ...candidateOf(entry), width }))));
  }
  return { rows: compared.x.rows, tried, ...decide(tried, plain, settled) };
}

/** The network that a candidate starts from. Outputs whose standardized targets are all 0 start, and so stay, at 0. */
export function draw(
  { width, activation, inputScale }: Candidate,
  problem: Pick<ChoiceProblem, "data" | "scaling" | "beta" | "seed">,
): Network {
  const { data, scaling, beta, seed } = problem;
  const init = { inputScale, biasScale: inputScale };
  const network = createNetwork({ inputs: data.x.cols, outputs: data.y.cols, width, activation, beta, seed, init });
  if (scaling === undefined) return network;
  network.scaling = scaling;
  for (const k of constantColumns(data.y)) network.C.fill(0, k * width, (k + 1) * width);
  return network;
}

function decide(
  tried: Tried[],
  plain: Candidate,
  settled: boolean,
): Candidate & Pick<Choice, "noise" | "regularization" | "ridge" | "reason"> {
  const best = Math.min(...tried.map(scoreOf));
  const winner = tried.find((entry) => scoreOf(entry) <= Math.max(MARGIN * best, ENOUGH));
  if (winner?.error === undefined) return { ...plain, reason: "No candidate could be linearised in finite numbers: the plainest network." };
  const figure = `${winner.error.toPrecision(2)} of the targets' deviation`;
  const reason = settled
    ? `Everything was given; expected error ${figure}.`
    : scoreOf(winner) <= ENOUGH
      ? `The plainest candidate with an expected error (${figure}) below ${ENOUGH}.`
      : `The plainest candidate within 10 % of the smallest expected error (${figure}).`;
  const { error, cautious, degrees, ...chosen } = winner;
  return { ...chosen, reason };
}

function scoreOf({ cautious = Infinity }: Tried): number {
  return cautious;
}

function candidateOf({ width, activation, inputScale }: Candidate): Candidate {
  return { width, activation, inputScale };
}
