// What each picture is, in two sentences.
import type { FigureText } from "./figure.js";

export const TEXTS: Record<"fit" | "loss" | "frequency" | "spectrum", FigureText> = {
  fit: {
    title: "The curve",
    explanation:
      "Dots are what the network is shown, lines are what it has made of them so far. A line through all dots has learnt the target; one that runs through their middle has learnt its slow part only.",
  },
  loss: {
    title: "Loss",
    explanation:
      "Half the mean squared distance from the dots, against each method’s own computing time; both axes are logarithmic. A straight line is a power law, a fall to the bottom edge is convergence.",
  },
  frequency: {
    title: "What is left, by frequency",
    explanation:
      "Grey is what there is to learn in each band of frequencies, a line is what a method has not learnt yet. Gradient methods clear the left first and hardly reach the right: that is spectral bias.",
  },
  spectrum: {
    title: "Why: the tangent kernel",
    explanation:
      "Gradient descent learns mode j at a speed given by the kernel’s eigenvalue λ (grey; dotted at the start), which falls by many powers of ten. Newton’s is λ/(λ + γ) (red): near 1 as far as λ stays above γ, whatever the frequency.",
  },
};
