export { GET } from "../digests.js";

export const runtime = "edge";
