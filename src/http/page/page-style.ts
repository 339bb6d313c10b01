/** Light and dark by the reader's own setting; text has a contrast of 4.5 or more, edges of fields 3 or more. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --ink: #1b1f24; --paper: #ffffff; --soft: #57606a; --line: #dfe3e8; --edge: #7d8590; --shade: #f5f7f9;
  --link: #0a58ca; --press: #0a58ca; --on-press: #ffffff; --mark: #fff3bf; --good: #116329; --doubt: #7a4a00; --bad: #a40e26;
  --good-shade: #e9f6ec; --doubt-shade: #fdf5e3; --bad-shade: #fdecee;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e6edf3; --paper: #0f141a; --soft: #9da7b1; --line: #2b323b; --edge: #6e7681; --shade: #171d25;
    --link: #79b8ff; --press: #79b8ff; --on-press: #0b1016; --mark: #4a3c00; --good: #56d364; --doubt: #e3b341; --bad: #ff8f88;
    --good-shade: #12261a; --doubt-shade: #2a2312; --bad-shade: #301a1c;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { -webkit-text-size-adjust: 100%; scrollbar-gutter: stable; }
body {
  margin: 0 auto; padding: 0 1.25rem 5rem; max-width: 54rem;
  color: var(--ink); background: var(--paper);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif;
}
h1, h2, h3, h4 { line-height: 1.3; font-weight: 650; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; margin: 0 0 1rem; letter-spacing: -.01em; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
h4 { font-size: .95rem; margin: 1rem 0 .4rem; }
p { margin: .5rem 0; overflow-wrap: anywhere; }
a { color: var(--link); text-underline-offset: .18em; text-decoration-thickness: .06em; }
.soft { color: var(--soft); }
.small { font-size: .875rem; }
.only-heard { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 4px; }
main:focus, .panel:focus { outline: none; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .3rem .6rem; z-index: 1; }

body > header { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1.5rem; padding: 1rem 0; margin-bottom: 1.75rem; border-bottom: 1px solid var(--line); }
.wordmark { color: var(--ink); font-weight: 700; text-decoration: none; letter-spacing: -.01em; }
nav { flex: 1; }
nav ul { display: flex; flex-wrap: wrap; gap: 0 1.1rem; list-style: none; margin: 0; padding: 0; }
nav a { display: inline-block; padding: .3rem 0; color: var(--soft); text-decoration: none; border-bottom: 2px solid transparent; }
nav a:hover { color: var(--ink); }
nav a[aria-current] { color: var(--ink); border-color: var(--press); }

button, input, select, textarea { font: inherit; color: inherit; }
input:not([type=checkbox]), select, textarea {
  width: 100%; padding: .5rem .7rem; background: var(--paper); border: 1px solid var(--edge); border-radius: 8px; min-height: 2.6rem;
}

.secret { -webkit-text-security: disc; }
textarea { resize: vertical; line-height: 1.5; }
::placeholder { color: var(--soft); opacity: 1; }
input[type=checkbox] { width: 1.1rem; height: 1.1rem; accent-color: var(--press); margin: .2rem 0 0; }
label { font-weight: 550; }
button { padding: .45rem 1rem; min-height: 2.6rem; border: 1px solid var(--edge); border-radius: 8px; background: var(--paper); cursor: pointer; }
button:hover { background: var(--shade); }
button:disabled { opacity: .55; cursor: default; }
button.primary { background: var(--press); border-color: var(--press); color: var(--on-press); font-weight: 600; padding-inline: 1.4rem; }
button.primary:hover { filter: brightness(1.08); background: var(--press); }
button.quiet { border-color: var(--line); min-height: 2.2rem; padding: .3rem .8rem; font-size: .9rem; text-align: left; }
button.quiet[aria-pressed=true] { border-color: var(--press); background: var(--shade); font-weight: 600; }
button.as-link { border: 0; padding: 0; min-height: 0; background: none; color: var(--link); text-decoration: underline; text-underline-offset: .18em; font-size: inherit; }

.stack { display: flex; flex-direction: column; gap: .6rem; align-items: stretch; }
.row { display: flex; flex-wrap: wrap; gap: .5rem .8rem; align-items: center; }
.spread { justify-content: space-between; align-items: flex-start; } .spread > :last-child { margin-left: auto; }
.grow { margin-top: .6rem; } .grow input { flex: 1 1 14rem; width: auto; }
.ask h1 { margin: 0; } h1 label { font-weight: inherit; }
.ask textarea { font-size: 1.05rem; padding: .8rem .95rem; }
.small-ask { margin-top: 2.5rem; padding-top: 1.5rem; border-top: 1px solid var(--line); }
.small-ask textarea { font-size: 1rem; }
.more { flex: 1 1 18rem; } .more[open] { flex-basis: 100%; }
summary { cursor: pointer; color: var(--soft); padding: .3rem 0; width: fit-content; }
summary:hover { color: var(--ink); }
.more .stack { padding: .6rem 0 .3rem; gap: .8rem; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr)); gap: .8rem; }
.field { display: flex; flex-direction: column; gap: .25rem; } .field label { font-size: .9rem; }
.choice { display: grid; grid-template-columns: 1.6rem 1fr; gap: 0 .2rem; }
.choice span { grid-column: 2; }

.recent { margin-top: 3rem; } .recent h2 { margin: 0; font-size: 1rem; }
.lines { list-style: none; padding: 0; margin: .6rem 0; }
.lines > li { padding: .85rem 0; border-top: 1px solid var(--line); }
.lines p { margin: .15rem 0; }
.line-head { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .2rem 1rem; align-items: baseline; }
.line-title { font-weight: 550; overflow-wrap: anywhere; }
a.line-title { color: var(--ink); text-decoration: none; } a.line-title:hover { text-decoration: underline; }
.line-text { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
.filters { display: grid; grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr)); gap: .8rem; align-items: end; margin-bottom: 1rem; }

.badge { font-size: .8rem; font-weight: 600; padding: .1rem .6rem; border-radius: 1rem; white-space: nowrap; }
.good { color: var(--good); } .doubt { color: var(--doubt); } .bad { color: var(--bad); } .busy { color: var(--link); }
.badge.good { background: var(--good-shade); } .badge.doubt { background: var(--doubt-shade); } .badge.bad { background: var(--bad-shade); } .badge.busy { background: var(--shade); }
.notice { padding: .7rem 1rem; border-radius: 8px; margin: 1rem 0; }
.notice h3 { margin: 0 0 .3rem; color: inherit; } .notice ul { margin: 0; padding-left: 1.1rem; color: var(--ink); }
.notice.doubt { background: var(--doubt-shade); } .notice.bad { background: var(--bad-shade); } .notices:empty { display: none; }

.earlier ol { list-style: none; margin: 0 0 2rem; padding: 0 0 0 1rem; border-left: 2px solid var(--line); }
.earlier li + li { margin-top: .9rem; } .earlier p { margin: .1rem 0; font-size: .925rem; } .earlier a { color: var(--ink); }
.run-head { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: .3rem 1rem; margin-bottom: 1rem; }
.run-head h1 { margin: 0; flex: 1 1 20rem; }
.live { padding: 1rem 1.1rem; border: 1px solid var(--line); border-radius: 12px; }
.went { font-size: .925rem; margin-bottom: .5rem; }
.tasks { list-style: none; margin: 0; padding: 0; }
.live .tasks { margin-bottom: .8rem; min-height: 4.5rem; }
.task { display: grid; grid-template-columns: 1.6rem minmax(0, auto) minmax(0, 1fr) auto; gap: 0 .6rem; align-items: baseline; padding: .22rem 0; }
.task .mark { text-align: center; font-weight: 700; }
.task .detail, .task .took { color: var(--soft); font-size: .9rem; }
.task .took { font-variant-numeric: tabular-nums; }
.task.done .mark { color: var(--good); } .task.failed .mark, .task.failed .detail { color: var(--bad); }
.task.waiting { color: var(--soft); }
.task.waiting .mark::before { content: "·"; }
.task.running .mark::before { content: ""; display: inline-block; width: .8rem; height: .8rem; border: 2px solid var(--line); border-top-color: var(--link); border-radius: 50%; vertical-align: -.08rem; }
@media (prefers-reduced-motion: no-preference) {
  .task.running .mark::before { animation: turn 1s linear infinite; }
  @keyframes turn { to { transform: rotate(1turn); } }
}

.answer { font-size: 1.2rem; line-height: 1.65; white-space: pre-line; margin: 1rem 0 .4rem; }
button.figure {
  display: inline; border: 0; padding: 0 .1em; margin: 0 -.05em; min-height: 0; background: none; font-weight: 600; border-radius: 4px;
  text-decoration: underline dotted var(--edge); text-decoration-thickness: .08em; text-underline-offset: .22em;
}
button.figure:hover, button.figure[aria-expanded=true] { background: var(--mark); text-decoration-style: solid; }
.panel { border: 1px solid var(--line); border-radius: 12px; padding: .9rem 1.1rem 1.1rem; margin: 1rem 0; background: var(--shade); }
.panel h2, .panel h3 { margin-top: 0; } .panel-head { display: flex; justify-content: space-between; gap: 1rem; align-items: start; }
.panel-head h3 { font-size: 1.1rem; margin: 0; } .panel-head h3 .soft { font-weight: 400; font-size: .9rem; }
.approval .source h3 { margin: 1rem 0 .3rem; } .approval .field { margin: 1rem 0 .8rem; max-width: 32rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: .6rem 0; font-size: .95rem; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
pre, code, .code { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .825rem; line-height: 1.5; }
textarea.code { margin: .3rem 0 0; overflow-wrap: anywhere; }
pre { background: var(--paper); border: 1px solid var(--line); border-radius: 8px; padding: .7rem .9rem; margin: .5rem 0; white-space: pre-wrap; overflow-wrap: anywhere; }

.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: .925rem; min-width: 50%; }
th, td { text-align: left; vertical-align: top; padding: .35rem 1.4rem .35rem 0; border-bottom: 1px solid var(--line); max-width: 26rem; overflow-wrap: break-word; }
th { font-weight: 600; color: var(--soft); white-space: nowrap; } th:last-child, td:last-child { padding-right: .3rem; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.row-number { color: var(--soft); font-weight: 400; font-variant-numeric: tabular-nums; }
.null { color: var(--soft); font-style: italic; }
.source-cell { background: var(--mark); font-weight: 600; box-shadow: 0 0 0 4px var(--mark); border-radius: 1px; }
.chart { margin: 1.8rem 0 1rem; } figcaption { font-weight: 600; margin-bottom: .7rem; overflow-wrap: anywhere; } figcaption::first-letter { text-transform: uppercase; }
svg { display: block; max-width: 100%; height: auto; }
svg text { fill: var(--soft); font-size: 13px; font-variant-numeric: tabular-nums; } svg .value { fill: var(--ink); }
svg .bar { fill: var(--press); } svg .below { fill: var(--bad); }
svg .axis { stroke: var(--line); } svg .zero { stroke: var(--edge); }
svg polyline { fill: none; stroke: var(--press); stroke-width: 2.2; stroke-linejoin: round; } svg circle { fill: var(--press); }
.suggestions { list-style: none; padding: 0; margin: 0; display: flex; flex-wrap: wrap; gap: .5rem; }
.answer-block footer { margin-top: 1.8rem; }

dialog { border: 1px solid var(--line); border-radius: 12px; padding: 1.4rem; width: min(26rem, 92vw); background: var(--paper); color: var(--ink); }
dialog::backdrop { background: rgb(0 0 0 / .5); } dialog h2 { margin: 0; }
@media (max-width: 34rem) {
  body { padding-inline: 1rem; }
  .task { grid-template-columns: 1.6rem 1fr auto; } .task .detail { grid-column: 2; grid-row: 2; } .task .detail:empty { display: none; }
  dl { grid-template-columns: 1fr; } dt { margin-top: .4rem; }
  .answer { font-size: 1.1rem; } .keys { display: none; }
  body > header { margin-bottom: 1.25rem; gap: 0 1rem; } nav { flex-basis: 100%; } nav ul { gap: 0 .9rem; }
}
@media (forced-colors: active) { .source-cell { outline: 2px solid Highlight; } button.figure { text-decoration-style: solid; } }
@media print { body > header, .small-ask, .rating, .verifying, .row, .live { display: none; } body { max-width: none; } }
`;
