--- report_style.lua - the style sheet of a report and its few lines of behaviour, as strings. Nothing is fetched.
--
-- Colours are Okabe and Ito's, which people of all kinds of colour vision tell apart; the dark face has lighter ones of the same hues.
local style = {}

style.css = [[
:root{color-scheme:light dark;--paper:#fbfaf7;--card:#fff;--ink:#20201d;--soft:#65635c;--line:#dedbd2;--mark:#fff0bf;--target:#ffe08a;
--c1:#0072b2;--c2:#c34f00;--c3:#007a5a;--c4:#a56a00;--c5:#a8487f;--c6:#2f86b8;--c7:#5b5b9c;--c8:#6c6c68;--link:#005a8f;
--serif:"Songti SC","Noto Serif CJK SC","Source Han Serif SC","Noto Serif SC",SimSun,serif;
--sans:system-ui,-apple-system,"PingFang SC","Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei",sans-serif}
:root:lang(zh-Hant){--sans:system-ui,-apple-system,"PingFang TC","Noto Sans CJK TC","Source Han Sans TC","Microsoft JhengHei",sans-serif}
@media (prefers-color-scheme:dark){:root:not([data-theme=light]){--paper:#171816;--card:#1f201e;--ink:#e6e4dc;--soft:#a3a096;--line:#383935;
--mark:#4a3e12;--target:#6a5612;--c1:#5ab4e8;--c2:#ff9a57;--c3:#3fcf9f;--c4:#f0b43c;--c5:#e79bc4;--c6:#8fd0f5;--c7:#b0b0ee;--c8:#b5b4ae;--link:#86c8f2}}
:root[data-theme=dark]{color-scheme:dark;--paper:#171816;--card:#1f201e;--ink:#e6e4dc;--soft:#a3a096;--line:#383935;--mark:#4a3e12;--target:#6a5612;
--c1:#5ab4e8;--c2:#ff9a57;--c3:#3fcf9f;--c4:#f0b43c;--c5:#e79bc4;--c6:#8fd0f5;--c7:#b0b0ee;--c8:#b5b4ae;--link:#86c8f2}
:root[data-theme=light]{color-scheme:light}
*{box-sizing:border-box}
html{font:16px/1.6 var(--sans);background:var(--paper);color:var(--ink);scroll-padding-top:1.5rem;-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;line-break:strict;overflow-wrap:anywhere;text-spacing-trim:trim-start;text-autospace:normal;hanging-punctuation:allow-end;overflow-x:clip}
a{color:var(--link);text-decoration-color:color-mix(in srgb,currentColor 40%,transparent);text-underline-offset:.2em}
a:hover{text-decoration-color:currentColor}
:focus-visible{outline:2px solid var(--c2);outline-offset:2px;border-radius:2px}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--card);padding:.3rem .8rem;z-index:9}
.page{max-width:78rem;margin:0 auto;padding:0 1.25rem 4rem}
.top{position:relative;padding:3.2rem 0 1.2rem;border-bottom:1px solid var(--line)}
.top h1{font:600 clamp(1.6rem,4.5vw,2.5rem)/1.3 var(--serif);margin:0 0 .4rem;text-wrap:balance}
.top p{margin:0;color:var(--soft);max-width:52rem}
nav ol{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.35rem 1.1rem}
nav{padding:.9rem 0;font-size:.92rem;border-bottom:1px solid var(--line)}
nav a{text-decoration:none}nav a:hover{text-decoration:underline}
main{min-width:0}
section{padding-top:2.6rem}
h2{font:600 1.55rem/1.35 var(--serif);margin:0 0 .9rem}
h3{font:600 1.06rem/1.45 var(--sans);margin:2rem 0 .6rem}
.lead,.note,figcaption,.facts{color:var(--soft);font-size:.88rem;margin:.2rem 0 .9rem;max-width:46rem}
.tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(8.6rem,1fr));background:var(--card);border:1px solid var(--line);
border-radius:.5rem;overflow:hidden;margin:0 0 1.5rem;padding:0}
.tiles div{padding:.8rem 1rem .7rem;box-shadow:0 0 0 .5px var(--line)}
.tiles dt{color:var(--soft);font-size:.82rem}.tiles dd{margin:0;font:600 1.25rem/1.4 var(--sans);letter-spacing:-.01em;
font-variant-numeric:tabular-nums;overflow-wrap:normal}
.tiles dd small{font-weight:400;font-size:.82rem;color:var(--soft);display:block}
.tiles .long{font-size:1.02rem;line-height:1.72}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,25rem),1fr));gap:0 2.2rem}
.three{grid-template-columns:repeat(auto-fit,minmax(min(100%,18rem),1fr))}.pair>div{min-width:0}.pair h3{margin-top:1.2rem}
figure{margin:0 0 1.4rem}
.plot{display:block;overflow:visible;font:12.5px var(--sans);fill:var(--ink)}
.plot.bars{max-width:46rem}
.plot .value{fill:var(--soft);font-size:11.5px;font-variant-numeric:tabular-nums}
.plot .grid{stroke:var(--line);stroke-width:1}.plot .axis{stroke:var(--soft);stroke-width:1}.plot .branch{stroke:var(--c1);stroke-width:1.5}
.plot .strip{fill:var(--line);opacity:.5}.plot .dot{opacity:.65}.plot .in{fill:var(--card);font-size:10px;font-weight:600;pointer-events:none}
.s1{fill:var(--c1)}.s2{fill:var(--c2)}.s3{fill:var(--c3)}.s4{fill:var(--c4)}.s5{fill:var(--c5)}.s6{fill:var(--c6)}.s7{fill:var(--c7)}.s8{fill:var(--c8)}
.plot a text{fill:var(--link)}
.table{margin:0 0 1.4rem;overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9rem;line-height:1.5}
caption{text-align:left;color:var(--soft);font-size:.85rem;padding-bottom:.3rem}
th,td{text-align:left;vertical-align:top;padding:.42rem .7rem .42rem 0;border-bottom:1px solid var(--line)}
th{font-weight:600;color:var(--soft);font-size:.84rem;white-space:nowrap;border-bottom-color:var(--soft)}
th button{all:unset;cursor:pointer;color:inherit}th button:focus-visible{outline:2px solid var(--c2);outline-offset:2px}
th button::after{content:"";display:inline-block;width:1em;text-align:center;opacity:.75}
th[aria-sort=ascending] button::after{content:"↑"}th[aria-sort=descending] button::after{content:"↓"}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}

