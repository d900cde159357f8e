// Opens the Postgres that a URL names, or says in plain words why that can't be. No message ever holds the password.
import pg from "pg"

const WAIT_MS = 10_000

/** Connects, works, disconnects. Throws an error whose message a person can act on. */
export async function withDatabase<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const place = describeUrl(url)
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: WAIT_MS, application_name: "content-creator scripts" })
  // A connection that breaks later fails the statement that runs on it; that error is the one to report.
  client.on("error", () => undefined)
  try {
    await client.connect()
    return await work(client)
  } catch (thrown) {
    throw new Error(explain(thrown, place), { cause: thrown })
  } finally {
    await client.end().catch(() => undefined)
  }
}

type Place = { readonly user: string; readonly host: string; readonly database: string }

/** Who, where and which database a URL means, without its password. Throws where it isn't a Postgres URL. */
export function describeUrl(url: string): Place {
  const parsed = URL.canParse(url) ? new URL(url) : null
  if (parsed === null || !/^postgres(ql)?:$/.test(parsed.protocol) || parsed.hostname === "") {
    throw new Error("DATABASE_URL is not a Postgres address. It must look like postgresql://USER:PASSWORD@HOST/DATABASE.")
  }
  return { user: decodeURIComponent(parsed.username), host: parsed.host, database: decodeURIComponent(parsed.pathname.slice(1)) }
}

/** By the system's or the server's own code of the error. */
function explain(thrown: unknown, { user, host, database }: Place): string {
  const { code = "", message } = thrown as Error & { code?: string }
  const cause = thrown instanceof Error && thrown.cause !== undefined ? (thrown.cause as { code?: string }) : {}
  const words: Readonly<Record<string, string>> = {
    ENOTFOUND: `There is no host ${host}. Check the host name in DATABASE_URL.`,
    EAI_AGAIN: `The name of ${host} can't be looked up right now. Is this machine online?`,
    ECONNREFUSED: `Nothing listens at ${host}. Is the server running, and is the port right?`,
    ETIMEDOUT: `${host} does not answer. Is it reachable from here?`,
    "28P01": `${host} refuses the password of ${user}. Check DATABASE_URL.`,
    "28000": `${host} does not let ${user} in (${message}).`,
    "3D000": `There is no database ${database} on ${host}. Create it, or name another one in DATABASE_URL.`,
    "42501": `${message}: ${user} may not do that. Migrations need the database's owner, who may create tables in schema public and roles.`,
  }
  const known = words[code] ?? words[cause.code ?? ""]
  if (known !== undefined) return known
  if (/timeout/i.test(message)) return `${host} does not answer within ${WAIT_MS / 1000} seconds. Is it reachable from here?`
  if (/does not support SSL/i.test(message)) return `${host} does not speak TLS, but DATABASE_URL asks for it (sslmode).`
  if (/CERT|SIGNATURE/.test(code)) return `The certificate of ${host} is not trusted (${code}). Set sslmode or sslrootcert in DATABASE_URL.`
  return `${host}: ${message}`
}
