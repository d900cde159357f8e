// What does a kind of problem mean, and what can be done? A page for each row of the failure table.
import { FAILURES, type Failure, type FailureCode } from "../../../shared/kit/failure.ts"
import { exampleProblem } from "../../../shared/kit/openapi-problems.ts"
import type { Problem } from "../../../shared/kit/problem.ts"
import { Layout } from "./layout.tsx"
import { Inline } from "./parts.tsx"

const VERDICTS: Readonly<Record<string, string>> = {
  drop: "It is not repeated: the same request would fail in the same way.",
  "back-off": "It may pass by itself: try again after a while, and wait longer each time.",
  "after-wait": "Try again after the time that the answer names.",
  "next-slot": "It is made up for by the next run.",
  reconcile: "What happened is found out before anything is repeated.",
}

/** The page that a problem's `type` leads to. */
export function ProblemPage({ code }: { code: FailureCode }) {
  const { status, title, advice, verdict } = FAILURES[code]
  return (
    <Layout title={title} section="docs">
      <p class="crumb">
        <a href="/docs">API</a> › <a href="/problems">Problems</a>
      </p>
      <div class="intro">
        <h1>{title}</h1>
        <p class="lead">
          <code>{code}</code>, status {status}
        </p>
      </div>
      <section class="card">
        <p>
          <Inline text={advice} />
        </p>
        <p class="muted small">{VERDICTS[verdict]}</p>
      </section>
      <section class="card">
        <header>
          <h2>How it looks</h2>
          <span class="small muted">
            <code>application/problem+json</code> (RFC 9457)
          </span>
        </header>
        <pre tabindex={0}>{JSON.stringify(exampleProblem(code), null, 2)}</pre>
        <p class="small muted">
          <code>type</code> says the kind, and stays as it is: compare that. <code>detail</code> is for people, and may be worded anew.{" "}
          <code>instance</code> is the request's id.
        </p>
      </section>
    </Layout>
  )
}

/** Every kind of problem, in the order of the statuses. */
export function ProblemsPage() {
  const rows = Object.entries(FAILURES).toSorted(([, a], [, b]) => a.status - b.status)
  return (
    <Layout title="Problems" section="docs">
      <p class="crumb">
        <a href="/docs">API</a> › Problems
      </p>
      <div class="intro">
        <h1>Problems</h1>
        <p class="lead">
          Every failure is problem details (RFC 9457) of one of these kinds. Each has a page with an example and what to do.
        </p>
      </div>
      <section class="card">
        <table class="stack">
          <caption class="sr">Kinds of problems</caption>
          <thead>
            <tr>
              <th scope="col">Status</th>
              <th scope="col">Code</th>
              <th scope="col">Meaning</th>
              <th scope="col">What to do</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([code, { status, title, advice }]) => (
              <tr>
                <td data-label="Status" class="num">
                  {status}
                </td>
                <td data-label="Code">
                  <a href={`/problems/${code}`}>
                    <code>{code}</code>
                  </a>
                </td>
                <td data-label="Meaning">{title}</td>
                <td data-label="What to do" class="small">
                  <span>
                    <Inline text={advice} />
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Layout>
  )
}

/** What a person's browser shows where a page failed, or a form: `back` is the page that the form stands on. */
export function FailedPage({ problem, failure, back = null }: { problem: Problem; failure: Failure; back?: string | null }) {
  return (
    <Layout title={problem.title} section={null}>
      <div class="intro">
        <h1>{problem.title}</h1>
        <p class="lead">{problem.detail}</p>
      </div>
      <section class="card">
        <p>
          <Inline text={FAILURES[failure.code].advice} />
        </p>
        {problem.errors !== undefined && (
          <ul>
            {problem.errors.map(({ pointer, detail }) => (
              <li>
                <code>{pointer}</code> {detail}
              </li>
            ))}
          </ul>
        )}
        <p class="small muted">
          Status {problem.status}, <a href={problem.type}>{failure.code}</a>, request <code>{problem.instance}</code>.{" "}
          <a href={back ?? "/"}>{back === null ? "Back to the overview" : "Back to the page"}</a>
        </p>
      </section>
    </Layout>
  )
}
