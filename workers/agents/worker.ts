// The agents Worker: a heartbeat that finds what is due, and three queues.
import { bumpedBy, CACHES } from "../../shared/domain/cache.ts"
import { openPng } from "../../shared/integrations/png.ts"
import { PNG_PARTS } from "../../shared/integrations/png-parts.ts"
import { bumpEpochs } from "../../shared/kit/cache.ts"
import { type Clock, openClock } from "../../shared/kit/clock.ts"
import { ISOLATE_COUNTERS, openCounterStore } from "../../shared/kit/counters.ts"
import { openModelAccess } from "./ask.ts"
import { bury, consume } from "./consume.ts"
import { readAgentsConfig } from "./env.ts"
import { heartbeat } from "./heartbeat.ts"
import { consumeHints } from "./inbox.ts"
import { openPorts } from "./ports.ts"
import { tellWarmer } from "./warmer.ts"
import { AGENTS } from "./registry.ts"
import type { Runtime } from "./runtime.ts"

/** The machine's own time. */
const MACHINE = openClock(null)

/** One for the isolate: it starts once, with the first picture. */
const PNG = openPng(PNG_PARTS)

function openRuntime(env: unknown): Runtime {
  const config = readAgentsConfig(env)
  const clock: Clock = openClock(config.clock)
  return {
    config,
    clock,
    agents: AGENTS,
    open: (needs, meter) => openPorts(needs, { config, meter, clock, png: PNG, fetch: (input, init) => fetch(input, init) }),
    model: openModelAccess({
      providers: config.models,
      caps: config.caps,
      clock,
      random: Math.random,
      fetch: (input, init) => fetch(input, init),
    }),
    // Opened where it is needed: a client of Redis costs more than all else of a message that only says that events wait.
    async bump(agent) {
      const names = bumpedBy(agent)
      if (names.length === 0) return
      await bumpEpochs(config.redis, names)
      await tellWarmer(config.warmer, names)
    },
  }
}

/** What `work` counts is sent when it ends, however it ends. */
async function counted(runtime: Runtime, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } finally {
    const open = () => openCounterStore(runtime.config.redis)
    await ISOLATE_COUNTERS.flush({ open, wait: async () => undefined, now: MACHINE.now() })
  }
}

async function take(batch: MessageBatch, runtime: Runtime): Promise<void> {
  if (batch.queue.endsWith("-events")) return consumeHints(batch, runtime)
  for (const message of batch.messages) {
    if (batch.queue.endsWith("-dead")) await bury(message.body, runtime)
    else await consume(message, runtime)
  }
}

export default {
  async scheduled(_event, env) {
    const runtime = openRuntime(env)
    await counted(runtime, async () => {
      await heartbeat(runtime, (input, init) => fetch(input, init))
      await tellWarmer(runtime.config.warmer, Object.keys(CACHES))
    })
  },
  async queue(batch, env) {
    const runtime = openRuntime(env)
    await counted(runtime, () => take(batch, runtime))
  },
} satisfies ExportedHandler<unknown, unknown>
