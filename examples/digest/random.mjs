// nntk/random: streams, their splits, and a stream restored from its state.

export const random = [
  [
    "random/streams",
    ({ random }, out) => {
      for (const seed of [0, 7, 2 ** 53 - 1]) {
        const stream = random.createRandom(seed);
        const other = stream.split();
        out.add(stream.uniform(10_001), stream.uniform(17, -3, 5), stream.normal(10_001), stream.normal(3, 100, 15));
        out.add(stream.permutation(1001), other.uniform(5), other.split().normal(5), stream.state());
        out.add(random.restoreRandom(stream.state()).uniform(9));
      }
    },
  ],
];
