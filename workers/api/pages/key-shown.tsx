// Which key was just made? It is shown here, once, to the person who made it.
import { Layout } from "./layout.tsx"
import { timeText } from "./format.ts"

type Shown = { readonly id: string; readonly key: string; readonly previousUntil?: string | null | undefined }

export const KeyShownPage = ({ id, key, previousUntil }: Shown) => (
  <Layout title="A new key" section="keys">
    <div class="intro">
      <h1>A new key</h1>
      <p class="lead">It is shown only now: copy it and keep it where only its program can read it.</p>
    </div>
    <section class="card">
      <p>
        <code class="secret">{key}</code>
      </p>
      <p class="small muted">
        It is sent as <code>Authorization: Bearer KEY</code>. The studio keeps its hash, and its last four characters to tell it by. Its id
        is <code>{id}</code>.
      </p>
      {previousUntil !== undefined && <Before until={previousUntil} />}
      <p class="apart">
        <a href="/keys">Back to the keys</a>
      </p>
    </section>
  </Layout>
)

const Before = ({ until }: { until: string | null }) =>
  until === null ? (
    <p>The key from before opens nothing any more, half a minute from now at the latest.</p>
  ) : (
    <p>
      The key from before works until <time datetime={until}>{timeText(new Date(until), new Date(until))}</time>, so that the program can
      change over.
    </p>
  )
