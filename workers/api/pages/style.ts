// How do the pages look? One stylesheet: calm type, colours that keep WCAG AA contrast in light and dark, one column on a phone.

export const STYLE = `
:root {
  color-scheme: light dark;
  --bg: #f6f6f3; --surface: #ffffff; --sunken: #efefea; --ink: #1b1e22; --muted: #565d65; --line: #deded8;
  --accent: #0a569f; --accent-soft: #dfeaf6; --good: #0f6b3a; --good-soft: #ddf0e4; --bad: #ab221a; --bad-soft: #fae3e1; --warn: #7d5200; --warn-soft: #faecd0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --bg: #101316; --surface: #181c20; --sunken: #20252a; --ink: #e6e8ea; --muted: #a2abb4; --line: #2d343b;
    --accent: #86bbf8; --accent-soft: #17304a; --good: #71d09a; --good-soft: #12321f; --bad: #ff948b; --bad-soft: #43201d; --warn: #ebbd58; --warn-soft: #3b2c0d;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--bg); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main, .bar { width: 100%; max-width: 1160px; margin: 0 auto; padding: 0 20px; }
a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: 2px; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 12px; top: 12px; background: var(--surface); padding: 8px 12px; z-index: 1; }

/* The frame */
header.top { border-bottom: 1px solid var(--line); background: var(--surface); }
.bar { display: flex; align-items: center; gap: 8px 24px; flex-wrap: wrap; min-height: 56px; padding-top: 8px; padding-bottom: 8px; }
.mark { display: inline-flex; align-items: center; gap: 9px; font-weight: 650; letter-spacing: -0.01em; color: var(--ink); text-decoration: none; }
.mark svg { display: block; color: var(--accent); }
nav.main { display: flex; flex-wrap: wrap; align-items: center; gap: 4px; margin-left: auto; }
nav.main a { color: var(--muted); text-decoration: none; padding: 6px 10px; border-radius: 6px; }
nav.main a:hover { background: var(--sunken); color: var(--ink); }
nav.main a[aria-current="page"] { color: var(--ink); background: var(--sunken); font-weight: 550; }
.notice { max-width: none; padding: 7px 20px; text-align: center; font-size: 14px; background: var(--warn-soft); color: var(--warn); }
main { padding-top: 28px; padding-bottom: 56px; }
footer { border-top: 1px solid var(--line); color: var(--muted); font-size: 14px; }

/* Type */
h1 { font-size: 28px; line-height: 1.2; letter-spacing: -0.02em; font-weight: 650; margin: 0 0 6px; text-wrap: balance; overflow-wrap: anywhere; }
h2 { font-size: 17px; line-height: 1.3; letter-spacing: -0.005em; font-weight: 650; margin: 0; }
h3 { font-size: 15px; font-weight: 600; margin: 0; }
p { margin: 0; max-width: 76ch; }
.lead { color: var(--muted); }
.muted { color: var(--muted); }
.small { font-size: 14px; }
.tiny { font-size: 13px; }
.num { font-variant-numeric: tabular-nums; }
.good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); }
code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; font-size: 13px; }
code { overflow-wrap: anywhere; }
pre { margin: 0; padding: 12px 14px; background: var(--sunken); border-radius: 8px; overflow-x: auto; line-height: 1.45; }
.crumb { font-size: 14px; margin-bottom: 10px; color: var(--muted); }
.intro { margin-bottom: 24px; }

/* Cards */
.card { background: var(--surface); border: 1px solid var(--line); border-radius: 12px; padding: 18px 20px 20px; margin-bottom: 20px; min-width: 0; }
.card > header { display: flex; align-items: baseline; justify-content: space-between; gap: 4px 16px; flex-wrap: wrap; margin-bottom: 14px; }
.columns { display: grid; grid-template-columns: minmax(0, 1.7fr) minmax(0, 1fr); gap: 0 20px; align-items: start; }
.empty { color: var(--muted); padding: 4px 0; }
.fault { border: 1px solid var(--bad); background: var(--bad-soft); color: var(--ink); border-radius: 8px; padding: 10px 14px; font-size: 14px; }
.badge { display: inline-block; font-size: 12.5px; line-height: 1.35; font-weight: 550; padding: 2px 8px; border-radius: 99px; background: var(--sunken); color: var(--muted); white-space: nowrap; }
.badge.good { background: var(--good-soft); color: var(--good); } .badge.bad { background: var(--bad-soft); color: var(--bad); }
.badge.warn { background: var(--warn-soft); color: var(--warn); } .badge.info { background: var(--accent-soft); color: var(--accent); }
.badges { display: flex; flex-wrap: wrap; gap: 6px; }

/* Forms */
form { margin: 0; } form.act { margin-top: 12px; }
button { font: inherit; font-size: 15px; font-weight: 550; min-height: 36px; padding: 5px 14px; border: 1px solid var(--accent); border-radius: 8px; background: var(--accent); color: var(--surface); cursor: pointer; }
button:hover { filter: brightness(1.1); } button:active { transform: translateY(1px); }
button.plain { min-height: 0; font-size: inherit; font-weight: inherit; color: var(--muted); background: none; border-color: transparent; padding: 5px 9px; border-radius: 6px; }
button.plain:hover { background: var(--sunken); color: var(--ink); filter: none; }
.fields { display: grid; gap: 6px; justify-items: start; } .fields button { margin-top: 10px; }
label { font-weight: 550; font-size: 14px; }
input, select, textarea { font: inherit; width: 100%; min-height: 38px; padding: 6px 10px; color: var(--ink); background: var(--bg); border: 1px solid var(--muted); border-radius: 8px; }
.card.narrow { max-width: 460px; } .card .fault + form { margin-top: 14px; }
.done { border: 1px solid var(--good); background: var(--good-soft); border-radius: 8px; padding: 10px 14px; margin-bottom: 18px; max-width: none; }

/* Markets */
.tiles { display: grid; grid-template-columns: repeat(5, minmax(0, 1fr)); gap: 10px; list-style: none; margin: 0; padding: 0; }
.tile { position: relative; border: 1px solid var(--line); border-radius: 10px; padding: 10px 12px; min-width: 0; display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 4px 10px; align-items: center; align-content: start; }
.tile:hover { border-color: var(--muted); }
.tile .who { display: flex; align-items: baseline; gap: 6px; min-width: 0; }
.tile .who a { font-weight: 650; color: var(--ink); text-decoration: none; } .tile .who a::after { content: ""; position: absolute; inset: 0; }
.tile .who span { color: var(--muted); font-size: 13px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.tile .change { grid-column: 2; grid-row: 1; text-align: right; }
.tile .price { font-size: 17px; font-weight: 600; letter-spacing: -0.01em; } .tile .spark { width: 56px; justify-self: end; }
.tile .badges { grid-column: 1 / -1; } .tile .badge { white-space: normal; }
.spark { display: block; width: 100%; height: 28px; color: var(--muted); }
.spark path { fill: none; stroke: currentColor; stroke-width: 1.5; vector-effect: non-scaling-stroke; }
.spark.good { color: var(--good); } .spark.bad { color: var(--bad); }

/* Lists */
.rows { list-style: none; margin: 0; padding: 0; }
.rows > li { padding: 14px 0; border-top: 1px solid var(--line); }
.rows > li:first-child { border-top: 0; padding-top: 0; } .rows > li:last-child { padding-bottom: 0; }
.headline { font-weight: 600; color: var(--ink); text-decoration: none; overflow-wrap: anywhere; }
a.headline:hover { text-decoration: underline; }
.meta { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: center; color: var(--muted); font-size: 14px; margin-top: 4px; }
.end { margin-left: auto; }
.apart { margin-top: 12px; }
.rows.tight > li { padding: 8px 0; }
.rows.two { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0 32px; } .rows.two > li:nth-child(2) { border-top: 0; padding-top: 0; }
.rows pre { margin-top: 8px; }
.rows .meta + .headline { display: inline-block; margin-top: 4px; }
.claim { display: flex; gap: 14px; align-items: center; margin-top: 10px; padding: 9px 14px; background: var(--sunken); border-radius: 8px; }
.claim .chance { font-size: 22px; font-weight: 650; min-width: 2.6em; letter-spacing: -0.02em; color: var(--accent); }
.between { display: flex; justify-content: space-between; align-items: baseline; gap: 4px 12px; flex-wrap: wrap; }
.strip { display: block; height: 18px; width: 100%; max-width: 300px; margin: 14px 0 6px; }
.strip .succeeded { fill: var(--good); } .strip .failed, .strip .dead { fill: var(--bad); } .strip .running { fill: var(--accent); } .strip .waiting { fill: var(--warn); }
.meter { display: block; width: 100%; height: 8px; } .meter .track { fill: var(--sunken); } .meter .fill { fill: var(--accent); }
.mood { font-size: 30px; font-weight: 650; letter-spacing: -0.02em; line-height: 1.1; }

/* Tables and facts */
table { border-collapse: collapse; width: 100%; font-size: 14.5px; }
table.runs { table-layout: fixed; margin-top: 16px; } table.runs th:first-child { width: 30%; } table.runs th:nth-child(3) { width: 27%; }
th { text-align: left; font-weight: 550; color: var(--muted); font-size: 13px; padding: 0 12px 8px 0; vertical-align: bottom; }
td { padding: 9px 12px 9px 0; border-top: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
th:last-child, td:last-child { padding-right: 0; }
tr:target td { background: var(--accent-soft); }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(236px, 1fr)); gap: 14px 20px; margin: 0; }
.facts.short { grid-template-columns: repeat(auto-fill, minmax(140px, 1fr)); }
.facts dt { color: var(--muted); font-size: 13px; } .facts dd { margin: 0; overflow-wrap: anywhere; }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

/* The insight */
.verdict { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 6px 24px; align-items: center; }
.verdict + .meta { margin-top: 14px; } .meta + p { margin-top: 6px; }
.verdict .big { font-size: 56px; line-height: 1; font-weight: 650; letter-spacing: -0.04em; color: var(--accent); }
.verdict blockquote { margin: 0; font-size: 19px; line-height: 1.4; text-wrap: pretty; }
.reasons { margin: 0; padding: 0; list-style: none; } .reasons li { padding: 10px 0; border-top: 1px solid var(--line); } .reasons li:first-child { border-top: 0; padding-top: 0; }
.reasons .value { font-weight: 600; }
figure { margin: 0; } figcaption { color: var(--muted); font-size: 14px; margin-top: 8px; }
.chart { display: block; width: 100%; height: auto; } .chart.narrow { display: none; }
.chart text { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; fill: var(--muted); paint-order: stroke; stroke: var(--surface); stroke-width: 3px; }
.chart .grid { stroke: var(--line); stroke-width: 1; } .chart .price { fill: none; stroke: var(--ink); stroke-width: 1.6; stroke-linejoin: round; }
.chart .after { stroke: var(--accent); stroke-width: 2; } .chart .horizon { fill: var(--accent-soft); }
.chart .level { stroke: var(--warn); stroke-width: 1.6; stroke-dasharray: 6 4; } .chart text.leveltext { fill: var(--warn); font-weight: 600; }
.chart text.until { fill: var(--muted); }
.chart .made { stroke: var(--accent); stroke-width: 1.4; } .chart text.madetext { fill: var(--accent); font-weight: 600; } .chart .dot { fill: var(--ink); }

@media (max-width: 820px) {
  .tiles { grid-template-columns: repeat(3, minmax(0, 1fr)); } .tile .who span { display: none; }
  .columns, .rows.two { grid-template-columns: minmax(0, 1fr); } .rows.two > li:nth-child(2) { border-top: 1px solid var(--line); padding-top: 14px; }
}
@media (max-width: 600px) {
  main, .bar { padding-left: 14px; padding-right: 14px; }
  nav.main { margin-left: -10px; width: calc(100% + 10px); }
  h1 { font-size: 23px; }
  .between { column-gap: 8px; } .rows.tight h3 { font-size: 14px; } .rows.tight .small { font-size: 13px; }
  .card { padding: 15px 14px 16px; border-radius: 10px; }
  .tiles { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 8px; } .tile { padding: 8px 10px; } .tile .price { font-size: 16px; } .tile .spark { width: 40px; }
  .chart.wide { display: none; } .chart.narrow { display: block; }
  .verdict { grid-template-columns: minmax(0, 1fr); } .verdict .big { font-size: 46px; } .verdict blockquote { font-size: 17px; }
  table.stack thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table.stack tr { display: block; padding: 10px 0; border-top: 1px solid var(--line); } table.stack tbody tr:first-child { border-top: 0; padding-top: 0; }
  table.stack td { display: grid; grid-template-columns: 76px minmax(0, 1fr); gap: 10px; border: 0; padding: 3px 0; text-align: left; }
  table.stack code { font-size: 12px; }
  table.stack td::before { content: attr(data-label); color: var(--muted); font-size: 13px; padding-top: 1px; }
}
@media print { nav.main, form { display: none; } .card { break-inside: avoid; } }
`
