// How does a Worker's source become the modules that workerd runs? Bundled by esbuild with the settings that wrangler uses for a deployment.
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { basename, dirname, join, resolve } from "node:path"
import { build, version, type Plugin } from "esbuild"
import type { WorkerDeclaration } from "./worker-options.ts"

export type Module = { readonly type: string; readonly path: string; readonly contents: string | Uint8Array<ArrayBuffer> }

/** A bundle as it is kept: its code, and every file it was made of with the hash of what was in it. */
type Bundle = {
  readonly code: string
  readonly data: readonly DataFile[]
  readonly inputs: readonly (readonly [path: string, hash: string])[]
}
/** A file that the code imports as data: `name` is what the code calls it. */
type DataFile = { readonly type: string; readonly name: string; readonly path: string }

const CACHE = join(import.meta.dirname, "..", "..", "node_modules", ".cache", "content-creator")
/** Counted up where the settings below change. */
const FORMAT = "2"

const hash = (...parts: (string | Uint8Array)[]): string =>
  parts
    .reduce((sum, part) => sum.update(part), createHash("sha256"))
    .digest("hex")
    .slice(0, 16)

/**
 * The Worker's modules, its code first. Throws with the errors' places where the source doesn't compile. A bundle is made once, and
 * again when a file that it was made of changes.
 */
export async function bundleWorker(worker: WorkerDeclaration, root: string): Promise<Module[]> {
  const file = join(CACHE, `bundle-${worker.name}-${hash(FORMAT, version, root, worker.main, JSON.stringify(worker.rules))}.json`)
  const { code, data } = readKept(file) ?? keep(file, await makeBundle(worker, root))
  const modules = data.map(({ type, name, path }) => {
    const contents = type === "Text" ? readFileSync(path, "utf8") : new Uint8Array(readFileSync(path))
    return { type, path: name, contents }
  })
  return [{ type: "ESModule", path: "worker.js", contents: code }, ...modules]
}

function readKept(file: string): Bundle | null {
  if (!existsSync(file)) return null
  const bundle = JSON.parse(readFileSync(file, "utf8")) as Bundle
  const same = bundle.inputs.every(([path, sum]) => existsSync(path) && hash(readFileSync(path)) === sum)
  return same ? bundle : null
}

function keep(file: string, bundle: Bundle): Bundle {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(bundle))
  renameSync(`${file}.${process.pid}`, file)
  return bundle
}

async function makeBundle(worker: WorkerDeclaration, root: string): Promise<Bundle> {
  const data = new Map<string, DataFile>()
  const { outputFiles, metafile } = await build({
    entryPoints: [worker.main],
    absWorkingDir: root,
    outfile: join(root, "worker.js"),
    write: false,
    metafile: true,
    bundle: true,
    format: "esm",
    // As in wrangler 4's bundle.ts: what workerd's V8 runs natively stays as it is written.
    target: "es2024",
    supported: { "import-source": true, using: true },
    conditions: ["workerd", "worker", "browser"],
    keepNames: false,
    define: { "process.env.NODE_ENV": '"production"', "navigator.userAgent": '"Cloudflare-Workers"' },
    loader: { ".js": "jsx", ".mjs": "jsx", ".cjs": "jsx" },
    external: ["cloudflare:*"],
    sourcemap: "inline",
    sourcesContent: false,
    logLevel: "silent",
    plugins: [dataModules(worker, data)],
  })
  const inputs = Object.keys(metafile.inputs).map((path) => resolve(root, path))
  return { code: outputFiles[0]?.text ?? "", data: [...data.values()], inputs: inputs.map((path) => [path, hash(readFileSync(path))]) }
}

/** Leaves imports of data (fonts, WebAssembly, text) to workerd, and collects the files. */
function dataModules({ rules }: WorkerDeclaration, found: Map<string, DataFile>): Plugin {
  return {
    name: "data-modules",
    setup({ onResolve, resolve: resolveImport }) {
      for (const { type, include } of rules.filter(({ type: kind }) => ["Text", "Data", "CompiledWasm"].includes(kind))) {
        const endings = include.map((glob) => glob.replace(/^\*\*\/\*/, "")).map((ending) => ending.replace(/[.+^${}()|[\]\\?]/g, "\\$&"))
        onResolve({ filter: new RegExp(`(${endings.join("|")})$`) }, async ({ path, resolveDir, kind, importer, pluginData }) => {
          // The question that is asked two lines on comes by here as well.
          if (pluginData === found) return undefined
          const located = await resolveImport(path.replace(/\?.*$/, ""), { resolveDir, kind, importer, pluginData: found })
          if (located.errors.length > 0) return { errors: located.errors }
          const known = found.get(located.path)
          const entry = known ?? { type, path: located.path, name: `./${found.size}-${basename(located.path)}` }
          found.set(located.path, entry)
          return { path: entry.name, external: true }
        })
      }
    },
  }
}
