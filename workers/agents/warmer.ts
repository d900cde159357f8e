// Who asks the commonest questions anew once their answers are old? The api Worker, which is told; where it can't, the first reader does.
import { log } from "../../shared/kit/log.ts"

/** The api Worker's entrypoint of that name. */
export type Warmer = { warm(names: readonly string[]): Promise<void> }

/** Nobody waits for it longer than this. */
const TIMEOUT_MS = 5_000

/** Never fails: a cold answer is only slower. */
export async function tellWarmer(warmer: Warmer | null, names: readonly string[]): Promise<void> {
  if (warmer === null || names.length === 0) return
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`not warm within ${TIMEOUT_MS} ms`)), TIMEOUT_MS)
  })
  try {
    await Promise.race([warmer.warm(names), late])
  } catch (error) {
    log("warn", "cache.unwarmed", { names, error: error instanceof Error ? error.message : String(error) })
  } finally {
    clearTimeout(timer)
  }
}
