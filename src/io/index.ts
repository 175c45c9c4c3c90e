// nntk/io: arrays, networks and trainers as bytes and back.
export type { Bytes } from "./bytes.js";
export { decodeNetwork, encodeNetwork } from "./network.js";
export { decodeNpy, encodeNpy } from "./npy.js";
export { decodeSafetensors, encodeSafetensors, type Safetensors } from "./safetensors.js";
export { type Tensor, type TensorLike, tensorToMatrix } from "./tensor.js";
export { decodeTrainer, encodeTrainer } from "./trainer.js";
