// What does a problem's `type` lead to? A page for a person, JSON for a program that asks for it.
import * as z from "zod"
import { negotiate } from "../../../shared/kit/accept.ts"
import { FAILURES, Failure, type FailureCode } from "../../../shared/kit/failure.ts"
import { readQuery } from "../../../shared/kit/input.ts"
import type { ApiRoute } from "../endpoint.ts"
import { htmlResponse } from "../page.ts"
import { ProblemPage, ProblemsPage } from "../pages/problem.tsx"

const isCode = (code: string): code is FailureCode => Object.hasOwn(FAILURES, code)

const HEADERS = { "content-type": "application/json", vary: "Accept", "cache-control": "public, max-age=300" }

/** A page, or what a program reads. */
function wantedOf(request: Request): "text/html" | "application/json" {
  const wanted = negotiate(request.headers.get("accept"), ["text/html", "application/json"])
  if (wanted === null) throw new Failure("not-acceptable", "This path answers `text/html` or `application/json`.")
  readQuery(z.object({}), new URL(request.url).searchParams)
  return wanted as "text/html" | "application/json"
}

const toKind = (code: FailureCode) => {
  const { status, title, advice } = FAILURES[code]
  return { type: `/problems/${code}`, title, status, advice }
}

export const getProblemRoute: ApiRoute = {
  method: "GET",
  path: "/problems/{code}",
  operation: null,
  async handle({ request, params }) {
    const wanted = wantedOf(request)
    const code = params["code"] ?? ""
    if (!isCode(code)) throw new Failure("not-found", "There is no problem with this code.")
    return wanted === "text/html" ? htmlResponse(ProblemPage({ code })) : new Response(JSON.stringify(toKind(code)), { headers: HEADERS })
  },
}

export const listProblemsRoute: ApiRoute = {
  method: "GET",
  path: "/problems",
  operation: null,
  async handle({ request }) {
    if (wantedOf(request) === "text/html") return htmlResponse(ProblemsPage())
    const data = (Object.keys(FAILURES) as FailureCode[]).map(toKind)
    return new Response(JSON.stringify({ data }), { headers: HEADERS })
  },
}
