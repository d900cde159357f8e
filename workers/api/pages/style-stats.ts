// The stylesheet's part for figures: intervals, sums, people.
export const STATS_STYLE = `
.wrap { overflow-wrap: anywhere; }
.figure { font-size: 20px; font-weight: 650; letter-spacing: -0.01em; }
.interval { display: block; width: 100%; height: 14px; } .interval .track { fill: var(--line); }
.interval .reach { fill: var(--accent); opacity: 0.45; } .interval .mean { fill: var(--ink); } .interval .drawn { fill: var(--warn); }
table.rates { table-layout: fixed; } table.rates th:first-child { width: 22%; } table.rates th:nth-child(4) { width: 36%; }
.bars { display: block; width: 100%; height: 120px; } .bars .tenth { fill: var(--accent); }
table.people td.num { white-space: nowrap; }
.bar-labels { display: grid; grid-template-columns: repeat(11, minmax(0, 1fr)); list-style: none; margin: 4px 0 0; padding: 0; text-align: center; }
`
