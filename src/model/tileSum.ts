import type { Engine } from "../engine/engine.js";

/** Units whose contributions to the outputs are summed by themselves before they join the total: a constant of the numeric contract. */
const UNIT_TILE = 1024;

/** A vector of sample space that is summed over the units, a tile of them by itself. One sum is open at a time. */
export class TileSum {
  private readonly partial: number;
  private total = 0;

  constructor(
    private readonly engine: Engine,
    private readonly length: number,
  ) {
    this.partial = engine.arena.f64(length);
  }

  open(total: number): void {
    this.total = total;
    this.engine.view(total, this.length).fill(0);
  }

  /** Address of what the units from `unit` on are added to; they come in ascending order, a block at a time. */
  at(unit: number): number {
    if (unit % UNIT_TILE === 0) {
      if (unit > 0) this.close();
      this.engine.view(this.partial, this.length).fill(0);
    }
    return this.partial;
  }

  close(): void {
    this.engine.routines.axpy_f64(this.length, 1, this.partial, this.total);
  }
}