td.bar{background:linear-gradient(to left,color-mix(in srgb,var(--c1) 60%,transparent) var(--w),transparent var(--w)) right .7rem top 1.95em/
calc(100% - .7rem) 3px no-repeat}.k{white-space:nowrap}
tbody tr:hover{background:color-mix(in srgb,var(--c1) 6%,transparent)}
.place{font-size:.84rem}.bytes{font-variant-numeric:tabular-nums;white-space:nowrap;color:var(--soft)}
.tools{display:flex;flex-wrap:wrap;gap:.6rem;align-items:center;margin:0 0 .5rem;font-size:.86rem;color:var(--soft)}
.tools input,.tools select{font:inherit;color:var(--ink);background:var(--card);border:1px solid var(--line);border-radius:.35rem;
padding:.25rem .6rem;max-width:100%}
.tools select{display:none}
table.short:not(.found) tbody tr:nth-child(n+26){display:none}
.more{margin:.6rem 0 0}.more,.theme{font:inherit;font-size:.86rem;color:var(--link);background:none;border:1px solid var(--line);border-radius:1rem;
padding:.1rem .8rem;cursor:pointer}
.theme{position:absolute;right:0;top:1rem;font:inherit;font-size:.86rem;color:var(--soft);background:none;border:1px solid var(--line);
border-radius:1rem;padding:.1rem .8rem;cursor:pointer}
ol.said,ul.said{padding:0;margin:0 0 1.4rem;list-style:none}
.said li{padding:.7rem 0 .75rem;border-bottom:1px solid var(--line)}
.said blockquote,.evidence blockquote{margin:0;font:1.04rem/1.85 var(--serif);max-width:42rem}
.said details,.evidence details{font-size:.84rem;color:var(--soft)}summary{cursor:pointer}
.finding{border-top:1px solid var(--line);padding:.9rem 0 .3rem}.finding h4{margin:0 0 .5rem;font:600 1rem/1.5 var(--sans)}
.finding h4 small{font-weight:400;color:var(--soft)}
.evidence{display:grid;grid-template-columns:minmax(4.5rem,11rem) 1fr;gap:.1rem 1rem;margin:0 0 .7rem}
.wording{margin:.1rem 0 .2rem;font-size:.88rem;color:var(--soft)}.wording b{font-weight:600;margin-right:.2rem}
.evidence .side{color:var(--soft);font-size:.88rem;padding-top:.3rem}
.kwic td{border:0;padding:.14rem .35rem;vertical-align:baseline}.kwic table{table-layout:fixed}
.kwic .l{text-align:right;width:36%}.kwic .m{width:11%;text-align:center;font-weight:600}.kwic .m a{color:var(--c2);font-size:inherit}
.kwic .d{width:18%;font-size:.8rem;color:var(--soft)}.kwic td{overflow-wrap:anywhere}
article{position:relative;background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:1.6rem clamp(1rem,4vw,2.8rem) 1rem;margin:0 0 1.6rem;
content-visibility:auto;contain-intrinsic-size:auto 60rem}
article h3{font:600 1.35rem/1.45 var(--serif);margin:0 0 .5rem;max-width:40rem}
article p{font:1.05rem/1.95 var(--serif);max-width:40rem;margin:0 0 .75em;text-align:justify;hyphens:auto;white-space:pre-wrap}
article:lang(zh-Hant){--serif:"Songti TC","Noto Serif CJK TC","Source Han Serif TC",PMingLiU,serif}
article:lang(ja){--serif:"Hiragino Mincho ProN","Noto Serif CJK JP",serif}
article:lang(en) p{line-height:1.7;text-align:left}
article .facts{font:.84rem/1.6 var(--sans);margin-bottom:1.2rem;text-align:left}article p.heading{font-weight:600;text-align:left}
article .up{font:.84rem var(--sans);margin:1rem 0 0}.gap{color:var(--soft);text-align:center}
p.f{font:.86rem/1.7 var(--sans);color:var(--soft);border-left:3px solid var(--line);padding-left:.8rem;text-align:left}
p.f::before{content:attr(data-z) " ";opacity:.75;font-size:.92em}span.f{color:var(--soft);font-size:.9em}
.tag{border:1px solid var(--line);border-radius:1rem;padding:0 .6rem}
body:has(#cited:checked) .c{background:linear-gradient(transparent 62%,var(--mark) 62%)}.c:target,:target .c{background:var(--target)}
article:target,article:has(:target){border-color:var(--c2)}
.r{text-decoration:underline dotted 2px var(--c3);text-underline-offset:.28em;position:relative;cursor:help}
.r.likely{text-decoration:underline dashed 2px var(--c4)}.r.guess{text-decoration:underline wavy 1.5px var(--c2)}
.r:hover::after,.r:focus::after,.r.on::after{content:attr(data-r);position:absolute;left:0;top:1.9em;z-index:5;width:max-content;max-width:min(20rem,60vw);
white-space:pre-wrap;text-align:left;font:.82rem/1.5 var(--sans);background:var(--ink);color:var(--paper);padding:.3rem .7rem;
border-radius:.35rem;text-indent:0}
.r.far:hover::after,.r.far:focus::after,.r.far.on::after{left:auto;right:0}
.switches{display:flex;flex-wrap:wrap;gap:.3rem 1.4rem;font-size:.88rem;color:var(--soft)}
body:has(#furniture:not(:checked)) .f{display:none}body:has(#repairs:not(:checked)) .r{text-decoration:none}
.about dt{color:var(--soft);font-size:.86rem;margin-top:.6rem}.about dd{margin:0}.mono{font:.8rem/1.6 ui-monospace,"Noto Sans Mono CJK SC",monospace}
.legend{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;font-size:.84rem;color:var(--soft);margin:0 0 .8rem;padding:0;list-style:none}
.legend b{color:var(--ink)}
@media screen and (min-width:70rem){.body{display:grid;grid-template-columns:9.5rem minmax(0,1fr);gap:0 3rem}
.body>nav{border:0;position:sticky;top:1rem;align-self:start;padding-top:2.9rem}nav ol{flex-direction:column;gap:.5rem}}
@media screen and (max-width:44rem){.page{padding:0 1rem 3rem}.top{padding-top:2rem}}
@media screen and (max-width:60rem){
.table:not(.kwic) thead{display:none}.table:not(.kwic) table,.table:not(.kwic) tbody{display:block}
.table:not(.kwic) tr{display:grid;grid-template-columns:repeat(auto-fill,minmax(8.5rem,1fr));gap:.1rem 1rem;padding:.6rem 0;border-bottom:1px solid var(--line)}
.table:not(.kwic) td{display:block;border:0;padding:0;min-width:0;text-align:left;white-space:normal}
.table:not(.kwic) td::before{content:attr(data-l) "  ";color:var(--soft);font-size:.78rem;white-space:pre}
.table:not(.kwic) td:first-child,.table:not(.kwic) td.wide{grid-column:1/-1}td.bar{background:none}
.tools select{display:block}.tools input{flex:1 1 8rem;min-width:0}
.kwic table,.kwic tbody,.kwic tr{display:block}.kwic tr{padding:.5rem 0;border-bottom:1px solid var(--line)}.kwic td{display:inline;padding:0;width:auto}
.kwic .d{display:block;width:auto}.kwic .m{white-space:nowrap}.evidence{grid-template-columns:1fr}
.r{position:static}.r:hover::after,.r:focus::after,.r.on::after,.r.far:hover::after,.r.far:focus::after,.r.far.on::after{left:1rem;right:1rem;
top:auto;margin-top:2.5em;width:auto;max-width:none;padding:.6rem 1rem}}
@media print{:root{--paper:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb}html{font-size:10pt}
nav,.more,.tools,.switches,.theme,.up,.skip{display:none!important}
.page{max-width:none;padding:0}article{border:0;padding:0;content-visibility:visible}a{color:inherit}.k{white-space:normal}
table{font-size:8.5pt}section{break-before:auto}h2,h3,h4{break-after:avoid}
table.short tbody tr:nth-child(n+26){display:table-row!important}tr,.said li,.evidence,figure{break-inside:avoid}thead{display:table-header-group;break-inside:avoid}
.table{overflow:visible}.body{display:block}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
]]

style.behaviour = [[
(function(){"use strict";
var MOST=25,words=document.documentElement.dataset,collator=new Intl.Collator(document.documentElement.lang,{numeric:true});
function value(row,i){var cell=row.cells[i],v=cell.dataset.v;
return cell.classList.contains("n")?(v===undefined?null:+v):cell.textContent==="–"?null:cell.textContent;}
function sort(table,i,falling){var body=table.tBodies[0],rows=Array.from(body.rows);
rows.forEach(function(r,k){if(r.dataset.k===undefined)r.dataset.k=k;});
rows.sort(function(a,b){var x=value(a,i),y=value(b,i);
if(x===null||y===null)return (x===null)-(y===null)||a.dataset.k-b.dataset.k;
var c=typeof x==="number"?x-y:collator.compare(x,y);return (falling?-c:c)||a.dataset.k-b.dataset.k;});
rows.forEach(function(r){body.appendChild(r);});
Array.from(table.tHead.rows[0].cells).forEach(function(h,k){
if(k===i)h.setAttribute("aria-sort",falling?"descending":"ascending");else h.removeAttribute("aria-sort");});}
document.querySelectorAll(".table:not(.kwic) table").forEach(function(table){
var heads=Array.from(table.tHead.rows[0].cells),body=table.tBodies[0];if(body.rows.length<2)return;
heads.forEach(function(h,i){var b=document.createElement("button");b.type="button";b.textContent=h.textContent;h.textContent="";h.appendChild(b);
b.addEventListener("click",function(){var now=h.getAttribute("aria-sort");
sort(table,i,now?now==="ascending":h.classList.contains("n"));});});
if(body.rows.length>MOST+10){var more=document.createElement("button");more.type="button";more.className="more";
table.classList.add("short");more.textContent="+ "+(body.rows.length-MOST);more.setAttribute("aria-label",words.all);
more.addEventListener("click",function(){table.classList.remove("short");more.remove();});table.after(more);}
if(body.rows.length<6)return;
var tools=document.createElement("div"),input=document.createElement("input"),select=document.createElement("select"),said=document.createElement("span");
tools.className="tools";input.type="search";input.placeholder=words.filter+" …";input.setAttribute("aria-label",words.filter);
said.setAttribute("role","status");select.setAttribute("aria-label",words.sort);select.appendChild(new Option(words.sort+" …",""));
heads.forEach(function(h,i){select.appendChild(new Option(h.textContent,i));});
select.addEventListener("change",function(){if(select.value!=="")sort(table,+select.value,heads[select.value].classList.contains("n"));});
input.addEventListener("input",function(){table.classList.toggle("found",input.value!=="");var q=input.value.normalize("NFKC").toLowerCase(),n=0;
Array.from(body.rows).forEach(function(r){var hit=r.textContent.normalize("NFKC").toLowerCase().indexOf(q)>=0;r.hidden=!hit;if(hit)n++;});
body.querySelectorAll("tr").forEach(function(r){r.style.display=r.hidden?"none":"";});
said.textContent=q?n+" / "+body.rows.length:"";});
tools.append(input,select,said);table.parentNode.insertBefore(tools,table);});
var themes=["light","dark"],button=document.createElement("button");button.type="button";button.className="theme";button.textContent=words.light;
button.addEventListener("click",function(){var root=document.documentElement,now=root.dataset.theme||
(matchMedia("(prefers-color-scheme: dark)").matches?"dark":"light");root.dataset.theme=themes[1-themes.indexOf(now)];});
document.querySelector(".top").appendChild(button);
document.addEventListener("click",function(e){var at=e.target.closest&&e.target.closest(".r");
document.querySelectorAll(".r.on").forEach(function(r){if(r!==at)r.classList.remove("on");});if(at)at.classList.toggle("on");});
document.addEventListener("keydown",function(e){if(e.key==="Escape")document.querySelectorAll(".r.on").forEach(function(r){r.classList.remove("on");});});
document.addEventListener("mouseover",function(e){var at=e.target.closest&&e.target.closest(".r");if(!at)return;
at.classList.toggle("far",at.getBoundingClientRect().left>innerWidth*0.6);});
})();
]]

return style
