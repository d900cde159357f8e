// How does a Worker's source become the modules that workerd runs? Bundled by esbuild with the settings that wrangler uses for a deployment.
import { readFileSync } from "node:fs"
import { basename, dirname, join, resolve } from "node:path"
import { build, type Plugin } from "esbuild"
import type { WorkerDeclaration } from "./worker-options.ts"

export type Module = { readonly type: string; readonly path: string; readonly contents: string | Uint8Array<ArrayBuffer> }

/** The Worker's modules, its code first. Throws with the errors' places where the source doesn't compile. */
export async function bundleWorker(worker: WorkerDeclaration, root: string): Promise<Module[]> {
  const data = new Map<string, Module>()
  const { outputFiles } = await build({
    entryPoints: [worker.main],
    absWorkingDir: root,
    outfile: join(root, "worker.js"),
    write: false,
    bundle: true,
    format: "esm",
    // As in wrangler 4's bundle.ts: what workerd's V8 runs natively stays as it is written.
    target: "es2024",
    supported: { "import-source": true, using: true },
    conditions: ["workerd", "worker", "browser"],
    keepNames: true,
    define: { "process.env.NODE_ENV": '"production"', "navigator.userAgent": '"Cloudflare-Workers"' },
    loader: { ".js": "jsx", ".mjs": "jsx", ".cjs": "jsx" },
    external: ["cloudflare:*"],
    sourcemap: "inline",
    logLevel: "silent",
    plugins: [dataModules(worker, data)],
  })
  return [{ type: "ESModule", path: "worker.js", contents: outputFiles[0]?.text ?? "" }, ...data.values()]
}

/** Leaves imports of data (fonts, WebAssembly, text) to workerd, and collects the files. */
function dataModules({ rules }: WorkerDeclaration, found: Map<string, Module>): Plugin {
  return {
    name: "data-modules",
    setup({ onResolve, resolve: resolveImport }) {
      for (const { type, include } of rules.filter(({ type: kind }) => ["Text", "Data", "CompiledWasm"].includes(kind))) {
        const endings = include.map((glob) => glob.replace(/^\*\*\/\*/, "")).map((ending) => ending.replace(/[.+^${}()|[\]\\?]/g, "\\$&"))
        onResolve({ filter: new RegExp(`(${endings.join("|")})$`) }, async ({ path, resolveDir, kind, importer, pluginData }) => {
          if (pluginData === found) return undefined
          const bare = path.replace(/\?.*$/, "")
          const located = await resolveImport(bare, { resolveDir, kind, importer, pluginData: found })
          const file = located.path === "" ? resolve(resolveDir, bare) : located.path
          const name = `./${found.size}-${basename(dirname(file))}-${basename(file)}`
          const present = [...found.entries()].find(([known]) => known === file)?.[1]
          const module = present ?? {
            type,
            path: name,
            contents: type === "Text" ? readFileSync(file, "utf8") : new Uint8Array(readFileSync(file)),
          }
          found.set(file, module)
          return { path: module.path, external: true }
        })
      }
    },
  }
}
