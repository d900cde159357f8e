// What strikes a process of a story where it stands, or the studio around it.
import { approveAgainSql, editSql, turnOn } from "../approved-posts.ts"
import type { StepFault } from "./schedule.ts"
import type { World } from "./sender.ts"
import type { Process } from "./stage.ts"

/** A person's own actions take their time, and are never struck. */
const OPERATOR = "operator"

/** Lets happen to a process what the schedule has for it, each once. */
export async function strike(world: World, process: Process): Promise<void> {
  if (process.name === OPERATOR) return
  const next = world.ahead.findIndex(({ from, at }) => from <= world.steps && (at === null || at === process.place))
  const [struck] = next < 0 ? [] : world.ahead.splice(next, 1)
  if (struck === undefined) return
  const { kind } = struck.fault
  world.struck.push(kind === "kill" || kind === "freeze" ? `${kind} at ${process.place}` : kind)
  await happen(world, process, struck.fault)
}

async function happen(world: World, process: Process, fault: StepFault): Promise<void> {
  const { stage, postgres } = world
  switch (fault.kind) {
    case "kill":
      process.isDead = true
      return
    case "jump":
      return stage.jump(fault.ms)
    case "freeze":
      process.stillUntil = stage.now() + fault.ms
      return
    case "refuse":
    case "lose":
      world.broken.set(process, fault.kind)
      return
    case "edit":
      return edit(world)
    default:
      await turnOn(postgres, ["stop:all"])
      stage.begin(OPERATOR, 0, async (operator) => {
        operator.stillUntil = stage.now() + 700_000
        await stage.at(operator, "asleep")
        await turnOn(postgres, ["stop:all"], false)
      })
  }
}

/** An operator edits the text, where it isn't on its way yet; the new version is approved a little later. */
async function edit(world: World): Promise<void> {
  const { postgres, stage, post } = world
  if ((await postgres.query(editSql(post.number))).rows.length === 0) return
  const version = world.version + 1
  Object.assign(world, { version, post: { ...post, parts: post.parts.map((text) => `${text} v${version}`) } })
  stage.begin(OPERATOR, 0, async (operator) => {
    operator.stillUntil = stage.now() + 20_000
    await stage.at(operator, "asleep")
    await postgres.exec(approveAgainSql(world.post, version))
  })
}
