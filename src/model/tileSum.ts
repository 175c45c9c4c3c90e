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
  let present = 0; // the first tile is summed in the total itself: 0 + s is s
  const begin = (sum: number) => {
    present = sum;
    engine.view(sum, length).fill(0);
  };
  const close = () => {
    if (present !== total) engine.routines.axpy_f64(length, 1, partial, total);
  };
  return {
    open(sum) {
      total = sum;
      begin(sum);
    },
    at(unit) {
      if (unit > 0 && unit % UNIT_TILE === 0) {
        close();
        begin(partial);
      }
      return present;
    },
    close,
  };
}
