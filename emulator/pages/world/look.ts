/** Style of the world page and of the apps page. */
export const look = `
.top{display:flex;flex-wrap:wrap;gap:.4rem 1.2rem;align-items:center;padding:.6rem 1rem;background:var(--card);border-bottom:1px solid var(--line);position:sticky;top:0;z-index:2}
.top strong{font-size:1.05rem}.top nav{display:flex;flex-wrap:wrap;gap:.2rem}
.top nav a{padding:.3rem .7rem;border-radius:6px;text-decoration:none}.top nav a[aria-current]{background:var(--chip);color:var(--ink);font-weight:600}
.clock{margin-left:auto;display:flex;flex-wrap:wrap;gap:.35rem;align-items:center}.clock button{padding:.15rem .5rem;min-height:1.9rem}
.clock time{font-variant-numeric:tabular-nums;font-weight:600}
.two{display:grid;grid-template-columns:17rem minmax(0,1fr);gap:1rem;padding:1rem;max-width:90rem;margin:0 auto;align-items:start}
.one{padding:1rem;max-width:80rem;margin:0 auto;display:grid;grid-template-columns:minmax(0,1fr);gap:1rem}
section>h2:first-child{margin-top:0}main{display:grid;grid-template-columns:minmax(0,1fr);gap:1rem;min-width:0}.tenants{padding:.5rem;position:sticky;top:4.2rem;max-height:calc(100vh - 5.5rem);overflow:auto}
.tenants form{padding:.3rem}.tenants input{width:100%}
.tenants a{display:block;padding:.45rem .6rem;border-radius:7px;text-decoration:none;color:var(--ink)}
.tenants a:hover{background:var(--chip)}.tenants a[aria-current]{background:var(--chip);box-shadow:inset 3px 0 var(--accent)}
.tenants a b{display:block;font-weight:600}
.chips{display:flex;flex-wrap:wrap;gap:.35rem;margin:.4rem 0}
.chip{background:var(--chip);border-radius:9px;padding:.05rem .6rem;font-size:.84rem;white-space:nowrap}
.bar{display:flex;flex-wrap:wrap;gap:.4rem;align-items:center;margin:.5rem 0}.bar form{min-width:0;max-width:100%;display:flex;flex-wrap:wrap;gap:.4rem;align-items:center}
.bar label{display:inline-flex;align-items:center;gap:.3rem;font-size:.86rem;color:var(--soft)}
.bar select,.bar input{min-width:0}.apps{display:grid;align-items:start;gap:.8rem;grid-template-columns:repeat(auto-fill,minmax(min(100%,27rem),1fr))}
.app{border:1px solid var(--line);border-radius:9px;padding:.8rem .9rem;min-width:0}
.app .bar button{padding:.15rem .6rem;min-height:1.9rem;font-size:.9rem}.app.off{border-style:dashed}
details{margin:.35rem 0}summary{cursor:pointer;padding:.2rem 0;color:var(--accent)}
table{border-collapse:collapse;width:100%;font-size:.9rem}th{text-align:left;font-weight:600;color:var(--soft);padding:.3rem .5rem .3rem 0}
td{border-top:1px solid var(--line);padding:.3rem .5rem .3rem 0;vertical-align:top;overflow-wrap:anywhere}
td button,.tiny{padding:.05rem .5rem;min-height:1.7rem;font-size:.86rem}td.num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.scroll{overflow-x:auto}.wide{min-width:44rem}td time{white-space:nowrap;font-variant-numeric:tabular-nums}
#toast{position:fixed;left:50%;bottom:1.2rem;transform:translate(-50%,1rem);opacity:0;pointer-events:none;transition:.2s;background:var(--ink);color:var(--bg);padding:.6rem 1rem;border-radius:8px;max-width:min(90vw,40rem);z-index:3}
#toast.shown{opacity:1;transform:translate(-50%,0)}#toast.bad{background:var(--bad);color:var(--card)}
.offline::after{content:'The emulator isn’t responding. Start it again; this page then resumes automatically.';position:fixed;inset:auto 0 0;background:var(--bad);color:var(--card);padding:.5rem;text-align:center;z-index:4}
@media(max-width:60rem){.two{grid-template-columns:minmax(0,1fr)}.tenants{position:static;max-height:13rem}.top{position:static}.clock{margin-left:0}}
@media(prefers-reduced-motion:reduce){#toast{transition:none}}
`
