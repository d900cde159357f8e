// How do Redis' scripts run here: EVAL, EVALSHA, SCRIPT, and redis.call from within?
import { createHash } from "node:crypto"
import { fengari, type LuaState, openLua, readText } from "./redis-lua-state.ts"
import { formatNumber, isError, NO_SCRIPT, OK, readInteger, Refusal, type Reply } from "./redis-reply.ts"
import type { RedisStore } from "./redis-store.ts"
import { type CommandTable, runCommand } from "./redis-table.ts"

const { lua, lauxlib, to_luastring: bytes } = fengari

export const sha1 = (text: string): string => createHash("sha1").update(text).digest("hex")

/** Upstash marks its scripts with a first line of flags that plain Redis does not know. */
export const withoutFlags = (script: string): string => script.replace(/^#![^\n]*/, "")

/** The commands on scripts; what a script may call is `table`. */
export function scriptCommands(table: CommandTable): CommandTable {
  const L = openLua()
  /** A script's sha to the place of its compiled function. */
  const compiled = new Map<string, number>()
  let store: RedisStore | null = null

  installRedis(L, (command) => {
    if (store === null) throw new Error("no script is running")
    return runCommand(table, store, command)
  })

  function load(script: string): string {
    const sha = sha1(script)
    if (!compiled.has(sha)) compiled.set(sha, compile(L, withoutFlags(script)))
    return sha
  }
  function run(on: RedisStore, sha: string, [count = "", ...rest]: readonly string[]): Reply {
    const place = compiled.get(sha.toLowerCase())
    if (place === undefined) throw new Refusal(NO_SCRIPT)
    const keys = Number(readInteger(count))
    if (keys < 0) throw new Refusal("ERR Number of keys can't be negative")
    if (keys > rest.length) throw new Refusal("ERR Number of keys can't be greater than number of args")
    store = on
    try {
      return call(L, place, sha.toLowerCase(), rest.slice(0, keys), rest.slice(keys))
    } finally {
      store = null
      lua.lua_settop(L, 0)
    }
  }

  function manage([verb = "", ...args]: readonly string[]): Reply {
    const word = verb.toLowerCase()
    const wrongCount = () => new Refusal(`ERR wrong number of arguments for 'script|${word}' command`)
    if (word === "load") {
      if (args.length !== 1) throw wrongCount()
      return load(args[0] ?? "")
    }
    if (word === "exists") {
      if (args.length === 0) throw wrongCount()
      return args.map((sha) => (compiled.has(sha.toLowerCase()) ? 1 : 0))
    }
    if (word !== "flush") throw new Refusal(`ERR unknown subcommand '${verb}'. Try SCRIPT HELP.`)
    compiled.clear()
    return OK
  }

  return {
    EVAL: { arity: -3, run: (on, [script = "", ...rest]) => run(on, load(script), rest) },
    EVALSHA: { arity: -3, run: (on, [sha = "", ...rest]) => run(on, sha, rest) },
    SCRIPT: { arity: -2, run: (_on, args) => manage(args) },
  }
}

function compile(L: LuaState, script: string): number {
  const code = bytes(script)
  if (lauxlib.luaL_loadbuffer(L, code, code.length, bytes("@user_script")) !== 0) {
    const message = readText(L, -1).replace(/near <eof>$/, "near '<eof>'")
    lua.lua_settop(L, 0)
    throw new Refusal(`ERR Error compiling script (new function): ${message}`)
  }
  return lauxlib.luaL_ref(L, lua.LUA_REGISTRYINDEX)
}

function call(L: LuaState, place: number, sha: string, keys: readonly string[], args: readonly string[]): Reply {
  pushReply(L, keys)
  lua.lua_setglobal(L, bytes("KEYS"))
  pushReply(L, args)
  lua.lua_setglobal(L, bytes("ARGV"))
  lua.lua_pushjsfunction(L, explainError)
  lua.lua_rawgeti(L, lua.LUA_REGISTRYINDEX, place)
  if (lua.lua_pcall(L, 0, 1, 1) === 0) return readReply(L, -1)
  const { err } = readFields(L, -1)
  const where = readText(L, (lua.lua_getfield(L, -1, bytes("where")), -1))
  return { err: where === "" ? (err ?? "ERR unknown") : `${err} script: ${sha}, on @${where.replace(/: $/, "")}.` }
}

/** Gives every error the form of a table with its text and its place, while the failing function is still on the stack. */
function explainError(L: LuaState): number {
  if (lua.lua_type(L, 1) === lua.LUA_TTABLE) return 1
  const message = readText(L, 1)
  lua.lua_createtable(L, 0, 2)
  pushField(L, "err", `ERR ${message}`)
  pushField(L, "where", /^user_script:\d+: /.exec(message)?.[0] ?? "")
  return 1
}

function pushField(L: LuaState, name: string, text: string): void {
  lua.lua_pushstring(L, bytes(text))
  lua.lua_setfield(L, -2, bytes(name))
}

/** Defines `redis` with call, pcall, error_reply, status_reply, sha1hex and log. */
function installRedis(L: LuaState, run: (command: readonly string[]) => Reply): void {
  const functions: Record<string, (L: LuaState) => number> = {
    call: (state) => callCommand(state, run, true),
    pcall: (state) => callCommand(state, run, false),
    error_reply: (state) => pushReply(state, { err: readText(state, 1) }),
    status_reply: (state) => pushReply(state, { ok: readText(state, 1) }),
    sha1hex: (state) => pushReply(state, sha1(readText(state, 1))),
    log: () => 0,
  }
  lua.lua_createtable(L, 0, Object.keys(functions).length)
  for (const [name, each] of Object.entries(functions)) {
    lua.lua_pushjsfunction(L, each)
    lua.lua_setfield(L, -2, bytes(name))
  }
  lua.lua_setglobal(L, bytes("redis"))
}

function callCommand(L: LuaState, run: (command: readonly string[]) => Reply, raises: boolean): number {
  const reply = runFromLua(L, run)
  pushReply(L, reply)
  if (!isError(reply) || !raises) return 1
  lauxlib.luaL_where(L, 1)
  lua.lua_setfield(L, -2, bytes("where"))
  return lua.lua_error(L)
}

function runFromLua(L: LuaState, run: (command: readonly string[]) => Reply): Reply {
  const count = lua.lua_gettop(L)
  if (count === 0) return { err: "ERR Please specify at least one argument for this redis lib call" }
  const command: string[] = []
  for (let i = 1; i <= count; i += 1) {
    const type = lua.lua_type(L, i)
    if (type === lua.LUA_TNUMBER) command.push(formatNumber(lua.lua_tonumber(L, i), 17))
    else if (type === lua.LUA_TSTRING) command.push(readText(L, i))
    else return { err: "ERR Lua redis lib command arguments must be strings or integers" }
  }
  const reply = run(command)
  if (isError(reply) && reply.err.startsWith("ERR unknown command")) return { err: "ERR Unknown Redis command called from script" }
  return isError(reply) && reply.err.startsWith("ERR wrong number")
    ? { err: "ERR Wrong number of args calling Redis command from script" }
    : reply
}

/** Puts a reply on Lua's stack in the form that scripts expect; always one value. */
function pushReply(L: LuaState, reply: Reply): number {
  if (reply === null) lua.lua_pushboolean(L, false)
  else if (typeof reply === "number") lua.lua_pushnumber(L, reply)
  else if (typeof reply === "string") lua.lua_pushstring(L, bytes(reply))
  else {
    lua.lua_createtable(L, 0, 0)
    if (isArray(reply)) {
      for (const [i, item] of reply.entries()) {
        pushReply(L, item)
        lua.lua_rawseti(L, -2, i + 1)
      }
    } else if ("ok" in reply) pushField(L, "ok", reply.ok)
    else pushField(L, "err", reply.err)
  }
  return 1
}

const isArray = (reply: Reply): reply is readonly Reply[] => Array.isArray(reply)

/** What a script returned, as Redis converts it: numbers lose their fraction, a list ends at its first nil. */
function readReply(L: LuaState, place: number): Reply {
  const type = lua.lua_type(L, place)
  if (type === lua.LUA_TSTRING) return readText(L, place)
  if (type === lua.LUA_TNUMBER) return Math.trunc(lua.lua_tonumber(L, place))
  if (type === lua.LUA_TBOOLEAN) return lua.lua_toboolean(L, place) ? 1 : null
  if (type !== lua.LUA_TTABLE) return null
  const { err, ok } = readFields(L, place)
  if (err !== undefined) return { err }
  if (ok !== undefined) return { ok }
  const items: Reply[] = []
  for (;;) {
    const nothing = lua.lua_rawgeti(L, place, items.length + 1) === 0
    if (!nothing) items.push(readReply(L, -1))
    lua.lua_settop(L, -2)
    if (nothing) return items
  }
}

function readFields(L: LuaState, place: number): { readonly err?: string; readonly ok?: string } {
  const found: { err?: string; ok?: string } = {}
  for (const name of ["err", "ok"] as const) {
    if (lua.lua_getfield(L, place, bytes(name)) === lua.LUA_TSTRING) found[name] = readText(L, -1)
    lua.lua_settop(L, -2)
  }
  return found
}
