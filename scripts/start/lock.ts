// Does another copy of the studio work in this folder? One at a time may; a copy that was killed holds nothing.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { type Serving, serve } from "../../test/world/serve.ts"

/** What a running copy says of itself; the addresses come when it is ready. */
export type Holder = { readonly pid: number; readonly addresses: readonly string[] }

export type Lock = {
  /** Tells later copies where this one can be reached. */
  publish(addresses: readonly string[]): void
  release(): Promise<void>
}

/** How long a process that was killed may take to end. */
const LOOKS = 20
const LOOK_MS = 50

type Entry = { readonly pid: number; readonly control: string }

/** Takes the folder, or says who has it. Throws where a process that doesn't answer may still have it. */
export async function takeLock(dir: string): Promise<Lock | Holder> {
  mkdirSync(dir, { recursive: true })
  const file = join(dir, "lock.json")
  const holder: { pid: number; addresses: readonly string[] } = { pid: process.pid, addresses: [] }
  const control = await serve(() => Response.json({ dir, ...holder }))
  for (;;) {
    if (write(file, { pid: process.pid, control: control.url })) return hold(file, control, holder)
    const entry = read(file)
    const other = entry === null ? null : await ask(entry, dir)
    if (other !== null) {
      await control.close()
      return other
    }
    if (entry !== null && !(await isGone(entry.pid))) {
      await control.close()
      throw new Error(
        `Process ${entry.pid} seems to run the studio in ${dir}, but does not answer. If it is another program, delete ${file}.`,
      )
    }
    rmSync(file, { force: true })
  }
}

function hold(file: string, control: Serving, holder: { addresses: readonly string[] }): Lock {
  return {
    publish(addresses) {
      holder.addresses = addresses
    },
    async release() {
      rmSync(file, { force: true })
      await control.close()
    },
  }
}

function write(file: string, entry: Entry): boolean {
  try {
    writeFileSync(file, JSON.stringify(entry), { flag: "wx" })
    return true
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === "EEXIST") return false
    throw thrown
  }
}

function read(file: string): Entry | null {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Entry
  } catch {
    // Gone meanwhile, or cut off while it was written.
    return null
  }
}

/** The holder's own words; null where nobody answers for this folder. */
async function ask({ control }: Entry, dir: string): Promise<Holder | null> {
  try {
    const answer = (await (await fetch(control, { signal: AbortSignal.timeout(5_000) })).json()) as Holder & { dir?: string }
    return answer.dir === dir ? answer : null
  } catch {
    return null
  }
}

/** Whether the process has ended; one that is being killed at this moment gets the time to. */
async function isGone(pid: number): Promise<boolean> {
  for (let look = 1; isAlive(pid); look += 1) {
    if (look === LOOKS) return false
    await wait(LOOK_MS)
  }
  return true
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !isZombie(pid)
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === "EPERM"
  }
}

/** Whether it is only still listed: in a container where nobody collects the dead, a killed process stays so for good. */
function isZombie(pid: number): boolean {
  try {
    return /^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, "utf8"))
  } catch {
    // Not a Linux, or gone meanwhile.
    return false
  }
}
