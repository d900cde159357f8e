// The ingest Worker's app, for the Worker and for tests.
import { type AppOptions, newApp } from "../../shared/kit/app.ts"
import type { IngestServices } from "./endpoint.ts"
import { ROUTES } from "./routes.ts"

export const newIngest = (options: Pick<AppOptions<IngestServices>, "clock" | "open" | "strict" | "counters" | "counterStore">) =>
  newApp({ worker: "ingest", routes: ROUTES, ...options })
