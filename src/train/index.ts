// Training: part of the entry "nntk".
export type { AdamOptions } from "./adam.js";
export { createTrainer } from "./createTrainer.js";
export type { Memory } from "./memory.js";
export type { StepRecord, TrainResult } from "./records.js";
export { resumeTrainer } from "./resumeTrainer.js";
export type { IterateOptions, RunOptions } from "./runOptions.js";
export type { TrainerState } from "./state.js";
export type { Until } from "./stopping.js";
export type { Trainer } from "./trainer.js";
export type { Regularization, TrainerOptions } from "./trainerOptions.js";
export type { TruncationOptions } from "./truncated.js";
