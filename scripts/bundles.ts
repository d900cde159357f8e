// How large is a Worker as it is deployed, what is it made of, and how long does it take to start?
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { runCommand } from "./command.ts"
import type { Deployable } from "./deployables.ts"

export type Part = { readonly name: string; readonly bytes: number }
export type Bundle = {
  readonly gzipKib: number
  readonly rawKib: number
  readonly wasmGzipKib: number
  /** Minified, before gzip. */
  readonly largest: readonly Part[]
  readonly startupMs: number
}

const KIB = 1024

/**
 * Builds the Worker exactly as a deployment does, without an account, and measures what would be uploaded. Sizes are in KiB of 1024 bytes,
 * gzipped at gzip's default level; WebAssembly is counted apart. Throws with wrangler's own words where something fails.
 */
export async function measureBundle(name: Deployable["name"], startupLimitMs: number): Promise<Bundle> {
  const folder = mkdtempSync(join(tmpdir(), "bundle-"))
  try {
    const [out, meta, upload] = [join(folder, "out"), join(folder, "meta.json"), join(folder, "upload")]
    await wrangler("deploy", "--env", name, "--dry-run", "--minify", "--outdir", out, "--outfile", upload, "--metafile", meta)
    return {
      ...measureModules(out),
      largest: listParts(readFileSync(meta, "utf8")).slice(0, 10),
      startupMs: await measureStartup(upload, startupLimitMs),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function wrangler(...args: string[]): Promise<void> {
  const { code, output } = await runCommand("wrangler", args)
  if (code !== 0) throw new Error(`wrangler ${args.slice(0, 3).join(" ")}: ${output.trim()}`)
}

function measureModules(folder: string): Pick<Bundle, "gzipKib" | "rawKib" | "wasmGzipKib"> {
  const modules = readdirSync(folder).filter((file) => !/\.map$|^README\.md$/.test(file))
  const wasm = modules.filter((file) => file.endsWith(".wasm"))
  const code = modules.filter((file) => !file.endsWith(".wasm"))
  const kib = (files: readonly string[], pack: (bytes: Buffer) => Buffer): number =>
    files.reduce((sum, file) => sum + pack(readFileSync(join(folder, file))).length, 0) / KIB
  return { gzipKib: kib(code, gzipSync), rawKib: kib(code, (bytes) => bytes), wasmGzipKib: kib(wasm, gzipSync) }
}

type Metafile = {
  readonly outputs: Readonly<Record<string, { readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>> }>>
}

/** What esbuild put into the bundle, minified and before gzip, largest first: a package counts as one part, our own files each as one. */
function listParts(metafile: string): readonly Part[] {
  const parts = new Map<string, number>()
  const { outputs } = JSON.parse(metafile) as Metafile
  for (const [path, { bytesInOutput }] of Object.values(outputs).flatMap(({ inputs }) => Object.entries(inputs))) {
    const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path
    parts.set(name, (parts.get(name) ?? 0) + bytesInOutput)
  }
  return [...parts].map(([name, bytes]) => ({ name, bytes })).sort((a, b) => b.bytes - a.bytes)
}

/**
 * Processor time of a built Worker's start in milliseconds, idle time aside, in the local workerd. A busy machine only ever adds, so where it
 * is not under `limitMs` it is measured again, at most eight times, and the least counts. Cloudflare's machines differ: read it as an order of
 * magnitude. The build is handed over because `check startup --env NAME` builds the file's top-level Worker, whatever NAME is.
 */
async function measureStartup(upload: string, limitMs: number): Promise<number> {
  let least = Infinity
  for (let attempt = 0; attempt < 8 && least >= limitMs; attempt += 1) {
    const file = `${upload}-${attempt}.cpuprofile`
    await wrangler("check", "startup", "--workerBundle", upload, "--outfile", file)
    least = Math.min(least, activeMs(readFileSync(file, "utf8")))
  }
  return least
}

type Profile = {
  readonly nodes: readonly { readonly id: number; readonly callFrame: { readonly functionName: string } }[]
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}

function activeMs(profile: string): number {
  const { nodes, samples, timeDeltas } = JSON.parse(profile) as Profile
  const idle = new Set(nodes.filter(({ callFrame }) => callFrame.functionName === "(idle)").map(({ id }) => id))
  return samples.reduce((sum, id, index) => sum + (idle.has(id) ? 0 : (timeDeltas[index] ?? 0)), 0) / 1000
}
