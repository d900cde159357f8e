// How far did a post come on its way out, what got each part, and what can a person say where nobody knows?
import type { DeliveryOfPlan, PlanFile } from "../../../shared/db/queries/plan-file.ts"
import { webLink } from "../links.ts"
import type { Operator } from "../session.ts"
import { channelPlace, deliveryWord } from "./channel-words.ts"
import { CommandForm } from "./command-form.tsx"
import { Badge, Empty, When } from "./parts.tsx"

type Of = { file: PlanFile; operator: Operator; now: Date }

export function DeliveryCard({ file, operator, now }: Of) {
  const { delivery, plan } = file
  if (delivery === null) return <Empty>Nothing has been sent. A delivery is written down once the plan is approved.</Empty>
  const word = deliveryWord(delivery.state)
  return (
    <>
      <div class="between">
        <p class="small">
          {delivery.parts} {delivery.parts === 1 ? "part" : "parts"}, {delivery.receipts.length} out;{" "}
          {delivery.attempt === 1 ? "tried once" : `tried ${delivery.attempt} times`}
          {delivery.tries > 0 ? `, ${delivery.tries} of them posted nothing of the present part` : ""}
        </p>
        <Badge tone={word.tone}>{word.text}</Badge>
      </div>
      {delivery.failure_code !== null && (
        <p class="fault apart">
          <b>{delivery.failure_code}</b>
          {delivery.failure_detail === null ? "" : `: ${delivery.failure_detail}`}
        </p>
      )}
      <Receipts delivery={delivery} now={now} />
      <p class="small muted apart">
        Written down <When at={delivery.created_at} now={now} />
        {delivery.ended_at === null ? (
          ""
        ) : (
          <>
            , ended <When at={delivery.ended_at} now={now} />
          </>
        )}
        . Its id, <code>{delivery.id}</code>, is what makes it one.
      </p>
      {delivery.state === "held" && <Settle plan={plan} delivery={delivery} operator={operator} now={now} />}
    </>
  )
}

const Receipts = ({ delivery, now }: { delivery: DeliveryOfPlan; now: Date }) =>
  delivery.receipts.length === 0 ? (
    <></>
  ) : (
    <ol class="rows tight apart">
      {delivery.receipts.map((receipt, i) => {
        const link = receipt.url === null ? null : webLink(receipt.url)
        return (
          <li class="between">
            <span class="small">
              Part {i + 1}: <code>{receipt.id}</code>
            </span>
            <span class="small muted">
              <When at={receipt.at} now={now} />{" "}
              {link !== null && (
                <a href={link} rel="noopener noreferrer">
                  open
                </a>
              )}
            </span>
          </li>
        )
      })}
    </ol>
  )

type SettleOf = { plan: PlanFile["plan"]; delivery: DeliveryOfPlan; operator: Operator; now: Date }

/** Nobody but a person can tell whether the present part is out. */
function Settle({ plan, delivery, operator, now }: SettleOf) {
  const channel = channelPlace(plan.channel)
  const part = delivery.receipts.length
  const action = `/posts/${plan.id}/settle`
  const since = delivery.part_since
  return (
    <div class="apart" id="settle">
      <h3>Is part {part + 1} out?</h3>
      <p class="small">
        Look on {channel}
        {since === null ? (
          ""
        ) : (
          <>
            {" "}
            for what was posted since <When at={since} now={now} />
          </>
        )}
        , then say what you saw. It is never sent again without your word.
      </p>
      <div class="acts">
        <CommandForm action={action} operator={operator} hidden={{ delivery: delivery.id, part: String(part), answer: "is-not-out" }}>
          <button type="submit">It isn't there: send it</button>
        </CommandForm>
        <CommandForm action={action} operator={operator} hidden={{ delivery: delivery.id, part: String(part), answer: "give-up" }}>
          <button type="submit" class="danger">
            Give it up
          </button>
        </CommandForm>
      </div>
      <details class="act">
        <summary>It is there</summary>
        <CommandForm
          action={action}
          operator={operator}
          hidden={{ delivery: delivery.id, part: String(part), answer: "is-out" }}
          class="fields"
        >
          <label for="external">Its id on {channel}</label>
          <input id="external" name="external" required maxlength={200} autocomplete="off" />
          <label for="url">Its address, if it has one</label>
          <input id="url" name="url" type="url" maxlength={500} autocomplete="off" />
          <button type="submit">It is out</button>
        </CommandForm>
      </details>
    </div>
  )
}
