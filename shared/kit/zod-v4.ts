// What do packages get that import `zod/v4`? The same zod, but without its messages in fifty languages: wrangler.toml puts this in its place.
// A package that writes `import { z }` keeps the whole namespace in the bundle, languages too, some 40 KiB of a gzipped Worker.
import * as z from "./zod-namespace.ts"

export * from "zod"
export { z }
