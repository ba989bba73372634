// LGPL-3.0-or-later
(()=>{const copy=async(text)=>{if(navigator.clipboard){return navigator.clipboard.writeText(text);}
const field=document.createElement("textarea");field.value=text;field.className="vh";document.body.append(field);field.select();const done=document.execCommand("copy");field.remove();if(!done){throw new Error("copy");}};document.addEventListener("click",async({target})=>{const button=target.closest("[data-copy]");if(!button){return;}
const said=document.getElementById("said");const[before,after]=button.querySelectorAll("[data-word]");try{await copy(button.dataset.copy);}catch{return;}
before.hidden=true;after.hidden=false;said.textContent=after.textContent;button.focus();setTimeout(()=>{before.hidden=false;after.hidden=true;said.textContent="";},2500);});})();
