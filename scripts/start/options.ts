// What was asked of `npm start`?
import { parseArgs } from "node:util"

export type StartOptions = {
  /** Forget what was kept and begin anew. */
  readonly fresh: boolean
  /** Null: the kept world's, or the usual one. */
  readonly seed: number | null
  /** Studio seconds in a real second. */
  readonly speed: number
  /** The real public sources in place of the fake market. */
  readonly live: boolean
  /** Folder that everything is kept in. */
  readonly dir: string
  /** A real Postgres to use in place of the embedded one. */
  readonly databaseUrl: string | null
}

export const USAGE = `npm start -- [options]

  --fresh        forget the kept world and begin a new one
  --seed N       the seed of a new world's market (a whole number)
  --speed N      studio time runs N times as fast; 60 makes an hour a minute (1 to 600)
  --live         read the real exchanges and feeds instead of the fake market
  --dir PATH     keep everything in PATH instead of .studio

  DATABASE_URL=postgresql://... npm start    uses that Postgres instead of the embedded one
  LIMITS=off npm start                       lets everybody ask as often as they like`

/** Throws an Error whose message is for the person who typed. */
export function readOptions(args: readonly string[], env: Readonly<Record<string, string | undefined>>): StartOptions {
  // npm takes options that come before `--` for its own and drops them silently.
  const swallowed = ["fresh", "seed", "speed", "live"].find((name) => env[`npm_config_${name}`] !== undefined)
  if (swallowed !== undefined) {
    const value = env[`npm_config_${swallowed}`] ?? ""
    const wanted = swallowed === "seed" || swallowed === "speed" ? " N" : ""
    const given = /^\d+$/.test(value) ? ` ${value}` : wanted
    throw new Error(`npm kept --${swallowed} for itself. Write: npm start -- --${swallowed}${given}`)
  }
  const { values } = parseArgs({
    args: [...args],
    options: {
      fresh: { type: "boolean", default: false },
      seed: { type: "string" },
      speed: { type: "string", default: "1" },
      live: { type: "boolean", default: false },
      dir: { type: "string", default: ".studio" },
    },
  })
  const seed = values.seed === undefined ? null : readNumber("seed", values.seed, 0, 2 ** 31)
  const speed = readNumber("speed", values.speed, 1, 600)
  if (values.live && (seed !== null || speed !== 1))
    throw new Error("--live takes neither --seed nor --speed: the real market has its own.")
  const databaseUrl = env["DATABASE_URL"] ?? null
  if (databaseUrl !== null && !/^postgres(ql)?:\/\//.test(databaseUrl)) throw new Error("DATABASE_URL must begin with postgresql://")
  if (databaseUrl !== null && values.fresh) {
    throw new Error("--fresh leaves a database that DATABASE_URL names alone. Empty it yourself, or start without DATABASE_URL.")
  }
  return { fresh: values.fresh, seed, speed, live: values.live, dir: values.dir, databaseUrl }
}

function readNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= least && value <= most) return value
  throw new Error(`--${name} ${text}: a whole number from ${least} to ${most} is wanted.`)
}
