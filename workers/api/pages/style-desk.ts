// The stylesheet's part for the operator's pages: lists of plans, the approval desk, the calendar, a post's life.
export const DESK_STYLE = `
/* Buttons and forms of the desk */
button.large { font-size: 17px; min-height: 46px; padding: 8px 22px; }
button.danger { background: var(--surface); color: var(--bad); border-color: var(--bad); }
button.danger:hover { background: var(--bad-soft); filter: none; }
button.quiet, a.button { display: inline-block; font-size: 15px; font-weight: 550; min-height: 36px; padding: 5px 14px; border: 1px solid var(--muted); border-radius: 8px; background: var(--surface); color: var(--ink); text-decoration: none; line-height: 1.6; }
button.quiet:hover, a.button:hover { background: var(--sunken); filter: none; }
.acts { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: baseline; margin-top: 12px; }
.acts + .facts, .facts.apart { margin-top: 16px; }
.acts details.act { margin: 0; }
details.act { margin-top: 12px; } summary { cursor: pointer; color: var(--accent); width: fit-content; } details.act[open] > summary { margin-bottom: 8px; }
form.act p { margin-top: 8px; } form.fields.wide { justify-items: stretch; } form.fields.wide button { justify-self: start; }
textarea { line-height: 1.5; resize: vertical; } input[type="checkbox"] { width: 20px; height: 20px; min-height: 0; margin: 2px 0 0; accent-color: var(--accent); }
input[type="datetime-local"] { width: auto; max-width: 100%; } label .count { font-weight: 400; margin-left: 6px; }

/* Keys */
fieldset { border: 0; margin: 6px 0; padding: 0; } legend { font-weight: 550; font-size: 14px; padding: 0; }
.tick { display: grid; grid-template-columns: 20px minmax(0, 1fr); gap: 10px; margin-top: 6px; max-width: none; } .tick label { font-weight: 400; }
code.secret { display: block; overflow-wrap: anywhere; font-size: 16px; padding: 10px 14px; user-select: all; }

/* Lists of plans */
li.plan.led { display: grid; grid-template-columns: 20px minmax(0, 1fr); gap: 14px; }
.plan .meta { margin: 0 0 3px; } .plan p { margin-top: 3px; }
.bulk { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; border-top: 1px solid var(--line); padding-top: 14px; margin-top: 14px; }
.todo .headline { margin-right: 4px; } .todo p { margin-top: 2px; }

/* The approval desk */
.step { margin-top: 6px; padding-left: 12px; border-left: 3px solid var(--line); max-width: 90ch; }
.step.good { border-color: var(--good); color: inherit; } .step.bad { border-color: var(--bad); color: inherit; } .step.warn { border-color: var(--warn); color: inherit; } .step.info { border-color: var(--accent); }
.step + .meta { margin-top: 10px; }
.columns.desk { grid-template-columns: minmax(0, 1.25fr) minmax(0, 1fr); }
.words { white-space: pre-wrap; overflow-wrap: anywhere; max-width: none; }
mark.refused { background: var(--bad-soft); color: inherit; text-decoration: underline wavy var(--bad); text-underline-offset: 3px; border-radius: 3px; }
.changes { margin: 0; display: grid; gap: 12px; } .changes dd { margin: 2px 0 0; }
ins { background: var(--good-soft); color: var(--good); text-decoration: none; border-radius: 3px; } del { background: var(--bad-soft); color: var(--bad); border-radius: 3px; }
ol.cited, ul.cites, ul.faults { list-style: none; margin: 0; padding: 0; }
ol.cited > li { padding: 10px 12px; margin: 0 -12px; border-radius: 8px; border-bottom: 1px solid var(--line); scroll-margin: 30vh; }
ol.cited > li:last-child { border-bottom: 0; } ol.cited > li:target { background: var(--accent-soft); box-shadow: inset 3px 0 var(--accent); }
ul.cites { margin-top: 6px; display: grid; gap: 2px; } ul.cites li::before { content: "↳ "; color: var(--muted); } ul.faults li { margin-top: 4px; } .cites q { font-weight: 600; }

/* Posts as their platforms show them */
.preview { margin: 0; border-radius: 12px; overflow: hidden; font-size: 15.5px; line-height: 1.45; }
.preview .posts { list-style: none; margin: 0; padding: 0; } .preview .posts > li { display: grid; grid-template-columns: 40px minmax(0, 1fr); gap: 12px; position: relative; }
.avatar { display: grid; place-items: center; width: 40px; height: 40px; border-radius: 50%; background: var(--accent); color: var(--surface); position: relative; z-index: 1; }
.byline { margin-bottom: 2px; } .under { display: flex; justify-content: space-between; gap: 12px; margin-top: 8px; } .count { font-size: 13px; margin-left: auto; }
.picture { display: block; width: 100%; height: auto; border-radius: 12px; border: 1px solid var(--line); margin-top: 10px; }
.picture-missing { display: grid; place-items: center; min-height: 140px; border: 1px dashed var(--muted); border-radius: 12px; color: var(--muted); margin-top: 10px; }
.on-x { border: 1px solid var(--line); padding: 14px 16px; } .on-x .posts > li + li { margin-top: 16px; }
.on-x .thread > li:not(:last-child)::before { content: ""; position: absolute; left: 19px; top: 44px; bottom: -14px; width: 2px; background: var(--line); }
.on-telegram { background: var(--sunken); } .wall { display: grid; gap: 8px; padding: 18px 16px; justify-items: start; }
.bubble { background: var(--surface); border-radius: 14px 14px 14px 4px; padding: 9px 13px; max-width: min(100%, 560px); box-shadow: 0 1px 2px rgb(0 0 0 / 14%); }
.bubble .sender { color: var(--accent); font-weight: 600; font-size: 14.5px; } .bubble .picture { margin: 2px 0 8px; border-radius: 9px; }
.on-discord { border: 1px solid var(--line); background: var(--bg); padding: 14px 16px; } .on-discord .posts > li + li { margin-top: 12px; }
.on-discord .picture { border-radius: 8px; max-width: 460px; } .on-discord .avatar { background: var(--ink); }
.app { font-size: 11px; font-weight: 600; background: var(--accent); color: var(--surface); border-radius: 4px; padding: 1px 5px; vertical-align: 1px; }
.on-feed { border: 1px solid var(--line); padding: 22px 24px; } .article-title { font-size: 23px; line-height: 1.25; font-weight: 650; letter-spacing: -0.015em; margin-bottom: 4px; }
.on-feed .words { margin-top: 14px; line-height: 1.6; } .alt { margin-top: 10px; padding: 8px 12px; background: var(--sunken); border-radius: 8px; max-width: none; }

/* Calendar and life */
.weeks { display: flex; flex-wrap: wrap; gap: 6px 18px; margin-top: 8px; }
ol.week { list-style: none; margin: 0; padding: 0; }
.day { display: grid; grid-template-columns: 130px minmax(0, 1fr); gap: 8px 16px; padding: 12px; margin: 0 -12px; border-top: 1px solid var(--line); border-radius: 8px; } .day:first-child { border-top: 0; }
.day.today { background: var(--bg); box-shadow: inset 3px 0 var(--accent); } .day h3 span { display: block; font-weight: 400; }
.slots { list-style: none; margin: 0; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(240px, 1fr)); gap: 8px; }
.slots + p { grid-column: 2; }
.slots a { display: grid; gap: 3px; height: 100%; align-content: start; padding: 7px 9px; border: 1px solid var(--line); border-radius: 8px; background: var(--surface); color: var(--ink); text-decoration: none; overflow-wrap: anywhere; line-height: 1.35; font-size: 14px; }
.slots a:hover { border-color: var(--muted); } .slots .small { font-size: 13px; color: var(--muted); } .slots .badge { white-space: normal; justify-self: start; }
ol.life { list-style: none; margin: 0; padding: 0 0 0 22px; border-left: 2px solid var(--line); } ol.life > li { position: relative; }
ol.life > li::before { content: ""; position: absolute; left: -30px; top: 22px; width: 14px; height: 14px; border-radius: 50%; background: var(--surface); border: 3px solid var(--accent); box-sizing: border-box; }
tr.sum td { border-top: 2px solid var(--line); }

@media (max-width: 900px) {
  .columns.desk { grid-template-columns: minmax(0, 1fr); }
}
@media (max-width: 600px) {
  .on-feed, .on-x, .on-discord { padding: 12px; } .wall { padding: 12px 10px; } ol.life { padding-left: 16px; } ol.life > li::before { left: -24px; }
  button.large { width: 100%; } .day { grid-template-columns: minmax(0, 1fr); } .day h3 span { display: inline; } .slots + p { grid-column: 1; }
  nav.main { gap: 0; } nav.main a, nav.main button.plain { padding: 5px 7px; font-size: 15px; }
}
`
