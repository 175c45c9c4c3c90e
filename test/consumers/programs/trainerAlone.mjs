// The control of choleskyAlone.mjs: here training is found.
import { createTrainer } from "nntk";

console.log(typeof createTrainer);
