// The stylesheet's part for texts of posts: figures that can be clicked, parts of a thread, the picture.
export const POST_STYLE = `
.said { white-space: pre-wrap; overflow-wrap: anywhere; max-width: 68ch; font-size: 17px; line-height: 1.6; margin: 0 0 14px; }
.said + .said { border-top: 1px solid var(--line); padding-top: 14px; }
a.figure { color: inherit; text-decoration: underline; text-decoration-color: var(--accent); text-decoration-thickness: 2px; text-underline-offset: 3px; }
a.figure:hover, a.figure:focus-visible { background: var(--accent-soft); }
.post img { display: block; width: 100%; height: auto; border: 1px solid var(--line); border-radius: 10px; }
code.wrap { overflow-wrap: anywhere; }
`
