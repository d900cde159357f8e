// How do the docs look? Contents beside the text on a wide screen, above it on a phone; lines to copy that one click selects.

export const DOCS_STYLE = `
.docs { display: grid; grid-template-columns: 200px minmax(0, 1fr); gap: 0 28px; align-items: start; }
.contents { position: sticky; top: 16px; max-height: calc(100vh - 32px); overflow-y: auto; font-size: 14px; }
.contents ul { list-style: none; margin: 0; padding: 0; } .contents > ul > li { margin-bottom: 10px; } .contents > ul > li > a { font-weight: 600; color: var(--ink); }
.contents ul ul { margin-top: 3px; } .contents ul ul a { color: var(--muted); font-size: 13px; display: block; padding: 1px 0; overflow-wrap: anywhere; }
.contents a { text-decoration: none; } .contents a:hover { text-decoration: underline; }
.operation { padding-top: 20px; margin-top: 20px; border-top: 1px solid var(--line); scroll-margin-top: 12px; }
.operation > * + * { margin-top: 8px; } .operation h3 { display: flex; flex-wrap: wrap; gap: 4px 8px; align-items: baseline; } .operation h3 code { font-size: 14px; }
.verb { font-size: 12px; font-weight: 650; letter-spacing: 0.02em; color: var(--good); } .verb.post { color: var(--accent); } .verb.delete { color: var(--bad); }
table.parameters { table-layout: fixed; } table.parameters th:first-child { width: 26%; } table.parameters th:nth-child(2) { width: 32%; } table.parameters th { padding-top: 6px; }
pre.copy { user-select: all; white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid var(--line); }
details > summary { cursor: pointer; font-size: 14px; color: var(--accent); width: fit-content; } details > pre { max-height: 480px; overflow: auto; margin-top: 6px; }
.problems { list-style: none; margin: 4px 0 0; padding: 0; display: flex; flex-wrap: wrap; gap: 2px 18px; font-size: 14px; }
.steps { margin: 0; padding-left: 22px; } .steps > li { margin-bottom: 18px; } .steps > li:last-child { margin-bottom: 0; } .steps > li > * + * { margin-top: 6px; }
.manners { margin: 0; display: grid; grid-template-columns: 130px minmax(0, 1fr); gap: 8px 16px; font-size: 15px; } .manners dt { font-weight: 600; } .manners dd { margin: 0; max-width: 76ch; }
@media (max-width: 900px) {
  .docs { grid-template-columns: minmax(0, 1fr); } .contents { position: static; max-height: none; margin-bottom: 18px; }
  .contents ul ul { display: none; } .contents > ul { display: flex; flex-wrap: wrap; gap: 4px 14px; } .contents > ul > li { margin: 0; }
}
@media (max-width: 600px) { .manners { grid-template-columns: minmax(0, 1fr); gap: 2px; } .manners dd { margin-bottom: 10px; } }
`
