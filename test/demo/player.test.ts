import { describe, expect, test } from "vitest";
import { Player, type Stage } from "../../demo/race/player.js";

/** A stage of so many turns that writes down what is done to it. */
function recorder(turns: number, done: string[]): Stage {
  let left = turns;
  return {
    turn: () => {
      done.push("turn");
      return --left > 0;
    },
    step: () => done.push("step"),
    frame: (playing) => done.push(playing ? "frame" : "still"),
    aside: () => done.push("aside"),
  };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 50));
const never = (error: Error) => {
  throw error;
};

describe("a player", () => {
  test("shows a stage when it is set, and plays it only when told to", async () => {
    const done: string[] = [];
    const player = new Player(never);
    player.open(() => recorder(3, done));
    await settled();
    expect(done).toEqual(["still"]);
    player.do({ kind: "play" });
    await settled();
    expect(done.filter((what) => what === "turn")).toHaveLength(3);
    expect(done.at(-2)).toBe("still"); // the last frame knows that nothing plays any more
    expect(done.at(-1)).toBe("aside");
  });

  test("sends no frame but the last while the page has not drawn the one before", async () => {
    const done: string[] = [];
    const player = new Player(never);
    const start = performance.now();
    const stage = recorder(Number.POSITIVE_INFINITY, done);
    // longer than a frame waits for the next
    player.open(() => ({ ...stage, turn: () => stage.turn() && performance.now() < start + 250 }));
    player.do({ kind: "play" });
    while (done.at(-1) !== "aside" || done.at(-2) !== "still") await settled();
    expect(done.filter((what) => what === "frame" || what === "still")).toHaveLength(2);
  });

  test("stops between two turns when paused or stepped", async () => {
    const done: string[] = [];
    const player = new Player(never);
    player.open(() => recorder(Number.POSITIVE_INFINITY, done));
    player.do({ kind: "play" });
    await settled();
    player.do({ kind: "step" });
    const count = done.length;
    expect(done.slice(-2)).toEqual(["step", "still"]);
    await settled();
    expect(done).toHaveLength(count);
  });

  test("tells what a stage throws, in the setting and in the middle, and goes on with the next", async () => {
    const errors: string[] = [];
    const done: string[] = [];
    const player = new Player((error) => errors.push(error.message));
    player.do({ kind: "play" });
    player.open(() => {
      throw new Error("not to be set");
    });
    const bad = {
      ...recorder(5, []),
      turn: () => {
        throw new Error("out of memory");
      },
    };
    player.open(() => bad);
    player.do({ kind: "play" });
    await settled();
    expect(errors).toEqual(["not to be set", "out of memory"]);
    player.open(() => recorder(2, done));
    player.do({ kind: "play" });
    await settled();
    expect(done.filter((what) => what === "turn")).toHaveLength(2);
  });
});
