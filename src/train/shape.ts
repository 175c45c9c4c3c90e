/** The sizes a method may plan with: d inputs, N units, K outputs, M samples, P = N (d + 1 + K) parameters. */
export interface Shape {
  inputs: number;
  width: number;
  outputs: number;
  samples: number;
  parameters: number;
}
