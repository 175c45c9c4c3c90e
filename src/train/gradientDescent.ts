import { descend, FIRST_ORDER } from "./firstOrder.js";
import type { Method } from "./method.js";

export interface GradientDescentPlan {
  method: "gradient-descent";
  learningRate: number;
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
