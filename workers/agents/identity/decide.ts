// What does a person's request ask for? Pure: the stored event, or what is left to sweep, as an order.
import { type EventData, EVENTS } from "../../../shared/domain/event.ts"

type AccountOf = { readonly platform: EventData<"person.deletion-requested">["platform"]; readonly id: string }

export type Facts = {
  /** Null: there is no such event. Data `{}`: it was executed, and what it said is gone. */
  readonly request: { readonly name: string; readonly data: Readonly<Record<string, unknown>> } | null
  /** An account that was forgotten a moment ago. */
  readonly sweep: AccountOf | null
}

export type Order =
  | { readonly kind: "link"; readonly data: EventData<"person.link-requested"> }
  | { readonly kind: "unlink"; readonly data: AccountOf }
  | { readonly kind: "forget"; readonly data: AccountOf; readonly isSweep: boolean }
  | { readonly kind: "consent"; readonly data: EventData<"person.consent-given"> }
  | { readonly kind: "none" }

export function decide({ request, sweep }: Facts): Order {
  if (sweep !== null) return { kind: "forget", data: sweep, isSweep: true }
  if (request === null || Object.keys(request.data).length === 0) return { kind: "none" }
  switch (request.name) {
    case "person.link-requested":
      return { kind: "link", data: EVENTS[request.name].parse(request.data) }
    case "person.unlink-requested":
      return { kind: "unlink", data: EVENTS[request.name].parse(request.data) }
    case "person.deletion-requested":
      return { kind: "forget", data: EVENTS[request.name].parse(request.data), isSweep: false }
    case "person.consent-given":
      return { kind: "consent", data: EVENTS[request.name].parse(request.data) }
    default:
      return { kind: "none" }
  }
}
