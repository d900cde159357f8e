// `npm run keys`: makes, lists, rotates and revokes the keys of programs, by the ingest Worker. Out of the box that of the local world.
import { LOCAL_OPERATOR_KEY } from "../test/world/miniflare-settings.ts"
import { type Answer, problemText, type Problem, readCommand, USAGE } from "./keys/commands.ts"
import { readSettings } from "./settings.ts"

const LOCAL_URL = "http://localhost:8788"

/** The local world has an operator's key of its own; any other studio's stands in the environment or in .dev.vars. */
function operatorKey(url: string): string {
  const isLocal = ["localhost", "127.0.0.1"].includes(new URL(url).hostname)
  const key = process.env["OPERATOR_KEY"] ?? (isLocal ? LOCAL_OPERATOR_KEY : readSettings()["OPERATOR_KEY"])
  if (key === undefined) throw new Error("The operator's key is not known: set OPERATOR_KEY in the environment or in .dev.vars.")
  return key
}

async function run(args: readonly string[]): Promise<void> {
  if (args.length === 0 || args.includes("--help")) return console.log(USAGE)
  const { url: given, isJson, wanted } = readCommand(args)
  const url = given ?? process.env["INGEST_URL"] ?? LOCAL_URL
  const response = await fetch(new URL(wanted.path, url), {
    method: wanted.method,
    headers: { authorization: `Bearer ${operatorKey(url)}`, "content-type": "application/json" },
    ...(wanted.body === null ? {} : { body: JSON.stringify(wanted.body) }),
    signal: AbortSignal.timeout(15_000),
  }).catch((cause: unknown) => {
    throw new Error(`Nobody answers at ${url}. For the local studio: npm start`, { cause })
  })
  const answer: unknown = await response.json()
  if (!response.ok) throw new Error(problemText(response.status, answer as Problem))
  console.log(isJson ? JSON.stringify(answer, null, 2) : wanted.show(answer as Answer))
}

try {
  await run(process.argv.slice(2))
} catch (thrown) {
  console.error((thrown as Error).message)
  process.exitCode = 1
}
