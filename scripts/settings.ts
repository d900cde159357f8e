// Where do the scripts find what a deployment needs? In the environment, else in .dev.vars, which git ignores.
import { existsSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { parseEnv } from "node:util"

export const root = join(dirname(fileURLToPath(import.meta.url)), "..")

export type Settings = Readonly<Record<string, string>>

/** Every setting that has a value; the environment wins. An empty value counts as none. */
export function readSettings(environment: NodeJS.ProcessEnv = process.env, file: string = join(root, ".dev.vars")): Settings {
  const stored = existsSync(file) ? parseEnv(readFileSync(file, "utf8")) : {}
  const given = Object.entries({ ...stored, ...environment }).filter((entry): entry is [string, string] => Boolean(entry[1]))
  return Object.fromEntries(given)
}
