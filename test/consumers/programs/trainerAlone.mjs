// The control of choleskyAlone.mjs: here training is found. A minifier may answer `typeof createTrainer` by itself, so it is handed on.
import { createTrainer } from "nntk";

globalThis.trainer = createTrainer;
