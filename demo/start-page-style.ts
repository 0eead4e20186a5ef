export const startPageStyle = `:root{color-scheme:light dark;--ground:#f5f5fa;--paper:#fff;--line:#d9dbe6;--ink:#4f52b2;--soft:#5d6070}
@media(prefers-color-scheme:dark){:root{--ground:#17181d;--paper:#212228;--line:#3a3c47;--ink:#a6a7f5;--soft:#b3b6c4}}
*{box-sizing:border-box}body{font:16px/1.5 "Segoe UI",system-ui,"DejaVu Sans",sans-serif;max-width:60rem;margin:0 auto;padding:2rem 1rem;background:var(--ground)}
h1{margin:0;font-size:1.7rem}header p{margin:.3rem 0 0;max-width:48rem;color:var(--soft)}h2{font-size:1.05rem;margin:1.8rem 0 .6rem}h3{font-size:1rem;margin:0 0 .4rem;color:var(--ink)}
.doors,.tries{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(17rem,100%),1fr));gap:.8rem;margin:0;padding:0;list-style:none}
.doors a,.tries>li,.wrong{background:var(--paper);border:1px solid var(--line);border-radius:.7rem;padding:.9rem 1rem;text-decoration:none;color:inherit}
.doors a{display:flex;flex-direction:column;gap:.25rem;align-items:flex-start}
.doors a:hover,.doors a:focus-visible{border-color:var(--ink);outline:2px solid var(--ink)}
.doors strong{color:var(--ink)}.doors i{font-style:normal;font-weight:400;font-size:.8rem;border:1px solid var(--line);border-radius:99px;padding:.05rem .5rem;color:var(--soft);margin-left:.2rem}
.doors span,.tries ol{font-size:.92rem}.tries ol{margin:0;padding-left:1.2rem}.tries ol li{margin:.2rem 0}
.wrong{margin:0;padding-left:2rem}.wrong li{margin:.2rem 0}
code{background:#8882;border-radius:.3rem;padding:.05rem .35rem;font-size:.85em}.small{font-size:.85rem;color:var(--soft);margin-top:1.5rem}`
