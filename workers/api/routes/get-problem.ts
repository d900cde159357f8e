// What does a problem's `type` lead to? A page for a person, JSON for a program that asks for it.
import * as z from "zod"
import { negotiate } from "../../../shared/kit/accept.ts"
import { FAILURES, Failure, type FailureCode } from "../../../shared/kit/failure.ts"
import { readQuery } from "../../../shared/kit/input.ts"
import type { ApiRoute } from "../endpoint.ts"
import { htmlResponse } from "../page.ts"
import { ProblemPage } from "../pages/problem.tsx"

const isCode = (code: string): code is FailureCode => Object.hasOwn(FAILURES, code)

export const getProblemRoute: ApiRoute = {
  method: "GET",
  path: "/problems/{code}",
  operation: null,
  async handle({ request, params }) {
    const wanted = negotiate(request.headers.get("accept"), ["text/html", "application/json"])
    if (wanted === null) throw new Failure("not-acceptable", "This path answers `text/html` or `application/json`.")
    readQuery(z.object({}), new URL(request.url).searchParams)
    const code = params["code"] ?? ""
    if (!isCode(code)) throw new Failure("not-found", "There is no problem with this code.")
    if (wanted === "text/html") return htmlResponse(ProblemPage({ code }))
    const { status, title, advice } = FAILURES[code]
    const headers = { "content-type": "application/json", vary: "Accept", "cache-control": "public, max-age=300" }
    return new Response(JSON.stringify({ type: `/problems/${code}`, title, status, advice }), { headers })
  },
}
