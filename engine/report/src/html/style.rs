//! The look of a page: light and dark, narrow and wide, on paper.
//!
//! In: nothing. Out: one style sheet. Colours keep a contrast of at least 4.5 to their ground, and never stand alone: series
//! differ in marks and names, medians are dashed, what takes away has a sign.

/// The style sheet.
pub(super) const CSS: &str = r#"
:root{--ink:#1c2228;--soft:#56606b;--ground:#fff;--panel:#f5f6f8;--rule:#d5dae0;--s1:#1f5fa8;--s2:#a8480b;--s3:#2c7238;--s4:#7b3fa0;--s5:#8a6400;--s6:#3b6b72;--less:#a32c2c;--more:#2c7238;--bar:#7fa6d6}
@media (prefers-color-scheme:dark){:root{--ink:#e7ebef;--soft:#a5b0bb;--ground:#15191d;--panel:#1e2429;--rule:#39424b;--s1:#7db4f0;--s2:#f0a36b;--s3:#85cf92;--s4:#cda2ea;--s5:#e0bf55;--s6:#8fcbd4;--less:#f09090;--more:#85cf92;--bar:#3c618f}}
*{box-sizing:border-box}
html{font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;color:var(--ink);background:var(--ground);-webkit-text-size-adjust:100%}
body{margin:0}
main{max-width:64rem;margin:0 auto;padding:1.5rem 1rem 3rem}
h1{font-size:1.7rem;line-height:1.2;margin:0 0 .6rem;overflow-wrap:anywhere}
h2{font-size:1.25rem;line-height:1.3;margin:2.4rem 0 .7rem;padding-bottom:.3rem;border-bottom:2px solid var(--rule);overflow-wrap:anywhere}
p,li,dd,dt{overflow-wrap:anywhere}
p{margin:.5rem 0;max-width:46rem}
h2::first-letter,figcaption::first-letter,caption::first-letter,thead th::first-letter,nav li::first-letter,.summary::first-letter{text-transform:uppercase}
ul{padding-left:1.2rem;margin:.5rem 0}
li{margin:.25rem 0;max-width:46rem}
.head{font-size:1.1rem}
.head li::first-letter{text-transform:uppercase}
a{color:inherit;text-decoration:underline;text-decoration-color:var(--rule);text-underline-offset:.2em}
a:hover,a:focus{text-decoration-color:currentColor}
:focus-visible{outline:2px solid var(--s1);outline-offset:2px}
.basis,.note,.alt{color:var(--soft);font-size:.9rem;margin:.15rem 0}
.sources{color:var(--soft);font-size:.8rem;line-height:1.4;margin:.3rem 0 0}
.sources a{text-decoration-style:dotted}
.summary{color:var(--soft);font-size:.9rem;margin:.6rem 0 0}
nav{margin:1rem 0 0;padding:.6rem .8rem;background:var(--panel);border-radius:4px}
nav ul{list-style:none;padding:0;margin:0;columns:15rem;column-gap:1.5rem;font-size:.88rem}
nav li{margin:0;padding:.12rem 0;break-inside:avoid}
.table{overflow-x:auto;margin:.8rem 0}
table{border-collapse:collapse;font-size:.92rem;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;padding:.2rem 0;caption-side:top}
th,td{padding:.3rem .7rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}
th:first-child,td:first-child{padding-left:0}
thead th{vertical-align:bottom;font-weight:600;border-bottom:2px solid var(--rule)}
tbody th{font-weight:400}
.s{white-space:nowrap}
tbody th,td{overflow-wrap:normal;max-width:24rem}
.n{text-align:right;white-space:nowrap}
thead .n{white-space:normal}
.unit{display:block;font-weight:400;color:var(--soft);font-size:.85em;white-space:nowrap}
td.bars{min-width:6.5rem}
td .bar{display:block;height:4px;background:var(--bar);margin:2px 0 0 auto;border-radius:1px}
td .bar.less{background:var(--less)}
td a{text-decoration-style:dotted}
.spark{width:60px;height:18px;display:block}
.spark path{fill:none;stroke:var(--s1);stroke-width:1.5}
.charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,26rem),1fr));gap:1rem;margin:1rem 0}
.chart{margin:0;padding:.8rem;background:var(--panel);border-radius:4px;min-width:0}
.chart figcaption{font-weight:600;line-height:1.3;margin-bottom:.35rem;overflow-wrap:anywhere}
.chart svg{width:100%;height:auto;display:block}
.chart svg text{font-size:12px;fill:var(--ink)}
.chart svg .tick,.chart svg .unit{fill:var(--soft)}
.chart svg .strong,.chart svg .name{fill:var(--ink);font-weight:600}
.grid{stroke:var(--rule);stroke-width:1}
.zero{stroke:var(--soft);stroke-width:1}
.line{fill:none;stroke-width:2}
.median{stroke-dasharray:5 4}
.band{stroke:none;opacity:.22}
.band.wide{opacity:.13}
.mark{stroke-width:1.5}
.mark.open{fill:var(--panel)!important}
.mark.point{fill:var(--soft);stroke:none}
path.s1,.mark.s1{stroke:var(--s1)}path.band.s1,.mark.s1{fill:var(--s1)}.chart svg .name.s1{fill:var(--s1)}
path.s2,.mark.s2{stroke:var(--s2)}path.band.s2,.mark.s2{fill:var(--s2)}.chart svg .name.s2{fill:var(--s2)}
path.s3,.mark.s3{stroke:var(--s3)}path.band.s3,.mark.s3{fill:var(--s3)}.chart svg .name.s3{fill:var(--s3)}
path.s4,.mark.s4{stroke:var(--s4)}path.band.s4,.mark.s4{fill:var(--s4)}.chart svg .name.s4{fill:var(--s4)}
path.s5,.mark.s5{stroke:var(--s5)}path.band.s5,.mark.s5{fill:var(--s5)}.chart svg .name.s5{fill:var(--s5)}
path.s6,.mark.s6{stroke:var(--s6)}path.band.s6,.mark.s6{fill:var(--s6)}.chart svg .name.s6{fill:var(--s6)}
path.band{stroke:none!important}
path.line{fill:none!important}
svg .bar{fill:var(--s1);stroke:var(--s1);stroke-width:1.5}
svg .bar.open{fill:var(--bar);fill-opacity:.35;stroke-dasharray:4 3}
svg .whisker{stroke:var(--ink);stroke-width:1.4}
svg .step.more,svg .step.high{fill:var(--s2)}
svg .step.less,svg .step.low{fill:var(--s6)}
details{margin:.4rem 0}
summary code{font-size:.85em;color:var(--soft);margin-left:.4rem}
.behind summary{color:var(--ink);padding:.15rem 0}
.behind summary::first-letter{text-transform:uppercase}
summary{cursor:pointer;color:var(--soft);font-size:.9rem}
.behind dl>div,footer dl>div{padding:.3rem 0;border-bottom:1px solid var(--rule)}
.behind dt{font-size:.9rem;color:var(--soft)}
dd{margin:0}
.behind pre{margin:.2rem 0;font-size:.8rem;white-space:pre-wrap;overflow-wrap:anywhere;color:var(--soft)}
.behind div:target{background:var(--panel);outline:2px solid var(--s1);outline-offset:4px}
footer{font-size:.85rem;margin-top:2.5rem}
footer pre{background:var(--panel);padding:.6rem;overflow-x:auto;white-space:pre-wrap;overflow-wrap:anywhere}
footer dl{margin:0}
footer dt{color:var(--soft);display:inline}
footer dt::after{content:": "}
footer dd{display:inline;font-family:ui-monospace,Menlo,Consolas,monospace;font-size:.8rem}
@media (max-width:30rem){main{padding:1rem .75rem 2rem}h1{font-size:1.35rem}th,td{padding:.3rem .45rem}.chart{padding:.5rem}}
@media print{
:root{--ink:#000;--soft:#444;--ground:#fff;--panel:#fff;--rule:#bbb;--s1:#1f5fa8;--s2:#a8480b;--s3:#2c7238;--s4:#7b3fa0;--s5:#8a6400;--s6:#3b6b72;--less:#a32c2c;--more:#2c7238;--bar:#7fa6d6}
html{font-size:10.5pt}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
main{max-width:none;padding:0}
nav,.chart details{display:none}
.chart{border:1px solid var(--rule);break-inside:avoid}
.table{overflow:visible}
table{font-size:8.2pt}
th,td{padding:.22rem .4rem}
thead th{overflow-wrap:anywhere;hyphens:auto}
.n,.s,.unit{white-space:normal}
td.n{white-space:nowrap}
td.bars{min-width:0}
tr,li{break-inside:avoid}
.charts{grid-template-columns:1fr 1fr;gap:.5rem}
.behind{display:none}
h2{break-after:avoid}
a{text-decoration:none}
}
"#;
