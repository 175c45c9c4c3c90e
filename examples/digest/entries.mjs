// Everything public, entry by entry, as `digest` takes it.
import * as main from "nntk";
import * as elementary from "nntk/elementary";
import * as io from "nntk/io";
import * as kernels from "nntk/kernels";
import * as linalg from "nntk/linalg";
import * as random from "nntk/random";
import * as theory from "nntk/theory";

export const entries = { main, elementary, io, kernels, linalg, random, theory };
