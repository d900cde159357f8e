// With which values does the strategy work, what was tried before, and what is tuning worth? Each version with who, why, and what it was measured on.
import { listArmRates, listPolicyVersions } from "../../../shared/db/queries/policies.ts"
import type { Db } from "../../../shared/db/client.ts"
import { policyOf } from "../../../shared/domain/policy.ts"
import { type ArmRates, ratesOf, windowsOf } from "../../../shared/domain/policy-evidence.ts"
import { HORIZON_DAYS, measureUplift } from "../../../shared/domain/policy-trial.ts"
import { type PolicyVersion, standingOf, type Uplift } from "../../../shared/domain/policy-version.ts"
import { STRATEGY_TUNABLES, TUNED_AGENT } from "../../../shared/domain/strategy-tunables.ts"
import { answered, operatorPage } from "../page.ts"
import type { Operator } from "../session.ts"
import { CommandForm } from "./command-form.tsx"
import { numberText } from "./format.ts"
import { Layout } from "./layout.tsx"
import { Age, Badge, Card, Empty } from "./parts.tsx"
import { UpliftText, VersionList } from "./version-list.tsx"

const MOST = 50

type Known = { readonly versions: readonly PolicyVersion[]; readonly rates: readonly ArmRates[] }

/** Versions first: they say on which days posts are compared. */
async function know(db: Db, now: Date): Promise<Known> {
  const versions = await listPolicyVersions(db, TUNED_AGENT, MOST)
  return { versions, rates: await listArmRates(db, windowsOf(versions, now)) }
}

export const tuningPage = operatorPage({
  path: "/tuning",
  async render({ services: { db, clock }, operator, frame, requestId }) {
    const now = clock.now()
    const known = await answered(know(db, now), requestId)
    return (
      <Layout title="Tuning" section="tuning" frame={frame}>
        <div class="intro">
          <h1>Tuning</h1>
          <p class="lead">
            One change of the strategy is tried at a time. A fifth of its runs always works with the defaults: what those posts do is what
            the others are measured against.
          </p>
        </div>
        <Card title="What holds now" answer={known} show={(all) => <Standing {...all} operator={operator} now={now} />} />
        <Card title="What tuning is worth" answer={known} show={(all) => <Worth {...all} />} />
        <Card title="Versions" answer={known} show={({ versions }) => <VersionList versions={versions} now={now} />} />
        <Card title="Try a value" answer={known} show={({ versions }) => <Try standing={standingOf(versions)} operator={operator} />} />
      </Layout>
    )
  },
})

const upliftFor = (versions: ReadonlySet<number>, rates: readonly ArmRates[]): Uplift | null => measureUplift(ratesOf(versions, rates))

function Standing({ versions, rates, operator, now }: Known & { operator: Operator; now: Date }) {
  const standing = standingOf(versions)
  if (standing === null) return <Empty>The defaults hold in every run.</Empty>
  const { version, state, change, beganAt, actor } = standing
  return (
    <>
      <p>
        <b>Version {version}</b> <Badge tone={state === "kept" ? "good" : "info"}>{state === "kept" ? "kept" : "on trial"}</Badge> since{" "}
        <Age at={beganAt} now={now} />, by {actor}. {change.why}
      </p>
      <ul>
        {change.changes.map(({ name, from, to }) => (
          <li>
            <code>{name}</code> from {numberText(from, 4)} to {numberText(to, 4)}
          </li>
        ))}
      </ul>
      <p>
        Its posts against those that stayed with the defaults on the same days: <UpliftText uplift={upliftFor(new Set([version]), rates)} />
      </p>
      {state === "trial" && <p class="small muted">A trial that has shown nothing after {HORIZON_DAYS} days ends.</p>}
      <CommandForm action="/tuning/roll-back" operator={operator} hidden={{ standing: String(version) }} class="fields">
        <label for="back-reason">Why? It may be left empty.</label>
        <input id="back-reason" name="reason" maxlength={300} autocomplete="off" />
        <button type="submit">Take version {version} back</button>
      </CommandForm>
    </>
  )
}

/** All posts that any version planned, against those that stayed frozen on the same days. */
function Worth({ versions, rates }: Known) {
  const uplift = upliftFor(new Set(versions.map(({ version }) => version)), rates)
  if (versions.length === 0) return <Empty>Nothing was tried yet.</Empty>
  return (
    <>
      <p>
        Posts of all versions against frozen ones, engagements for each view at the age of 24 hours: <UpliftText uplift={uplift} />
      </p>
      <p class="small muted">
        Channels weigh on both sides alike. The bounds hold at every look at once, with 95 %; while they include nothing gained, nothing is
        shown.
      </p>
    </>
  )
}

function Try({ standing, operator }: { standing: PolicyVersion | null; operator: Operator }) {
  const values = policyOf(STRATEGY_TUNABLES, standing?.tunables)
  return (
    <>
      <p class="small muted">A value that you set is on trial like any other: the same guard-rails take it back.</p>
      <CommandForm
        action="/tuning/values"
        operator={operator}
        hidden={{ standing: standing === null ? "" : String(standing.version) }}
        class="fields"
      >
        <label for="tunable">Tunable</label>
        <select id="tunable" name="name">
          {Object.entries(STRATEGY_TUNABLES).map(([name, { min, max, step }]) => (
            <option value={name}>{`${name}: now ${values[name as keyof typeof values]}, ${min} to ${max} in steps of ${step}`}</option>
          ))}
        </select>
        <label for="tuned-value">Value</label>
        <input id="tuned-value" name="value" inputmode="decimal" required maxlength={12} autocomplete="off" />
        <label for="tune-reason">Why? It may be left empty.</label>
        <input id="tune-reason" name="reason" maxlength={300} autocomplete="off" />
        <button type="submit">Try it</button>
      </CommandForm>
    </>
  )
}
