// The api Worker's app, for the Worker and for tests.
import { type AppOptions, newApp } from "../../shared/kit/app.ts"
import type { ApiServices } from "./endpoint.ts"
import { ROUTES } from "./routes.ts"

export const newApi = (options: Pick<AppOptions<ApiServices>, "clock" | "open" | "strict">) =>
  newApp({ worker: "api", routes: ROUTES, isPublic: true, ...options })
