// How is fengari, Lua 5.3 in JavaScript, made to count and write numbers as the Lua 5.1 inside Redis does?
import { createRequire } from "node:module"
import { formatNumber } from "./redis-reply.ts"

export type LuaState = { readonly state: unique symbol }
type Bytes = Uint8Array
type TaggedValue = { ttisinteger(): boolean; setfltvalue(value: number): void; setsvalue(text: unknown): void; readonly value: number }

/** The part of Lua's C interface that is used; fengari brings no types. */
type Fengari = {
  readonly lua: {
    readonly LUA_TNUMBER: number
    readonly LUA_TSTRING: number
    readonly LUA_TBOOLEAN: number
    readonly LUA_TTABLE: number
    readonly LUA_REGISTRYINDEX: number
    lua_gettop(L: LuaState): number
    lua_settop(L: LuaState, top: number): void
    lua_type(L: LuaState, place: number): number
    lua_pushnumber(L: LuaState, value: number): void
    lua_pushboolean(L: LuaState, value: boolean): void
    lua_pushstring(L: LuaState, value: Bytes): void
    lua_pushjsfunction(L: LuaState, run: (L: LuaState) => number): void
    lua_tonumber(L: LuaState, place: number): number
    lua_tostring(L: LuaState, place: number): Bytes | null
    lua_toboolean(L: LuaState, place: number): boolean
    lua_createtable(L: LuaState, length: number, fields: number): void
    lua_rawgeti(L: LuaState, place: number, index: number): number
    lua_rawseti(L: LuaState, place: number, index: number): void
    lua_setfield(L: LuaState, place: number, name: Bytes): void
    lua_getfield(L: LuaState, place: number, name: Bytes): number
    lua_setglobal(L: LuaState, name: Bytes): void
    lua_pcall(L: LuaState, args: number, results: number, handler: number): number
    lua_error(L: LuaState): number
  }
  readonly lauxlib: {
    luaL_newstate(): LuaState
    luaL_requiref(L: LuaState, name: Bytes, open: (L: LuaState) => number, global: boolean): void
    luaL_loadbuffer(L: LuaState, code: Bytes, length: number, name: Bytes): number
    luaL_ref(L: LuaState, place: number): number
    luaL_where(L: LuaState, level: number): void
  }
  readonly lualib: Readonly<Record<"luaopen_base" | "luaopen_table" | "luaopen_string" | "luaopen_math", (L: LuaState) => number>>
  readonly to_luastring: (text: string) => Bytes
  readonly to_jsstring: (bytes: Bytes) => string
}

const require = createRequire(import.meta.url)
export const fengari = require("fengari") as Fengari
const { lua, lauxlib, lualib, to_luastring: bytes } = fengari

type Numbers = { luaO_str2num(text: Bytes, into: TaggedValue): number; luaO_tostring(L: LuaState, value: TaggedValue): void }
const numbers = require("fengari/src/lobject.js") as Numbers
const strings = require("fengari/src/lstring.js") as { luaS_bless(L: LuaState, text: Bytes): unknown }

// fengari's integers have 32 bits, so a time in milliseconds would wrap. Lua 5.1 knows doubles alone: every number that is read
// becomes one, and is written without a trailing `.0`.
const readNumber = numbers.luaO_str2num
numbers.luaO_str2num = (text, into) => {
  const length = readNumber(text, into)
  if (length !== 0 && into.ttisinteger()) into.setfltvalue(into.value)
  return length
}
numbers.luaO_tostring = (L, value) => value.setsvalue(strings.luaS_bless(L, bytes(formatNumber(value.value, 14))))

/** What 5.1 has and 5.3 has not, what must not make 32-bit integers, and Redis' ban on globals. */
const PRELUDE = `
  unpack = table.unpack
  local floor, ceil, format, write = math.floor, math.ceil, string.format, tostring
  tostring = function(x) if type(x) == "number" then return x .. "" end return write(x) end
  math.floor = function(x) return floor(x) + 0 end
  math.ceil = function(x) return ceil(x) + 0 end
  string.format = function(text, ...) return format(string.gsub(text, "%%([-+ #0]*%d*)d", "%%%1.0f"), ...) end
  table.getn = function(t) return #t end
  dofile, loadfile, print, require = nil, nil, nil, nil
  KEYS, ARGV, redis = {}, {}, {}
  setmetatable(_G, {
    __index = function(_, name) error("Script attempted to access nonexistent global variable '" .. write(name) .. "'", 2) end,
    __newindex = function() error("Attempt to modify a readonly table", 2) end,
  })
`

/** A Lua with the base, table, string and math libraries; cjson, cmsgpack, bit and struct are not there. */
export function openLua(): LuaState {
  const L = lauxlib.luaL_newstate()
  const libraries = [
    ["_G", lualib.luaopen_base],
    ["table", lualib.luaopen_table],
    ["string", lualib.luaopen_string],
    ["math", lualib.luaopen_math],
  ] as const
  for (const [name, open] of libraries) lauxlib.luaL_requiref(L, bytes(name), open, true)
  const code = bytes(PRELUDE)
  if (lauxlib.luaL_loadbuffer(L, code, code.length, bytes("@prelude")) !== 0 || lua.lua_pcall(L, 0, 0, 0) !== 0) {
    throw new Error(`Lua did not start: ${readText(L, -1)}`)
  }
  lua.lua_settop(L, 0)
  return L
}

export function readText(L: LuaState, place: number): string {
  const text = lua.lua_tostring(L, place)
  return text === null ? "" : fengari.to_jsstring(text)
}
