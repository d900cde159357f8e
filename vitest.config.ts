import { defineConfig } from "vitest/config"

const jsx = { jsx: { runtime: "automatic" as const, importSource: "hono/jsx" } }

/** Three speeds: pure functions; questions on real Postgres; flows through the three Workers. The browser's tests need Chromium and run in CI. */
export default defineConfig({
  oxc: jsx,
  test: {
    // What a passing test logs is of no interest.
    silent: "passed-only",
    // vitest leaves a core to itself, of two that is half the machine.
    maxWorkers: 2,
    // Files share two processes: modules are loaded once, and PGlite's WebAssembly is compiled and optimised once, not for each of 160 files.
    // So a file leaves nothing behind in a module; what it replaced with a mock is restored for it.
    isolate: false,
    setupFiles: ["test/world/restore-mocks.ts"],
    projects: [
      {
        extends: true,
        test: {
          name: "core",
          testTimeout: 30_000,
          include: ["test/**/*.test.{ts,tsx}"],
          exclude: ["test/db/**", "test/flows/**", "test/contracts/**", "test/browser/**"],
        },
      },
      {
        extends: true,
        test: { name: "sql", include: ["test/db/**/*.test.ts", "test/contracts/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 60_000 },
      },
      {
        extends: true,
        test: { name: "flows", include: ["test/flows/**/*.test.ts"], testTimeout: 120_000, hookTimeout: 120_000 },
      },
      {
        extends: true,
        test: {
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // In a group of its own: one Chromium at a time, in a process of its own.
          isolate: true,
          fileParallelism: false,
        },
      },
    ],
  },
})
