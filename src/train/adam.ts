import { checkNumber, checkOptions } from "../core/checks.js";
import { descend, FIRST_ORDER } from "./firstOrder.js";
import type { Method } from "./method.js";

/** Adam's own constants; the defaults are those of the paper and of PyTorch. */
export interface AdamOptions {
  /** Decay of the mean of gradients, in [0, 1). Default 0.9. */
  beta1?: number;
  /** Decay of the mean of squared gradients, in [0, 1). Default 0.999. */
  beta2?: number;
  /** Added to the root of the mean square. Default 1e-8. */
  epsilon?: number;
}

export interface AdamPlan extends Required<AdamOptions> {
  method: "adam";
  learningRate: number;
}

/** [0, 1) */
const DECAY = { low: 0, high: 1 - Number.EPSILON / 2 };

export function planAdam(where: string, learningRate: number, options: AdamOptions = {}): AdamPlan {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = checkOptions(where, "adam", options, ["beta1", "beta2", "epsilon"]);
  return {
    method: "adam",
    learningRate,
    beta1: checkNumber(where, "adam.beta1", beta1, DECAY),
    beta2: checkNumber(where, "adam.beta2", beta2, DECAY),
    epsilon: checkNumber(where, "adam.epsilon", epsilon, { low: 0, exclusive: true }),
  };
}

/**
 * Adam with bias correction, g = grad L, t the step's number:
 *
 *   m <- beta1 m + (1 - beta1) g;  v <- beta2 v + (1 - beta2) g^2
 *   theta <- theta - learningRate / (1 - beta1^t) m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon)
 *
 * Source   Kingma & Ba 2015, algorithm 1; the place of epsilon as in PyTorch
 */
export function adam({ learningRate, beta1, beta2, epsilon }: AdamPlan): Method {
  return {
    ...FIRST_ORDER,
    begin: ({ parameters }) => ({
      scalars: { beta1Power: 1, beta2Power: 1 },
      vectors: { mean: new Float64Array(parameters), square: new Float64Array(parameters) },
    }),
    open(session) {
      const { engine, scalars, size } = session;
      const { mean, square } = session.vectors as { mean: number; square: number };
      const [step, newMean, newSquare] = [session.scratch(), session.scratch(), session.scratch()];
      return () => {
        const beta1Power = beta1 * (scalars.beta1Power as number);
        const beta2Power = beta2 * (scalars.beta2Power as number);
        const rate = learningRate / (1 - beta1Power);
        const root = Math.sqrt(1 - beta2Power);
        const view = (pointer: number) => engine.view(pointer, size);
        const [g, m, v] = [view(session.gradient), view(mean), view(square)];
        const [out, m1, v1] = [view(step), view(newMean), view(newSquare)];
        for (let i = 0; i < size; i++) {
          const gi = g[i] as number;
          const mi = beta1 * (m[i] as number) + (1 - beta1) * gi;
          const vi = beta2 * (v[i] as number) + (1 - beta2) * (gi * gi);
          m1[i] = mi;
          v1[i] = vi;
          out[i] = rate * (mi / (Math.sqrt(vi) / root + epsilon));
        }
        return descend(session, step, () => {
          session.copy(newMean, mean);
          session.copy(newSquare, square);
          Object.assign(scalars, { beta1Power, beta2Power });
        });
      };
    },
  };
}
