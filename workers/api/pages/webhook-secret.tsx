// The one page that shows an endpoint's secret, once, to whoever has just made it.
import { Layout } from "./layout.tsx"

export const SecretPage = ({ secret }: { secret: string }) => (
  <Layout title="The endpoint's secret" section="webhooks">
    <div class="intro">
      <h1>The endpoint's secret</h1>
      <p class="lead">Copy it now: it is shown here only. With it the endpoint's program checks that a message is the studio's.</p>
    </div>
    <section class="card">
      <p>
        <code>{secret}</code>
      </p>
      <p class="apart">
        <a href="/webhooks">I have it: back to the endpoints</a>
      </p>
    </section>
  </Layout>
)
