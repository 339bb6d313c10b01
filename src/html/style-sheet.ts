/** Light and dark by the reader's own setting; every pair of colours has a contrast of 4.5 or more. */
export const styleSheet = `
:root {
  --ink: #1b1f24; --paper: #ffffff; --soft: #57606a; --line: #d0d7de; --shade: #f4f6f8;
  --link: #0a58ca; --mark: #fff3bf; --good: #116329; --doubt: #7a4a00; --bad: #a40e26;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e6edf3; --paper: #0d1117; --soft: #9da7b1; --line: #30363d; --shade: #161b22;
    --link: #79b8ff; --mark: #3f3200; --good: #56d364; --doubt: #e3b341; --bad: #ff7b72;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; }
body {
  margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 62rem;
  color: var(--ink); background: var(--paper); font: 16px/1.5 system-ui, "DejaVu Sans", sans-serif;
}
h1 { font-size: 1.4rem; line-height: 1.3; margin: .2rem 0 1rem; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 2.2rem 0 .6rem; padding-bottom: .2rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.4rem 0 .4rem; overflow-wrap: anywhere; }
p { margin: .5rem 0; overflow-wrap: anywhere; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.soft { color: var(--soft); }
.good { color: var(--good); } .doubt { color: var(--doubt); } .bad { color: var(--bad); }
.badge { font-weight: 600; border: 1px solid currentColor; border-radius: 1rem; padding: .1rem .7rem; white-space: nowrap; }
.answer { font-size: 1.15rem; white-space: pre-line; padding: .8rem 1rem; background: var(--shade); border-left: 4px solid var(--link); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: .9rem; }
caption { text-align: left; color: var(--soft); padding: .2rem 0; white-space: nowrap; }
th, td { text-align: left; vertical-align: top; padding: .25rem .9rem .25rem 0; border-bottom: 1px solid var(--line); overflow-wrap: break-word; max-width: 30rem; }
td, th { min-width: 3.5rem; }
th { font-weight: 600; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.row-number { color: var(--soft); font-weight: 400; }
.null { color: var(--soft); font-style: italic; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: .6rem 0; font-size: .95rem; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
pre, code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .85rem; }
pre { background: var(--shade); padding: .7rem .9rem; margin: .4rem 0; white-space: pre-wrap; overflow-wrap: anywhere; }
details { margin: .5rem 0; } summary { cursor: pointer; }
ul { padding-left: 1.3rem; margin: .4rem 0; } li { overflow-wrap: anywhere; }
:target { background: var(--mark); outline: 2px solid var(--doubt); scroll-margin: 6rem; }
svg text { fill: var(--ink); font: 12px system-ui, "DejaVu Sans", sans-serif; }
svg .series-1 { fill: var(--link); } svg .series-2 { fill: var(--doubt); }
svg polyline { fill: none; stroke: var(--link); stroke-width: 2; }
figure { margin: 1rem 0; }
data { font-weight: 600; text-decoration: underline dotted var(--soft); text-underline-offset: 3px; }
.advice { background: var(--shade); border-left: 4px solid var(--doubt); padding: .2rem 1rem .6rem; margin: 1rem 0; }
svg .bar { fill: var(--link); } svg .bar.bad { fill: var(--bad); } svg .axis { stroke: var(--line); }
svg { max-width: 100%; height: auto; display: block; }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; } dt { margin-top: .4rem; } }
@media print {
  body { max-width: none; font-size: 11pt; }
  details::details-content { content-visibility: visible; block-size: auto; }
  pre, tr, .answer { break-inside: avoid; }
  a { color: inherit; }
}
`;
