// How did it go, in one line? Sums vitest's reports and the steps of .ci/run. A step that failed without a failed test counts as one failure.
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"

const folder = process.argv[2]
const lines = readFileSync(join(folder, "steps.tsv"), "utf8").trim().split("\n")

/** Passed and failed tests of a vitest report; a file that could not even be loaded is one failure. */
function count(file) {
  const { numPassedTests: passed, numFailedTests, testResults } = JSON.parse(readFileSync(file, "utf8"))
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.every((each) => each.status !== "failed"),
  )
  return { passed, failed: numFailedTests + broken.length }
}

let passed = 0
let failed = 0
for (const [code, name] of lines.map((line) => line.split("\t"))) {
  const report = join(folder, `${name}.json`)
  const ended = existsSync(report) ? count(report) : { passed: code === "0" ? 1 : 0, failed: 0 }
  const unexplained = code !== "0" && ended.failed === 0 ? 1 : 0
  passed += ended.passed
  failed += ended.failed + unexplained
  console.log(`${name.padEnd(22)} ${ended.passed} passed, ${ended.failed + unexplained} failed${code === "0" ? "" : ` (code ${code})`}`)
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
