// What waits for a person? Every draft that can be approved, several at once, and what a guard holds back.
import { type PlanLine, listPlansInStates } from "../../../shared/db/queries/desk.ts"
import { LIST_SIZE } from "../forms/approve-list.ts"
import { type Answered, answered, operatorPage } from "../page.ts"
import type { Operator } from "../session.ts"
import { CommandForm } from "./command-form.tsx"
import { Layout } from "./layout.tsx"
import { Card, Empty } from "./parts.tsx"
import { beginningOf, PlanItem, PlanList } from "./plan-list.tsx"

export const approvalsPage = operatorPage({
  path: "/approvals",
  async render({ services: { db, clock }, operator, frame, requestId }) {
    const now = clock.now()
    const plans = await answered(listPlansInStates(db, ["waiting", "blocked", "checking", "planned", "approved"], LIST_SIZE), requestId)
    const of = (...states: readonly PlanLine["state"][]): Answered<PlanLine[]> =>
      plans.ok ? { ok: true, value: plans.value.filter(({ state }) => states.includes(state)) } : plans
    return (
      <Layout title="Approvals" section="approvals" frame={frame}>
        <div class="intro">
          <h1>Approvals</h1>
          <p class="lead">
            Nothing goes out without a word from you, or a rule of yours. An approval is for exactly one text, picture and time.
          </p>
        </div>
        <Card title="Waiting for you" answer={of("waiting")} show={(rows) => <Waiting plans={rows} operator={operator} now={now} />} />
        <Card
          title="Blocked by a guard"
          answer={of("blocked")}
          show={(rows) => (rows.length === 0 ? <Empty>No text is blocked.</Empty> : <PlanList plans={rows} now={now} />)}
        />
        <Card
          title="Approved, not yet out"
          answer={of("approved")}
          show={(rows) => (rows.length === 0 ? <Empty>Nothing is approved and still to come.</Empty> : <PlanList plans={rows} now={now} />)}
        />
        <Card
          title="Being written"
          answer={of("planned", "checking")}
          show={(rows) => (rows.length === 0 ? <Empty>Nothing is being written right now.</Empty> : <PlanList plans={rows} now={now} />)}
        />
      </Layout>
    )
  },
})

const NONE = "Nothing waits for you. The next plan that becomes a text which passes its guards stands here."

function Waiting({ plans, operator, now }: { plans: readonly PlanLine[]; operator: Operator; now: Date }) {
  if (plans.length === 0) return <Empty>{NONE}</Empty>
  return (
    <CommandForm action="/approvals/approve-list" operator={operator} class="list">
      <ol class="rows">
        {plans.map((plan, i) => (
          <PlanItem plan={plan} now={now} lead={<Choice plan={plan} at={i} />} />
        ))}
      </ol>
      <div class="bulk">
        <button type="submit">Approve the ticked ones</button>
        {plans.length === LIST_SIZE && <span class="small">The first {LIST_SIZE} are shown.</span>}
        <span class="small muted">Look at a draft before you tick it: each is approved exactly as it stands here.</span>
      </div>
    </CommandForm>
  )
}

const Choice = ({ plan, at }: { plan: PlanLine; at: number }) => (
  <input
    type="checkbox"
    name={`choice${at}`}
    value={`${plan.draft_id}:${plan.hash}`}
    aria-label={`Approve: ${beginningOf(plan)}`}
    disabled={plan.hash === null}
  />
)
