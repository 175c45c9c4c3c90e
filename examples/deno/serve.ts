// A service that fits what it is sent:  deno run --allow-net serve.ts, then POST {"x": [...], "y": [...], "at": [...]}
import { fit, predict } from "nntk";

export async function answer(request: Request): Promise<Response> {
  try {
    const { x, y, at } = await request.json();
    const { network, status, rmse } = fit({ x, y }, { until: { loss: 1e-6, milliseconds: 500 } });
    return Response.json({ predictions: [...predict(network, at).data], status, rmse });
  } catch (error) {
    return Response.json({ error: (error as Error).message }, { status: 400 });
  }
}

if (import.meta.main) Deno.serve(answer);
