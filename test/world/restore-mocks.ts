// What does a test file leave behind for the next one in the same process? Nothing: what it replaced is itself again.
import { afterAll, vi } from "vitest"

// Runs after the file's own: hooks end in the opposite order.
afterAll(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})
