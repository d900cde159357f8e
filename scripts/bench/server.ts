// On which PostgreSQL is measured? On the one that was named, else on Debian's own, started in a temporary folder; always in a database of its own.
import { execFile } from "node:child_process"
import { randomBytes } from "node:crypto"
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import pg from "pg"
import { findPort } from "../../test/world/serve.ts"

const run = promisify(execFile)
const HOME = "/usr/lib/postgresql"
const SECRET = "local-only"

export type BenchServer = {
  /** Of a database that nobody else uses. */
  readonly url: string
  /** How it was started, for the report. */
  readonly about: string
  readonly close: () => Promise<void>
}

/** Throws an Error that says what to install where there is no server to start. A signal that ends the process puts everything away first. */
export async function openBenchServer(url: string | undefined): Promise<BenchServer> {
  const server = await openServerOf(url)
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void server.close().finally(() => process.exit(130)))
  return server
}

async function openServerOf(url: string | undefined): Promise<BenchServer> {
  if (url !== undefined) return await openOwnDatabase(url, "a given server", async () => {})
  const { url: started, close } = await startDebians()
  return await openOwnDatabase(started, "started by the bench, settings below", close)
}

async function openOwnDatabase(server: string, about: string, stop: () => Promise<void>): Promise<BenchServer> {
  const name = `bench_${randomBytes(4).toString("hex")}`
  const once = async (sql: string) => {
    const client = new pg.Client({ connectionString: server })
    await client.connect()
    await client.query(sql)
    await client.end()
  }
  await once(`CREATE DATABASE ${name}`)
  // As on the storage that the studio runs on: a page out of order costs hardly more than the next one.
  await once(`ALTER DATABASE ${name} SET random_page_cost = 1.1`)
  return {
    url: Object.assign(new URL(server), { pathname: `/${name}` }).href,
    about,
    async close() {
      await once(`DROP DATABASE ${name} WITH (FORCE)`)
      await stop()
    },
  }
}

function findBin(): string {
  const versions = existsSync(HOME) ? readdirSync(HOME).filter((name) => existsSync(join(HOME, name, "bin", "initdb"))) : []
  const newest = versions.toSorted((a, b) => Number(b) - Number(a))[0]
  if (newest !== undefined) return join(HOME, newest, "bin")
  throw new Error(
    "There is no PostgreSQL to measure on. Install one (`apt-get install postgresql`), or name a server: npm run bench -- --url postgresql://USER:PASSWORD@HOST/postgres",
  )
}

/** A postgres server refuses to run as root; then Debian's own user runs it. */
const isRoot = (): boolean => process.getuid?.() === 0
const asPostgres = (file: string, args: readonly string[]) =>
  isRoot() ? run("runuser", ["-u", "postgres", "--", file, ...args], { cwd: "/" }) : run(file, args, { cwd: "/" })

/** Durable, as a real one is: a commit waits for the disk. Memory as on a small server. */
const SETTINGS = {
  listen_addresses: "127.0.0.1",
  shared_buffers: "2GB",
  max_wal_size: "8GB",
  work_mem: "64MB",
  maintenance_work_mem: "512MB",
}

async function startDebians(): Promise<{ url: string; close: () => Promise<void> }> {
  const bin = findBin()
  const folder = mkdtempSync(join(tmpdir(), "bench-"))
  chmodSync(folder, 0o755)
  const [secret, data] = [join(folder, "password"), join(folder, "data")]
  writeFileSync(secret, `${SECRET}\n`)
  if (isRoot()) await run("chown", ["-R", "postgres", folder])
  const port = await findPort(0)
  const settings = Object.entries(SETTINGS).map(([name, value]) => `-c ${name}=${value}`)
  await asPostgres(join(bin, "initdb"), [
    "-D",
    data,
    "-U",
    "postgres",
    "-A",
    "scram-sha-256",
    `--pwfile=${secret}`,
    "-E",
    "UTF8",
    "--locale=C.UTF-8",
  ])
  const started = ["-D", data, "-l", join(folder, "log"), "-w", "-t", "60", "-o", `-p ${port} -k ${folder} ${settings.join(" ")}`, "start"]
  await asPostgres(join(bin, "pg_ctl"), started)
  const close = async () => {
    await asPostgres(join(bin, "pg_ctl"), ["-D", data, "-m", "immediate", "stop"]).catch(() => undefined)
    rmSync(folder, { recursive: true, force: true })
  }
  return { url: `postgresql://postgres:${SECRET}@127.0.0.1:${port}/postgres`, close }
}
