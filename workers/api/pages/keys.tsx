// Which programs have keys, what may each, and how much do they ask for? The operator makes, changes and revokes them here.
import { type ListedKey, listApiKeys } from "../../../shared/db/queries/api-keys.ts"
import { API_KEY_PREFIX, API_SCOPES } from "../../../shared/domain/api-key.ts"
import { ApiPlan, type Plans, PLANS } from "../../../shared/domain/api-plan.ts"
import type { ApiServices } from "../endpoint.ts"
import type { Usage } from "../key-usage.ts"
import { answered, operatorPage } from "../page.ts"
import type { Operator } from "../session.ts"
import { CommandForm } from "./command-form.tsx"
import { Layout } from "./layout.tsx"
import { Age, Badge, Card, Empty, When } from "./parts.tsx"

const MOST = 50

type Known = { readonly keys: readonly ListedKey[]; readonly usage: ReadonlyMap<string, Usage> | null; readonly plans: Plans | null }

/** Without Redis the keys are there all the same, and nobody knows how much they ask for. */
async function know({ db, keyUsage, plans }: ApiServices): Promise<Known> {
  const keys = await listApiKeys(db, MOST)
  const usage = keyUsage.read(keys.filter(({ revokedAt }) => revokedAt === null).map(({ id }) => id))
  return { keys, usage: await usage.catch(() => null), plans }
}

export const keysPage = operatorPage({
  path: "/keys",
  async render({ services, operator, frame, requestId }) {
    const now = services.clock.now()
    const known = await answered(know(services), requestId)
    return (
      <Layout title="Keys" section="keys" frame={frame}>
        <div class="intro">
          <h1>Keys</h1>
          <p class="lead">
            What anyone may read needs no key. With one a program reads faster, and what its scopes let it; some let it tell the studio
            something.
          </p>
        </div>
        <Card title="Make a key" answer={known} show={({ plans }) => <Make operator={operator} plans={plans} />} />
        <Card title="Keys" answer={known} show={(all) => <KeyList {...all} operator={operator} now={now} />} />
      </Layout>
    )
  },
})

const pace = (plans: Plans | null, plan: ApiPlan): string => {
  const limits = (plans ?? PLANS)[plan]
  return `${limits.perMinute.toLocaleString("en")} a minute, ${limits.perDay.toLocaleString("en")} a day`
}

const Make = ({ operator, plans }: { operator: Operator; plans: Plans | null }) => (
  <CommandForm action="/keys" operator={operator} class="fields">
    <label for="key-name">Whose is it?</label>
    <input id="key-name" name="name" required maxlength={100} autocomplete="off" />
    <fieldset>
      <legend>What may it do?</legend>
      {Object.entries(API_SCOPES).map(([scope, words]) => (
        <p class="tick">
          <input type="checkbox" id={scope} name={scope} {...(scope === "read:insights" ? { checked: true } : {})} />
          <label for={scope}>
            <code>{scope}</code> {words}
          </label>
        </p>
      ))}
    </fieldset>
    <label for="key-plan">Plan</label>
    <select id="key-plan" name="plan">
      {ApiPlan.options.map((plan) => (
        <option value={plan}>{`${plan}: ${pace(plans, plan)}`}</option>
      ))}
    </select>
    <label for="key-source">What do its events come from? Only where it reports some.</label>
    <input id="key-source" name="source" maxlength={40} autocomplete="off" placeholder="forum" />
    <label for="key-ends">On which day does it end? It may be left empty.</label>
    <input id="key-ends" name="ends" type="date" />
    <button type="submit">Make the key</button>
  </CommandForm>
)

type ListOf = Known & { readonly operator: Operator; readonly now: Date }

const KeyList = ({ keys, ...around }: ListOf) =>
  keys.length === 0 ? (
    <Empty>No program has a key yet.</Empty>
  ) : (
    <ul class="rows">
      {keys.map((key) => (
        <KeyLine listed={key} {...around} />
      ))}
    </ul>
  )

type LineOf = Omit<ListOf, "keys"> & { readonly listed: ListedKey }

function KeyLine({ listed: key, usage, plans, operator, now }: LineOf) {
  const isOver = key.expiresAt !== null && key.expiresAt <= now
  const used = usage?.get(key.id)
  return (
    <li id={key.id}>
      <p>
        <b>{key.name}</b> <code>{`${API_KEY_PREFIX}…${key.lastFour ?? "????"}`}</code>{" "}
        {key.revokedAt !== null && <Badge tone="bad">revoked</Badge>}
        {key.revokedAt === null && isOver && <Badge tone="warn">over</Badge>}
      </p>
      <p class="small muted">
        {key.scopes.join(", ")} · plan {key.plan}
        {key.source !== null && ` · events of ${key.source}`} · made <Age at={key.createdAt} now={now} />
        {key.rotatedAt !== null && (
          <>
            {" "}
            · changed <Age at={key.rotatedAt} now={now} />
          </>
        )}
        {key.expiresAt !== null && (
          <>
            {" "}
            · ends <When at={key.expiresAt} now={now} />
          </>
        )}
        {key.previousUntil !== null && key.previousUntil > now && (
          <>
            {" "}
            · the one from before works until <When at={key.previousUntil} now={now} />
          </>
        )}
      </p>
      {key.revokedAt === null && (
        <>
          <p class="small">{used === undefined ? "How much it asks for can't be told now." : usageText(used, plans, key.plan)}</p>
          <KeyForms id={key.id} operator={operator} />
        </>
      )}
    </li>
  )
}

const usageText = ({ minute, day, lastUsedAt }: Usage, plans: Plans | null, plan: ApiPlan): string => {
  const limits = (plans ?? PLANS)[plan]
  const last = lastUsedAt === null ? "not used yet" : `last used about ${lastUsedAt.toISOString().slice(0, 13).replace("T", " ")}:00 UTC`
  return `${minute} of ${limits.perMinute} this minute, ${day} of ${limits.perDay} today; ${last}`
}

const KeyForms = ({ id, operator }: { id: string; operator: Operator }) => (
  <details class="act">
    <summary>Change or revoke</summary>
    <CommandForm action={`/keys/${id}/rotate`} operator={operator} class="fields">
      <label for={`grace-${id}`}>How long shall the secret that there is work too?</label>
      <select id={`grace-${id}`} name="grace">
        <option value="24">24 hours</option>
        <option value="72">72 hours</option>
        <option value="1">one hour</option>
        <option value="0">not at all</option>
      </select>
      <button type="submit">Give it another secret</button>
    </CommandForm>
    <CommandForm action={`/keys/${id}/revoke`} operator={operator} class="fields">
      <button type="submit" class="danger">
        Revoke it
      </button>
    </CommandForm>
  </details>
)
