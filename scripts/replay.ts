// `npm run replay -- --candles FILE...`: what would the studio have found in these recorded candles? `--json` for machines.
import { createHash } from "node:crypto"
import { parseArgs } from "node:util"
import { readRecording, type Recording } from "./replay/recording.ts"
import { renderReport } from "./replay/report.ts"
import { replay } from "./replay/studio.ts"

const USAGE = `Usage: npm run replay -- --candles FILE... [--json]

  FILE     CSV (or .csv.gz) with time, open, high, low, close, volume; rows of an hour or less.
           The asset is read from its name (BTCUSDT_1h.csv); ASSET=FILE names it. Files of one asset
           are joined; where one is of another exchange (kraken_...csv), the two are compared.
  --json   one JSON document with every insight, on standard output`

function readArguments(): { recordings: Recording[]; json: boolean } {
  const { values, positionals } = parseArgs({
    options: { candles: { type: "string", multiple: true }, json: { type: "boolean" }, help: { type: "boolean" } },
    allowPositionals: true,
  })
  const files = [...(values.candles ?? []), ...positionals]
  if (values.help === true || files.length === 0) {
    console.error(USAGE)
    process.exit(values.help === true ? 0 : 2)
  }
  const recordings = files.map(readRecording)
  return { recordings, json: values.json === true }
}

try {
  const { recordings, json } = readArguments()
  const started = performance.now()
  const { insights, hours, statements } = await replay(recordings, (done, total) => {
    if (process.stderr.isTTY && done % 200 === 0) process.stderr.write(`\r${done} of ${total} hours`)
  })
  if (process.stderr.isTTY) process.stderr.write("\r")
  const hash = createHash("sha256").update(JSON.stringify(insights)).digest("hex")
  const inputs = recordings.map(({ file, asset, source, rows, candles, sha256 }) => ({
    file,
    asset,
    source,
    rows,
    hours: candles.length,
    from: candles[0]?.openTime,
    to: candles.at(-1)?.openTime,
    sha256,
  }))
  if (json) console.log(JSON.stringify({ inputs, hours, hash, insights }, null, 1))
  const report = renderReport({ recordings, insights, hours, statements, hash, wallMs: performance.now() - started })
  if (json) console.error(report)
  else console.log(report)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
