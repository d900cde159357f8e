// The api Worker's app, for the Worker and for tests.
import { type AppOptions, newApp } from "../../shared/kit/app.ts"
import type { Failure } from "../../shared/kit/failure.ts"
import { problemHeaders, toProblem } from "../../shared/kit/problem.ts"
import type { ApiServices } from "./endpoint.ts"
import { htmlResponse, isForPerson } from "./page.ts"
import { FailedPage } from "./pages/problem.tsx"
import { ROUTES } from "./routes.ts"

/** A person's browser asks for a page and gets one; a program gets problem+json, whatever it asked for. */
async function problemPage(failure: Failure, request: Request, requestId: string): Promise<Response | null> {
  const isPage = !new URL(request.url).pathname.startsWith("/api/")
  if (!isPage || !isForPerson(request)) return null
  const problem = toProblem(failure, requestId)
  return htmlResponse(FailedPage({ problem, failure }), problem.status, problemHeaders(failure))
}

export const newApi = (options: Pick<AppOptions<ApiServices>, "clock" | "open" | "quick" | "strict" | "counters" | "counterStore">) =>
  newApp({ worker: "api", routes: ROUTES, isPublic: true, problemPage, ...options })
