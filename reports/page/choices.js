// What a reader chooses stays chosen: language and colours are radio buttons that
// the style reads. On paper what is folded is unfolded, and commands can be copied.
"use strict";
const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));
(function () {
  const root = document.documentElement;
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

  // On paper nothing can be unfolded.
  addEventListener("beforeprint", () => {
    for (const d of all("details:not([open], .behind)")) { d.open = true; d.dataset.printed = ""; }
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
})();
