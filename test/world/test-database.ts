// How does a test file get a migrated database of its own quickly? A copy of a template that is built once and kept on disk.
import { createHash, randomBytes } from "node:crypto"
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { openPglite, type PglitePostgres } from "./postgres-pglite.ts"
import { openServer } from "./postgres-server.ts"
import { type Postgres, quoteIdentifier } from "./postgres-session.ts"

export type Migrate = (exec: (sql: string) => Promise<void>) => Promise<void>

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..")
const CACHE = join(root, "node_modules", ".cache", "content-creator")

type Options = {
  /** Where templates are kept. */
  readonly cache?: string
  /** What the template depends on beside PGlite's version; the text of all migrations, where none is given. */
  readonly version?: string
  /** A real server on which a throw-away database is made instead; it is dropped on close. */
  readonly url?: string | undefined
}

/**
 * Opens a fresh database in memory on which `migrate` has run. The first call after a change of the migrations takes seconds, every
 * other one a few hundred milliseconds. Several processes may ask at once: one of them builds, the others wait.
 */
export async function openTestDatabase(migrate: Migrate, options: Options = {}): Promise<Postgres> {
  if (options.url !== undefined) return await openThrowAway(options.url, migrate)
  const file = join(options.cache ?? CACHE, `database-${hash(options.version ?? readMigrations())}.tar`)
  return await openPglite({ image: await cachedImage(file, () => makeImage(migrate)) })
}

/** A database cluster with nothing in it: opening this is several times as fast as letting PGlite make one. */
export async function emptyImage(): Promise<Blob> {
  return await cachedImage(join(CACHE, `empty-${hash("")}.tar`), async () => await dumpAndClose(await openPglite()))
}

async function makeImage(migrate: Migrate): Promise<Blob> {
  const db = await openPglite({ image: await emptyImage() })
  try {
    await migrate((sql) => db.exec(sql))
  } catch (thrown) {
    await db.close()
    throw thrown
  }
  return await dumpAndClose(db)
}

async function dumpAndClose(db: PglitePostgres): Promise<Blob> {
  const image = await db.dump()
  await db.close()
  return image
}

/** The image in `file`, built first where it isn't there: by one process, while the others wait. */
async function cachedImage(file: string, build: () => Promise<Blob>): Promise<Blob> {
  const lock = `${file}.lock`
  mkdirSync(dirname(file), { recursive: true })
  while (!existsSync(file)) {
    if (!takeLock(lock)) {
      await wait(50)
      continue
    }
    try {
      if (existsSync(file)) break
      writeFileSync(`${file}.part`, Buffer.from(await (await build()).arrayBuffer()))
      renameSync(`${file}.part`, file)
      dropOthers(file)
    } finally {
      rmSync(lock, { force: true })
    }
  }
  return new Blob([readFileSync(file)])
}

/** The lock names its holder, so that one whose holder was killed doesn't stop everybody else. */
function takeLock(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" })
    return true
  } catch {
    const holder = existsSync(lock) ? Number(readFileSync(lock, "utf8")) : 0
    if (holder > 0 && !isAlive(holder)) rmSync(lock, { force: true })
    return false
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Templates of earlier migrations are 40 MB each and of no more use after an hour. */
function dropOthers(file: string): void {
  for (const name of readdirSync(dirname(file)).filter((each) => /^database-.*\.tar$/.test(each))) {
    const other = join(dirname(file), name)
    const age = Date.now() - (statSync(other, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
    if (other !== file && age > 3_600_000) rmSync(other, { force: true })
  }
}

async function openThrowAway(url: string, migrate: Migrate): Promise<Postgres> {
  const name = `test_${randomBytes(6).toString("hex")}`
  const server = await openServer(url)
  await server.exec(`CREATE DATABASE ${quoteIdentifier(name)}`)
  const db = await openServer(Object.assign(new URL(url), { pathname: `/${name}` }).href)
  await migrate((sql) => db.exec(sql))
  return {
    ...db,
    async close() {
      await db.close()
      await server.exec(`DROP DATABASE ${quoteIdentifier(name)}`)
      await server.close()
    },
  }
}

function readMigrations(): string {
  const folder = join(root, "drizzle")
  const names = readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .sort()
  return names.map((name) => `${name}\n${readFileSync(join(folder, name), "utf8")}`).join("\n")
}

function hash(version: string): string {
  const manifest = readFileSync(join(root, "node_modules", "@electric-sql", "pglite", "package.json"), "utf8")
  const pglite = JSON.parse(manifest) as { version: string }
  return createHash("sha256").update(`${pglite.version}\n${version}`).digest("hex").slice(0, 16)
}
