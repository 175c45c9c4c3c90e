import { VERSION } from "./version.js";

const TABLE = `  data.csv is a table with a header: commas, semicolons, tabs or bars between the cells, quotes where wanted, any
  encoding a spreadsheet writes; - is standard input. Columns may hold numbers or dates (2024-03-01, 2024-03-01T12:30,
  1.3.2024, 3/1/2024, 1 Mar 2024, Mar 2024, 2024-Q1); dates become days since 1970-01-01 UTC, and models remember it.`;

const READING = `  --missing TEXT        a cell that stands for none, besides an empty one (may be repeated)
  --dates dmy|mdy       whether 3/4/2024 has its day or its month first
  --delimiter C         what separates cells, one character or "tab"                    default: seen from the header`;

export const HELP: Record<string, string> = {
  "": `nntk ${VERSION}: Newton's method for wide neural networks

  nntk fit data.csv --x t --y value --out model.safetensors --report fit.html
  nntk predict model.safetensors new.csv --bands
  nntk spectrum data.csv --x t --y value
  nntk info [model.safetensors]

  In a folder that has it installed: npx nntk. nntk COMMAND --help says more. --json everywhere. --version
  Exit codes: 0 an intended end, 1 a loss asked for and missed or numbers that failed, 2 misuse, 130 interrupted.
`,
  fit: `nntk fit data.csv [options]: fits a network to columns of a table

${TABLE}
  Rows with an empty cell are left out and counted.

  --x A,B --y R,G,B     columns; default: the last one is y, all others are x
  --weights COLUMN      positive, one a row: how much it counts
  --width N             hidden units                                                    default: chosen
  --activation NAME     tanh, erf, sin, sigmoid, softplus, gelu, relu                   default: chosen, tanh or sin
  --input-scale S       of the first weights; high frequencies want a large one         default: chosen
  --seed N              of everything random                                            default 0
  --validation V        on, off, auto, or the share of rows held out to end the fit by  default auto: where data look noisy
  --until-loss L        ends at this loss: half the mean square error, in deviations squared
  --steps N             iterations at most                                              default 200
  --seconds S           of compute time at most
${READING}

  --out FILE            the model, as safetensors. It holds up to 1,000 rows of the data, for bands;
  --without-data        leaves them out, and with them the bands
  --report FILE         an HTML page: fit, bands, residuals, loss, spectrum, and why
  --checkpoint FILE     where the fit's state goes every few seconds and at Ctrl-C, whole at any instant
  --resume              goes on from that file, to the same bits as if it had never stopped
  --json                figures as JSON

Examples
  nntk fit co2.csv --x date --y co2 --out co2.safetensors --report co2.html
  nntk fit image.csv --x x,y --y r,g,b --width 500 --until-loss 1e-6
  nntk fit long.csv --checkpoint long.state --resume --seconds 3600
  sort -u log.csv | nntk fit - --json
`,
  predict: `nntk predict model.safetensors data.csv [options]: the model's outputs for each row of a table

  The table needs the columns that the model was fitted from, under the same names. It is printed as CSV with the columns
  that were there and NAME_predicted behind them; where an input is empty, so is the prediction.

  --bands               95 % bands as well: NAME_mean, NAME_lower and NAME_upper. They belong to the mean, the ridge
                        regression on the tangent kernel, not to the network's own output, and hold the function behind
                        the noise, not new measurements. Measured on smooth functions with noise they held it in
                        94 % of places.
  --out FILE            instead of standard output
${READING}
  --json                {"predictions": [[y1, ..., yK], ...]}, with --bands also mean, lower, upper and noise

Examples
  nntk predict model.safetensors new.csv
  nntk predict model.safetensors new.csv --bands --out predicted.csv
  printf 't\\n2030-01-01\\n' | nntk predict model.safetensors - --json
`,
  spectrum: `nntk spectrum data.csv [options]: eigenvalues of the tangent kernel over the rows, and what each gamma buys

  A Newton step with regularizer gamma takes the share lambda / (lambda + gamma) off the residual of the mode with
  eigenvalue lambda: those are the eigenvalues of the Newton kernel (NNTK). Gradient descent takes lambda / lambda_1.
  The network is the one that nntk fit would begin with, or a model.

  --x, --y, --weights, --width, --activation, --input-scale, --seed
                        as for nntk fit
  --model FILE          a model instead: the table then needs its inputs only
  --gamma A,B           regularizers                                                    default: by hundreds below lambda_1
  --rows N              rows at most, chosen at random                                  default 300
${READING}
  --json                all eigenvalues

Examples
  nntk spectrum data.csv --x t --y value
  nntk spectrum data.csv --model model.safetensors --gamma 1e-3,1e-6 --json
`,
  info: `nntk info [model.safetensors]: what is in a model, or what this program is

  --json                as JSON

Examples
  nntk info
  nntk info model.safetensors --json
`,
};
