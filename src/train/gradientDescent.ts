import { checkNumber } from "../core/checks.js";
import { descend } from "./firstOrder.js";
import type { Method } from "./method.js";

export interface GradientDescentPlan {
  method: "gradient-descent";
  learningRate: number;
}

export function planGradientDescent(where: string, learningRate: unknown = 1): GradientDescentPlan {
  return { method: "gradient-descent", learningRate: checkNumber(where, "learningRate", learningRate, { low: 0, exclusive: true }) };
}

/** theta <- theta - learningRate grad L */
export function gradientDescent({ learningRate }: GradientDescentPlan): Method {
  return {
    solver: "none",
    derivatives: 1,
    relativeDecrease: 0,
    begin: () => ({ scalars: {}, vectors: {} }),
    open(session) {
      const step = session.scratch();
      const trial = session.scratch();
      return () => {
        const [g, out] = [session.engine.view(session.gradient, session.size), session.engine.view(step, session.size)];
        for (let i = 0; i < g.length; i++) out[i] = learningRate * (g[i] as number);
        return descend(session, step, trial);
      };
    },
  };
}
