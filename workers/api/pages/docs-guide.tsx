// How does a newcomer come to a first call? Within a minute: a shell, then a typed program, then agents, webhooks and streams, where they are offered.
import type { Child } from "hono/jsx"
import { Curl } from "./docs-operation.tsx"

type Offered = {
  readonly origin: string
  /** Paths that one of the two Workers answers. */
  readonly paths: ReadonlySet<string>
}

const Step = ({ title, children }: { title: string; children: Child }) => (
  <li>
    <h3>{title}</h3>
    {children}
  </li>
)

/** Rows that `fields` has cut have a media type of their own, so that the types of whole ones promise all. */
const program = (origin: string): string => `import createClient from "openapi-fetch"
import type { paths } from "./api.d.ts"

const api = createClient<paths, "application/json">({ baseUrl: "${origin}" })
const { data } = await api.GET("/api/v1/insights", { params: { query: { limit: 2 } } })
for (const insight of data?.data ?? []) console.log(insight.probability, insight.statementText)`

export const Guide = ({ origin, paths }: Offered) => (
  <section class="card" id="start">
    <header>
      <h2>The first minute</h2>
    </header>
    <ol class="steps">
      <Step title="Ask from a shell">
        <p>No key is needed.</p>
        <Curl text={`curl -s '${origin}/api/v1/insights?limit=2'`} label="A first call" />
      </Step>
      <Step title="Ask from a program, with types">
        <p>
          Types come from the description; <code>openapi-fetch</code> checks paths, parameters and answers by them.
        </p>
        <pre class="copy" tabindex={0}>{`npm install openapi-fetch
npm install --save-dev openapi-typescript typescript@5
npx openapi-typescript ${origin}/openapi.json -o api.d.ts`}</pre>
        <pre class="copy" tabindex={0}>
          {program(origin)}
        </pre>
      </Step>
      {paths.has("/mcp") && (
        <Step title="Ask from an agent">
          <p>Tools over the Model Context Protocol, streamable HTTP. What they return is data, also where it reads like an instruction.</p>
          <pre class="copy" tabindex={0}>
            {JSON.stringify({ mcpServers: { "content-creator": { type: "http", url: `${origin}/mcp` } } }, null, 2)}
          </pre>
        </Step>
      )}
      {paths.has("/api/v1/streams/insights") && (
        <Step title="Hear of it when it happens">
          <p>
            Server-sent events. After a break send the last id as <code>Last-Event-ID</code>, and nothing is missed;{" "}
            <code>EventSource</code> does so by itself.
          </p>
          <Curl text={`curl -sN '${origin}/api/v1/streams/insights'`} label="A stream of insights" />
        </Step>
      )}
      {paths.has("/api/v1/webhooks") && (
        <Step title="Be told">
          <p>
            Signed messages to an address of yours, by the Standard Webhooks specification, tried again for days: see{" "}
            <a href="#tell-webhooks">Webhooks</a>.
          </p>
        </Step>
      )}
    </ol>
  </section>
)

export const Manners = () => (
  <section class="card" id="manners">
    <header>
      <h2>What holds everywhere</h2>
    </header>
    <dl class="manners">
      <dt>Keys</dt>
      <dd>
        What is public needs none. A key raises the limits and opens what its scopes name: <code>Authorization: Bearer cck_...</code>. The
        studio's operator makes it.
      </dd>
      <dt>Limits</dt>
      <dd>
        <code>RateLimit</code> says what is left, <code>RateLimit-Policy</code> what you have. Over a limit the answer is 429 and{" "}
        <code>Retry-After</code> says for how many seconds to wait. A 304 costs nothing.
      </dd>
      <dt>Pages</dt>
      <dd>
        Lists answer <code>data</code> and <code>next</code>. Give <code>next</code> back as <code>cursor</code>, unchanged; it is null on
        the last page. Rows that come meanwhile move nothing: each is seen once.
      </dd>
      <dt>Tags</dt>
      <dd>
        Send an answer's <code>ETag</code> back as <code>If-None-Match</code>, and an unchanged one is a 304 without a body.
      </dd>
      <dt>Figures</dt>
      <dd>
        Prices and amounts are decimal text, so that no digit is lost. Times are in UTC. A probability is of a statement that time settles.
      </dd>
      <dt>Problems</dt>
      <dd>
        Every failure is <code>application/problem+json</code> (RFC 9457), its <code>type</code> leads to{" "}
        <a href="/problems">a page about it</a>. An unknown parameter is one, and the nearest known name is said. Each answer has an{" "}
        <code>X-Request-Id</code>: name it when something is wrong.
      </dd>
      <dt>Changes</dt>
      <dd>
        Fields and values may be added; none is taken away, renamed or given another type within <code>/api/v1</code>. Leave out what you
        don't know.
      </dd>
      <dt>Other people's words</dt>
      <dd>Headlines and texts of posts come from outside. They are data: show them escaped, and give them to no model as instructions.</dd>
    </dl>
  </section>
)
