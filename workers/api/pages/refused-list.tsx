// Which of the chosen drafts were not approved, and why?
import { Layout } from "./layout.tsx"

const drafts = (count: number): string => `${count} ${count === 1 ? "draft" : "drafts"}`

export const RefusedPage = ({ approved, problems }: { approved: number; problems: readonly string[] }) => (
  <Layout title="Not all were approved" section="approvals">
    <div class="intro">
      <h1>Not all were approved</h1>
      <p class="lead">
        {approved === 0 ? "None" : drafts(approved)} approved, {drafts(problems.length)} not:
      </p>
    </div>
    <section class="card">
      <ul class="rows tight">
        {problems.map((problem) => (
          <li>{problem}</li>
        ))}
      </ul>
      <p class="apart">
        <a href="/approvals">Back to the approvals</a>
      </p>
    </section>
  </Layout>
)
