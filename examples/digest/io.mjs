// nntk/io: what is written, and what is read back.
import { anyDoubles, matrix, smooth } from "./arguments.mjs";

export const io = [
  [
    "io/arrays",
    ({ io: { encodeNpy, decodeNpy, encodeSafetensors, decodeSafetensors, tensorToMatrix } }, out) => {
      const tensor = { shape: [2, 3, 5], data: anyDoubles(80, 30).map((value) => (Number.isNaN(value) ? 0 : value)) };
      const npy = encodeNpy(matrix(81, 7, 3));
      const safetensors = encodeSafetensors({ a: tensor, b: matrix(82, 3, 2) }, { note: "digest" });
      out.add(npy, decodeNpy(npy), tensorToMatrix(decodeNpy(npy)), safetensors, decodeSafetensors(safetensors));
    },
  ],
  [
    "io/records",
    ({ main: { createNetwork, createTrainer }, io: { encodeNetwork, decodeNetwork, encodeTrainer, decodeTrainer } }, out) => {
      const network = createNetwork({ inputs: 2, width: 9, outputs: 2, seed: 16 });
      const trainer = createTrainer(network, smooth(83, 12, 2, 2));
      trainer.step();
      for (const format of ["json", "safetensors"]) {
        const encoded = encodeNetwork(network, { format });
        out.add(encoded, decodeNetwork(encoded), decodeTrainer(encodeTrainer(trainer.state(), { format })));
      }
    },
  ],
];
