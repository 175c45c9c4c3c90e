// A Next route on Vercel's edge runtime:  POST /fit {"x": [...], "y": [...], "at": [...]}  answers predictions. Without the first line it is a
// Node route, and nothing else changes.
import { fit, predict } from "nntk";

export const runtime = "edge";

export async function POST(request) {
  try {
    const { x, y, at } = await request.json();
    const { network, status, rmse } = fit({ x, y }, { until: { loss: 1e-6, operations: 1e9 } });
    return Response.json({ predictions: [...predict(network, at).data], status, rmse });
  } catch (error) {
    return Response.json({ error: error.message }, { status: 400 });
  }
}
