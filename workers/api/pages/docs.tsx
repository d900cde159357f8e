// What can be asked of the API? Each operation with its parameters and a line to try it.
import { FAILURES } from "../../../shared/kit/failure.ts"
import type { Operation } from "../../../shared/kit/route.ts"
import { listInsights } from "../../../shared/db/queries/insights.ts"
import { listPosts } from "../../../shared/db/queries/posts.ts"
import { listRuns } from "../../../shared/db/queries/run-reports.ts"
import { listStories } from "../../../shared/db/queries/stories.ts"
import type { ApiRoute, ApiServices } from "../endpoint.ts"
import { API } from "../links.ts"
import { answered, page } from "../page.ts"
import { Layout } from "./layout.tsx"
import { Inline } from "./parts.tsx"

type Documented = { readonly path: string; readonly method: string; readonly operation: Operation }

const tagId = (tag: string): string => tag.toLowerCase()

/** A path of the description with its names filled in, by what exists right now. */
type Fill = (path: string) => string

/** Ids of the newest insight, post, story and run, so that every example leads to something; a question that fails leaves the name. */
async function askFill({ db }: ApiServices, requestId: string): Promise<Fill> {
  const newest = await Promise.all([
    answered(listInsights(db, { limit: 1 }), requestId),
    answered(listPosts(db, { limit: 1 }), requestId),
    answered(listStories(db, { limit: 1 }), requestId),
    answered(listRuns(db, { limit: 1 }), requestId),
  ])
  const ids = new Map(newest.map((answer, i) => [ID_PATHS[i], answer.ok ? answer.value[0]?.id : undefined]))
  return (path) => path.replace("{asset}", "BTC").replace("{id}", ids.get(path) ?? "{id}")
}

const ID_PATHS = [`${API}/insights/{id}`, `${API}/posts/{id}`, `${API}/news/{id}`, `${API}/runs/{id}`]

export function docsPage(routes: readonly ApiRoute[]): ApiRoute {
  const documented = routes.flatMap((route): Documented[] =>
    route.operation === null ? [] : [{ path: route.path, method: route.method, operation: route.operation }],
  )
  const tags = [...new Set(documented.map(({ operation }) => operation.tag))]
  return page({
    path: "/docs",
    async render({ frame, origin, services, requestId }) {
      const fill = await askFill(services, requestId)
      return (
        <Layout title="API" section="docs" frame={frame}>
          <div class="intro">
            <h1>API</h1>
            <p class="lead">
              Everything that the studio saw, did and concluded, as JSON, without a key. The exact description is{" "}
              <a href="/openapi.json">openapi.json</a> (OpenAPI 3.1).
            </p>
          </div>
          <Manners />
          {tags.map((tag) => (
            <section class="card" id={tagId(tag)}>
              <header>
                <h2>{tag}</h2>
              </header>
              <ul class="rows">
                {documented
                  .filter(({ operation }) => operation.tag === tag)
                  .map((each) => (
                    <li>
                      <Described each={each} url={`${origin}${fill(each.path)}`} />
                    </li>
                  ))}
              </ul>
            </section>
          ))}
          <Problems />
        </Layout>
      )
    },
  })
}

const Manners = () => (
  <section class="card">
    <header>
      <h2>Manners</h2>
    </header>
    <ul>
      <li>
        Lists answer <code>data</code> and <code>next</code>; give <code>next</code> back as <code>cursor</code> for the page after. It is
        null on the last page.
      </li>
      <li>Prices and amounts are decimal text, so that no digit is lost. Times are in UTC.</li>
      <li>
        Answers carry an <code>ETag</code>: send it back as <code>If-None-Match</code>, and an unchanged answer is a 304 without a body.
      </li>
      <li>A parameter that isn't known is refused, and the nearest known one is named. Failures are problem details (RFC 9457).</li>
      <li>
        Each answer has an <code>X-Request-Id</code>; name it when something is wrong.
      </li>
    </ul>
  </section>
)

function Described({ each, url }: { each: Documented; url: string }) {
  const { operation, path, method } = each
  const named = [...Object.entries(operation.params.shape), ...Object.entries(operation.query.shape)]
  return (
    <>
      <h3>
        <code>
          {method} {path}
        </code>
      </h3>
      <p class="small">
        <Inline text={operation.summary} />
      </p>
      {named.length > 0 && (
        <p class="small muted">
          Parameters:{" "}
          {named.map(([name], i) => (
            <>
              {i > 0 ? ", " : ""}
              <code>{name}</code>
            </>
          ))}
        </p>
      )}
      <pre tabindex={0}>{`curl -s '${url}'`}</pre>
    </>
  )
}

const Problems = () => (
  <section class="card" id="problems">
    <header>
      <h2>Problems</h2>
      <span class="small muted">{API} answers no other failures</span>
    </header>
    <table class="stack">
      <caption class="sr">Kinds of problems</caption>
      <thead>
        <tr>
          <th scope="col">Status</th>
          <th scope="col">Code</th>
          <th scope="col">Meaning</th>
        </tr>
      </thead>
      <tbody>
        {Object.entries(FAILURES).map(([code, { status, title }]) => (
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
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)
