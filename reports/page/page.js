// What the list of checks can do beyond being read: be narrowed, open what a link
// leads to, save itself.
(function () {
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
