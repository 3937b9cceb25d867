"""How the page of a verdict looks: on a screen, light or dark, and on paper, where no colour is needed to read it."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --fill: #f6f8fa; --paper: #fff;
  --pass: #116329; --fail: #a40e26; --incomplete: #8a4600; --note: #0550ae }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9da7b3; --line: #3d444d; --fill: #1c2128;
  --paper: #0d1117; --pass: #56d364; --fail: #ff7b72; --incomplete: #e3b341; --note: #79c0ff } }
* { box-sizing: border-box }
body { font: 14px/1.45 system-ui, "Segoe UI", "Liberation Sans", Arial, sans-serif; color: var(--ink);
  background: var(--paper); max-width: 62rem; margin: 2rem auto; padding: 0 1.25rem; overflow-wrap: break-word }
header { display: flex; gap: 1.25rem; align-items: center; border-bottom: 2px solid var(--ink); padding-bottom: 1rem }
h1 { font-size: 1.5em; line-height: 1.25; margin: 0 } header p { margin: .2rem 0 0; color: var(--soft) }
.verdict { flex: none; border: 3px solid; border-radius: .4rem; padding: .35rem .9rem; font-size: 1.6em;
  font-weight: 700; letter-spacing: .06em; overflow-wrap: normal }
h2 { font-size: 1.12em; margin: 1.4rem 0 .4rem }
dl { display: grid; grid-template-columns: 8em 1fr 8em 1fr; gap: .15rem .8rem; margin: .9rem 0 0 }
dt { color: var(--soft) } dd { margin: 0; min-width: 0 } dd.wide { grid-column: 2 / -1 }
.parts { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1rem 0 0; padding: 0; list-style: none }
.parts li { flex: 1 1 8em; border: 1px solid var(--line); border-radius: .4rem; padding: .4rem .7rem;
  background: var(--fill) }
.parts b { display: block }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .25rem .7rem .25rem 0 }
th { font-weight: 600; color: var(--soft); border-bottom: 1px solid var(--soft); white-space: nowrap }
td { border-bottom: 1px solid var(--line) } tr { break-inside: avoid }
th.number, td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
td.word { white-space: nowrap; font-weight: 600 } td.key { white-space: nowrap }
td.place { color: var(--soft) }
td.digest code { white-space: normal; overflow-wrap: anywhere } dd.wide { overflow-wrap: anywhere }
.pass, .passed { color: var(--pass) } .fail, .failed { color: var(--fail) } .note, .waived { color: var(--note) }
.incomplete, .inconclusive, .not-counted, .not-run { color: var(--incomplete) }
.soft { color: var(--soft) }
code { white-space: nowrap; font: .86em/1.4 ui-monospace, "Liberation Mono", Menlo, monospace }
.ids { columns: 6.5em; column-gap: 1em; margin: .3rem 0 0; padding: 0; list-style: none }
p { margin: .3rem 0 } details { margin-top: 1.2rem } summary { font-weight: 600; cursor: pointer }
footer { margin-top: 1.4rem; border-top: 1px solid var(--line); padding-top: .4rem; color: var(--soft) }
@page { size: A4; margin: 11mm 13mm }
@media print {
  :root { color-scheme: light; --ink: #000; --soft: #333; --line: #999; --fill: #fff; --paper: #fff; --pass: #000;
    --fail: #000; --incomplete: #000; --note: #000 }
  body { font-size: 10.5px; line-height: 1.32; margin: 0; padding: 0; max-width: none }
  header { padding-bottom: .6rem } .parts { margin-top: .6rem } h2 { margin: .8rem 0 .2rem; break-after: avoid }
  dl { margin-top: .6rem } th, td { padding: .12rem .6rem .12rem 0 } .parts li { padding: .25rem .5rem }
  .ids { columns: 5.6em; column-gap: .6em; font-size: .95em } footer { margin-top: .7rem }
  details::details-content { content-visibility: visible; block-size: auto; display: block }
  summary { list-style: none }
}
@media screen and (max-width: 44rem) { dl { grid-template-columns: 7.5rem 1fr } header { display: block }
  .verdict { display: inline-block; margin-bottom: .6rem }
  table, tbody, tr, td { display: block } thead { display: none } tr { border-bottom: 1px solid var(--line);
  padding: .4rem 0 } td, td.number { border: 0; padding: .05rem 0; text-align: left; white-space: normal }
  td:empty { display: none } td[data-label]::before { content: attr(data-label) ": "; color: var(--soft);
  font-weight: 400 } }
"""

POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; "
    f"style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'"
)
"""What the page lets a browser do: apply this one style, and load and run nothing."""
