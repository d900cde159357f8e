// Are the three Workers small enough, and do they start quickly enough? Builds each as a deployment does, and prints what it is made of.
import { measureBundle } from "./bundles.ts"
import { DEPLOYABLES, type Deployable } from "./deployables.ts"

/** Cloudflare refuses a second. A busy machine measures a third more than a quiet one: what fails is a Worker that has grown, not the machine. */
const MAX_STARTUP_MS = 150

/** Prints the figures of one Worker and gives what is wrong with them. */
async function checkSize({ name, maxKib }: Deployable): Promise<readonly string[]> {
  const bundle = await measureBundle(name, MAX_STARTUP_MS)
  const { startupMs } = bundle
  const wasm = bundle.wasmGzipKib > 0 ? ` and ${bundle.wasmGzipKib.toFixed(1)} KiB of WebAssembly` : ""
  const size = `${bundle.gzipKib.toFixed(1)} of ${maxKib} KiB gzipped (${bundle.rawKib.toFixed(1)} KiB minified)${wasm}`
  console.log(`${name}: ${size}, starts in ${startupMs.toFixed(0)} of ${MAX_STARTUP_MS} ms of processor time`)
  for (const part of bundle.largest) console.log(`  ${(part.bytes / 1024).toFixed(1).padStart(7)} KiB  ${part.name}`)
  return [
    ...(bundle.gzipKib > maxKib
      ? [`${name} is ${bundle.gzipKib.toFixed(1)} KiB, ${(bundle.gzipKib - maxKib).toFixed(1)} KiB too large`]
      : []),
    ...(startupMs >= MAX_STARTUP_MS ? [`${name} takes ${startupMs.toFixed(0)} ms to start, ${MAX_STARTUP_MS} is too long already`] : []),
  ]
}

// One after another, since a measurement of time suffers from company.
const faults: string[] = []
for (const deployable of DEPLOYABLES) {
  const found = await checkSize(deployable).catch((thrown: unknown) => [(thrown as Error).message])
  faults.push(...found)
}
for (const fault of faults) console.error(fault)
process.exitCode = faults.length === 0 ? 0 : 1
