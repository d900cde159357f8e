// How is a command found in a table and run, and what is said of one that isn't there?
import { type Command, Refusal, type Reply } from "./redis-reply.ts"
import type { RedisStore } from "./redis-store.ts"

/** `arity` counts the command's own name, as Redis does: 3 means exactly two arguments, -3 at least two. */
export type CommandRow = { readonly arity: number; readonly run: (store: RedisStore, args: readonly string[]) => Reply }
export type CommandTable = Readonly<Record<string, CommandRow>>

/** Looks a command up and runs it; every refusal is an error reply. */
export function runCommand(table: CommandTable, store: RedisStore, command: Command): Reply {
  const fault = findFault(table, command)
  if (fault !== null) return { err: fault }
  const [name = "", ...args] = command
  try {
    return table[name.toUpperCase()]?.run(store, args) ?? null
  } catch (thrown) {
    if (thrown instanceof Refusal) return { err: thrown.message }
    throw thrown
  }
}

/** What is wrong with a command before it is run: its name or the number of its arguments. */
export function findFault(table: CommandTable, [name = "", ...args]: Command): string | null {
  const row = Object.hasOwn(table, name.toUpperCase()) ? table[name.toUpperCase()] : undefined
  if (row === undefined) {
    const shown = args
      .map((arg) => `'${arg.slice(0, 128)}' `)
      .join("")
      .slice(0, 128)
    return `ERR unknown command '${name.slice(0, 128)}', with args beginning with: ${shown}`
  }
  const length = args.length + 1
  if (row.arity > 0 ? length === row.arity : length >= -row.arity) return null
  return `ERR wrong number of arguments for '${name.toLowerCase()}' command`
}
