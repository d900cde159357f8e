// Shall this really happen? What a switch would let out, before it does.
import { listPlansInStates, type PlanLine } from "../../../shared/db/queries/desk.ts"
import { type ChannelName, ChannelName as Channel } from "../../../shared/domain/post.ts"
import { Back, OnOff, SwitchScope } from "../forms/switch.ts"
import { answered, operatorPage } from "../page.ts"
import { channelPlace } from "./channel-words.ts"
import { CommandForm } from "./command-form.tsx"
import { Layout } from "./layout.tsx"
import { Card, Empty } from "./parts.tsx"
import { PlanList } from "./plan-list.tsx"

/** Asked without anything it is about the kill switch. */
const Query = {
  scope: SwitchScope.default("stop:all"),
  to: OnOff.default("off"),
  back: Back.default("/today"),
}

/** The channel that the switch is about; null where it is about something else. */
const channelOf = (scope: string): ChannelName | null => Channel.safeParse(scope.split(":").at(-1)).data ?? null

function nameOf(scope: string): string {
  const channel = channelOf(scope)
  if (channel !== null) return channelPlace(channel)
  if (scope.endsWith(":webhook")) return "webhooks"
  return scope === "stop:all" ? "everything" : (scope.split(":").at(-1) ?? scope)
}

const ASKING: Words = {
  title: "Ask reviewers on Telegram?",
  lead: "From now on each draft that waits is sent to them as a message with buttons. What a button says counts as their word.",
  button: "Ask reviewers",
}

const TELLING: Words = {
  title: "Turn webhooks on?",
  lead: "From now on every endpoint below is told of each insight and post that it listens to. What happened before is not told.",
  button: "Turn webhooks on",
}

type Words = { readonly title: string; readonly lead: string; readonly button: string }

function wordsFor(scope: string, to: "on" | "off"): Words {
  const name = nameOf(scope)
  if (scope === "live:review" && to === "on") return ASKING
  if (scope === "live:webhook" && to === "on") return TELLING
  if (scope.startsWith("live:") && to === "on") {
    const lead = `From now on approved posts leave the house and appear on ${name}, for everyone to see. Until now they were only rehearsed.`
    return { title: `Turn ${name} on?`, lead, button: `Turn ${name} on` }
  }
  if (scope.startsWith("live:"))
    return { title: `Turn ${name} off?`, lead: "Posts are only rehearsed from then on.", button: `Turn ${name} off` }
  if (to === "on") return { title: `Stop ${name}?`, lead: "Nothing leaves until you let it go on.", button: `Stop ${name}` }
  const lead = scope.startsWith("stop:agent:")
    ? "It takes up its work again where it stopped; of the slots that it missed only the newest is done."
    : scope === "stop:channel:webhook"
      ? "Messages that waited meanwhile go out."
      : "What was approved meanwhile and has not expired goes out, where its channel is turned on."
  return { title: `Let ${name} go on?`, lead, button: `Let ${name} go on` }
}

const MOST = 20
const SECTIONS = { "/today": "today", "/channels": "channels", "/agents": "agents", "/webhooks": "webhooks" } as const

export const confirmSwitchPage = operatorPage({
  path: "/switches/confirm",
  query: Query,
  async render({ services: { db, clock }, query: { scope, to, back }, operator, frame, requestId }) {
    const now = clock.now()
    const words = wordsFor(scope, to)
    const channel = channelOf(scope)
    const approved = await answered(listPlansInStates(db, ["approved"], MOST), requestId)
    return (
      <Layout title={words.title} section={SECTIONS[back]} frame={frame}>
        <div class="intro">
          <h1>{words.title}</h1>
          <p class="lead">{words.lead}</p>
        </div>
        <section class="card">
          <CommandForm action="/switches" operator={operator} hidden={{ scope, to, back }} class="fields">
            <label for="reason">Why? It may be left empty.</label>
            <input id="reason" name="reason" maxlength={300} autocomplete="off" />
            <button type="submit">{words.button}</button>
          </CommandForm>
          <p class="apart">
            <a href={back}>No, leave it as it is</a>
          </p>
        </section>
        {(scope === "stop:all" || channel !== null) && (
          <Card
            title="Approved and not yet out"
            answer={approved}
            show={(rows) => <Leaving plans={rows.filter((row) => channel === null || row.channel === channel)} now={now} />}
          />
        )}
      </Layout>
    )
  },
})

const Leaving = ({ plans, now }: { plans: readonly PlanLine[]; now: Date }) =>
  plans.length === 0 ? <Empty>No post is approved and waiting: nothing leaves at once.</Empty> : <PlanList plans={plans} now={now} />
