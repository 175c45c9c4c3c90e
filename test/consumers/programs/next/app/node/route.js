export { GET } from "../digests.js";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";
