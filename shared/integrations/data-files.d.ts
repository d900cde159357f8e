// What an import of a data file gives in a Worker's bundle, as the rules of wrangler.toml have it.
declare module "*.wasm" {
  const compiled: WebAssembly.Module
  export default compiled
}
declare module "*.woff2" {
  const bytes: ArrayBuffer
  export default bytes
}
