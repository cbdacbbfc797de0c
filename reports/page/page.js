// What the page can do beyond being read: keep the choices of its reader, narrow
// the list of checks, open what a link leads to, copy a command.
(function () {
  "use strict";
  const root = document.documentElement;
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));
  const memory = {
    get(key) { try { return localStorage.getItem("vouch." + key); } catch { return null; } },
    set(key, value) { try { localStorage.setItem("vouch." + key, value); } catch { /* a page that may keep nothing */ } },
  };

  // Language and theme are radio buttons that the style reads.
  function speak(lang) {
    root.lang = lang;
    root.dataset.lang = lang;
    document.title = root.getAttribute("data-title-" + lang) || document.title;
  }
  for (const name of ["lang", "theme"]) {
    const kept = memory.get(name);
    for (const input of all(`input[name=${name}]`)) {
      if (input.value === kept) input.checked = true;
      input.addEventListener("change", () => {
        memory.set(name, input.value);
        if (name === "lang") speak(input.value);
        else root.dataset.theme = input.value;
      });
      if (input.checked && name === "lang") speak(input.value);
      if (input.checked && name === "theme") root.dataset.theme = input.value;
    }
  }

  // The filters: within a facet any of the chosen values, over facets all.
  const form = document.getElementById("filters");
  const find = document.getElementById("find");
  const shown = document.getElementById("shown");
  const nothing = document.getElementById("nothing");
  const rows = all("#rows > tr").map((tr) => ({ tr, text: tr.textContent.toLowerCase() }));
  const facets = all("[data-facet]", form);
  form.hidden = false;
  function narrow() {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = facets.map((f) => [f.dataset.facet, all("input:checked", f).map((i) => i.value)]).filter(([, v]) => v.length);
    let n = 0;
    for (const { tr, text } of rows) {
      const fits = words.every((w) => text.includes(w)) && chosen.every(([facet, values]) => values.includes(tr.dataset[facet]));
      tr.hidden = !fits;
      if (fits) n++;
    }
    shown.textContent = n;
    nothing.hidden = n > 0;
  }
  form.addEventListener("input", narrow);
  form.addEventListener("submit", (e) => e.preventDefault());
  function choose(verdict) {
    find.value = "";
    for (const input of all("[data-facet] input", form)) input.checked = input.value === verdict;
    narrow();
  }
  document.getElementById("clear").addEventListener("click", () => choose(null));
  for (const tile of all("[data-pick]")) tile.addEventListener("click", () => choose(tile.dataset.pick));
  narrow();

  // A link may lead into what is folded away or filtered out.
  function arrive() {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.hidden) choose(null);
    const inner = target.matches("article") && target.querySelector("details");
    if (inner) inner.open = true;
    for (let d = target.closest("details"); d; d = d.parentElement.closest("details")) d.open = true;
    target.scrollIntoView();
  }
  addEventListener("hashchange", arrive);
  arrive();

  // On paper nothing can be unfolded.
  addEventListener("beforeprint", () => {
    for (const d of all("details:not([open])")) { d.open = true; d.dataset.printed = ""; }
  });
  addEventListener("afterprint", () => {
    for (const d of all("details[data-printed]")) { d.open = false; delete d.dataset.printed; }
  });

  if (navigator.clipboard) {
    for (const button of all(".copy")) {
      button.hidden = false;
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(button.parentElement.querySelector("code").textContent);
        button.classList.add("done");
        setTimeout(() => button.classList.remove("done"), 1500);
      });
    }
  }

  const save = document.getElementById("save");
  save.hidden = false;
  save.addEventListener("click", () => {
    const a = document.createElement("a");
    a.href = URL.createObjectURL(new Blob([document.getElementById("report").textContent], { type: "application/json" }));
    a.download = "report.json";
    a.click();
    setTimeout(() => URL.revokeObjectURL(a.href), 10000);
  });
})();
