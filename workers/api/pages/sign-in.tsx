// Where does the operator sign in? One field, and what went wrong the last time.
import * as z from "zod"
import { Done } from "../done.ts"
import { type Frame, page } from "../page.ts"
import { localPath } from "../session.ts"
import { Layout } from "./layout.tsx"

export const signInPage = page({
  path: "/sign-in",
  query: { next: z.string().max(1_000).optional(), done: Done },
  hasForm: true,
  render: async ({ frame, query }) => SignInPage({ frame, next: localPath(query.next), fault: null }),
})

export function SignInPage({ frame, next, fault }: { frame: Frame; next: string | null; fault: string | null }) {
  return (
    <Layout title="Sign in" section="sign-in" frame={frame}>
      <div class="intro">
        <h1>Sign in</h1>
        <p class="lead">
          With the operator's key, for twelve hours. What the studio found is open to everyone; telling it what to do is not.
        </p>
      </div>
      <section class="card narrow">
        {fault !== null && (
          <p class="fault" role="alert" id="fault">
            {fault}
          </p>
        )}
        <form method="post" action="/sign-in" class="fields">
          <label for="key">Operator's key</label>
          <input
            id="key"
            name="key"
            type="password"
            required
            maxlength={500}
            autocomplete="current-password"
            autofocus
            {...(fault === null ? {} : { "aria-invalid": "true", "aria-describedby": "fault" })}
          />
          {next !== null && <input type="hidden" name="next" value={next} />}
          <button type="submit">Sign in</button>
        </form>
      </section>
    </Layout>
  )
}
