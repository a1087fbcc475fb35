/** The looks of the audit's page: light and dark, wide and narrow, nothing from elsewhere. */
export const AUDIT_STYLE = `
:root { color-scheme: light dark; --text: #1d2330; --dim: #5c6577; --page: #fff; --card: #f5f7fa; --line: #d5dae3; --band: #d9efdf; --path: #4a6fa5; --bad: #c62828; --warn: #8f5600; --good: #1b7f3b; }
@media (prefers-color-scheme: dark) { :root { --text: #e6e9ef; --dim: #9aa4b5; --page: #14171d; --card: #1d222b; --line: #353c49; --band: #1b3a28; --path: #7fa8e0; --bad: #ff6b62; --warn: #f0b050; --good: #58c27d; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 76rem; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; } h2 { font-size: 1.15rem; margin: 2.5rem 0 .75rem; } h3 { font-size: .95rem; margin: 0; overflow-wrap: anywhere; }
p { margin: .25rem 0; } .dim, .head span { color: var(--dim); } code { font: .92em ui-monospace, monospace; overflow-wrap: anywhere; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .75rem; margin: 1.25rem 0; }
.tile, .package { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .75rem 1rem; min-width: 0; }
.tile b { display: block; font-size: 1.6rem; line-height: 1.2; } .tile.bad b, .error { color: var(--bad); } .tile.warn b, .warn { color: var(--warn); } .tile.good b { color: var(--good); }
.packages { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 30rem), 1fr)); gap: .75rem; } .packages + .package { margin-top: 2.5rem; }
.head { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; }
.timeline { display: block; width: 100%; height: 150px; margin-top: .5rem; padding: 10px 6px 10px 34px; overflow: visible; }
.months { display: block; width: 100%; height: 90px; margin-top: .5rem; } .months .calm { fill: var(--path); opacity: .75; } .months .refused { fill: var(--bad); stroke: none; } .months a:hover rect, .timeline a:hover path { stroke: var(--text); stroke-width: 2px; }
.plot, .mark, .sign { overflow: visible; } .band { fill: var(--band); } .grid { stroke: var(--line); } .timeline text { fill: var(--dim); font-size: 10px; text-anchor: end; }
.timeline .line, .timeline .dots { fill: none; stroke: var(--path); stroke-width: 1.5px; vector-effect: non-scaling-stroke; }
.timeline .dots { stroke-width: 4px; stroke-linecap: round; } .ok { fill: var(--path); } .early { fill: var(--card); stroke: var(--dim); stroke-width: 1.5px; } .refused { fill: var(--bad); stroke: var(--card); } .warned { fill: var(--warn); stroke: var(--card); }
.axis { display: flex; justify-content: space-between; gap: .75rem; min-width: max-content; color: var(--dim); font-size: .75rem; }
.scroll { overflow-x: auto; } .scroll td { white-space: nowrap; } table { border-collapse: collapse; width: 100%; font-size: .875rem; } th { text-align: left; color: var(--dim); font-weight: 600; }
th, td { padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: top; } td.number, th.number { text-align: right; } td.day { white-space: nowrap; } .groups .day { padding-left: 1rem; }
.release { border-left: 3px solid var(--line); padding: .25rem 0 .25rem .9rem; margin: .9rem 0; scroll-margin-top: 1rem; overflow-wrap: anywhere; } .release.fail { border-color: var(--bad); } .release.warn { border-color: var(--warn); color: inherit; } .release:target { background: var(--card); }
.release h3 { font-weight: 600; } .release ul { margin: .25rem 0 0; padding: 0; list-style: none; } .release li { margin: .3rem 0; font-size: .9rem; } .release summary { padding: 0; color: var(--dim); } .release .day { font-variant-numeric: tabular-nums; }
summary { cursor: pointer; padding: .5rem 0; } .legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; color: var(--dim); font-size: .85rem; margin-bottom: .75rem; }
.legend i, .sign { display: inline-block; width: .8rem; height: .8rem; margin-right: .4rem; vertical-align: -.1rem; } .legend i { border-radius: 2px; background: var(--band); border: 1px solid var(--dim); } .sign > * { transform: translate(.4rem, .4rem); }
.plain { list-style: none; margin: 0; padding: 0; } .plain li { padding: .1rem 0; } a { color: inherit; }
@media (max-width: 40rem) { .groups { font-size: .8rem; } .groups .day { display: none; } .groups td, .groups th { padding-right: .3rem; } }
`;
