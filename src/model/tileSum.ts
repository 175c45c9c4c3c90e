import type { Engine } from "../engine/engine.js";

/** Units whose contributions to the outputs are summed by themselves before they join the total: a constant of the numeric contract. */
const UNIT_TILE = 1024;

/** A vector of sample space that is summed over the units, a tile of them by itself. One sum is open at a time. */
export interface TileSum {
  open(total: number): void;
  /** Address of what the units from `unit` on are added to; they come in ascending order, a block at a time. */
  at(unit: number): number;
  close(): void;
}

export function tileSum(engine: Engine, length: number): TileSum {
  const partial = engine.arena.f64(length);
  let total = 0;
  const clear = (sum: number) => engine.view(sum, length).fill(0);
  const close = () => engine.routines.axpy_f64(length, 1, partial, total);
  return {
    open(sum) {
      total = sum;
      clear(sum);
    },
    at(unit) {
      if (unit % UNIT_TILE === 0) {
        if (unit > 0) close();
        clear(partial);
      }
      return partial;
    },
    close,
  };
}
