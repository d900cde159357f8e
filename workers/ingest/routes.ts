// Everything that the ingest Worker answers.
import type { IngestRoute } from "./endpoint.ts"
import { getHealthRoute } from "./routes/get-health.ts"
import { postCommandRoute } from "./routes/post-command.ts"

export const ROUTES: readonly IngestRoute[] = [postCommandRoute, getHealthRoute]
