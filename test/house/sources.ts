// The repository as the house's rules see it: which files there are, what they import, and their code without comments.
import { readdirSync, readFileSync } from "node:fs"
import { dirname, join, posix } from "node:path"
import { fileURLToPath } from "node:url"

export const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..")

/** Built, installed or a person's own; plus recordings beside the repository, which aren't in it. */
const SKIPPED = new Set(["node_modules", ".git", ".studio", ".wrangler", "dist"])

/** Every file under `folder`, as a path from the root with forward slashes, in order. */
export function listFiles(folder = ""): readonly string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true })
  return entries
    .filter((entry) => !SKIPPED.has(entry.name))
    .flatMap((entry) => {
      const path = posix.join(folder, entry.name)
      return entry.isDirectory() ? listFiles(path) : [path]
    })
    .sort()
}

const ROOMS = ["shared", "workers", "scripts", "test"]

/** Every TypeScript file of the house. */
export const listSources = (...rooms: readonly string[]): readonly string[] =>
  (rooms.length === 0 ? ROOMS : rooms).flatMap((room) => listFiles(room)).filter((path) => /\.tsx?$/.test(path))

export const read = (path: string): string => readFileSync(join(root, path), "utf8")

/** Strings end on their line unless they are templates, so a quote in a regular expression misleads for one line at most. */
const TOKEN = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g

/** Without comments; strings stay. */
export const stripComments = (text: string): string => text.replace(TOKEN, (token) => (/^\/[/*]/.test(token) ? " " : token))

/** Without comments and without what stands in strings. */
export const stripStrings = (text: string): string => text.replace(TOKEN, (token) => (/^\/[/*]/.test(token) ? " " : '""'))

const IMPORT = /\bfrom\s*"([^"]+)"|\bimport\s*\(\s*"([^"]+)"\s*\)|\bimport\s+"([^"]+)"/g

/** What a file imports: paths from the root where relative, else the package's specifier as written. */
export function listImports(path: string): readonly string[] {
  const found = [...stripComments(read(path)).matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? match[3] ?? "")
  return found.map((specifier) => (specifier.startsWith(".") ? posix.join(posix.dirname(path), specifier) : specifier))
}
