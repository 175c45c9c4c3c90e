import { checkNumber } from "../core/checks.js";
import { descend, FIRST_ORDER } from "./firstOrder.js";
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
    ...FIRST_ORDER,
    begin: () => ({ scalars: {}, vectors: {} }),
    open(session) {
      const step = session.scratch();
      return () => {
        session.engine.routines.scale_f64(session.size, learningRate, session.gradient, step);
        return descend(session, step);
      };
    },
  };
}
