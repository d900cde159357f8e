import { describe, expect, it } from "vitest"
import { familiesOf, renderMetrics } from "../../shared/kit/prometheus.ts"

const page = (sums: Record<string, number>) => renderMetrics(familiesOf(new Map(Object.entries(sums)))).split("\n")

describe("the page for Prometheus", () => {
  it("names each family's help and type once, before its samples", () => {
    expect(page({ "heartbeats_total\twell": 2, "heartbeats_total\toverdue": 1 })).toEqual([
      "# HELP heartbeats_total Heartbeats of the scheduler, by how they ended.",
      "# TYPE heartbeats_total counter",
      'heartbeats_total{outcome="well"} 2',
      'heartbeats_total{outcome="overdue"} 1',
      "",
    ])
  })

  it("lets each bucket of a duration include those below it, and gives sum and count", () => {
    const series = "http_request_duration_seconds\tapi\t/x\t200"
    const lines = page({ [`${series}\t0.005`]: 3, [`${series}\t1`]: 2, [`${series}\t+Inf`]: 1, [`${series}\tmicros`]: 12_500_000 })
    const labels = 'worker="api",route="/x",status="200"'
    const valueOf = (le: string) => lines.find((line) => line.includes(`{${labels},le="${le}"}`))?.split(" ")[1]
    expect(["0.001", "0.0025", "0.005", "0.5", "1", "10", "+Inf"].map(valueOf)).toEqual(["0", "0", "3", "3", "5", "5", "6"])
    expect(lines).toContain(`http_request_duration_seconds_sum{${labels}} 12.5`)
    expect(lines).toContain(`http_request_duration_seconds_count{${labels}} 6`)
  })

  it("leaves out what an earlier version counted under other labels, or under another name", () => {
    expect(page({ "heartbeats_total\twell\tmore": 1, heartbeats_total: 1, "gone_total\tx": 1, "toString\tx": 1 })).toEqual(["", ""])
  })

  it("escapes what would end a label or a line", () => {
    expect(page({ 'upstream_requests_total\ta"b\\c\nd\tok': 1 })).toContain(
      'upstream_requests_total{source="a\\"b\\\\c\\nd",outcome="ok"} 1',
    )
  })
})
