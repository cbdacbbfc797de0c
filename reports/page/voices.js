// The report stands in the page once in each language. Who changes the language
// stays where they are in it.
(function () {
  const voices = all("article.voice");
  const shown = (voice) => voice.offsetParent !== null || voice.getClientRects().length > 0;
  let place = null;
  function remember() {
    const voice = voices.find(shown);
    if (!voice) return;
    let last = null;
    all("section[id]", voice).forEach((s, i) => { if (i === 0 || s.getBoundingClientRect().top <= innerHeight / 3) last = s; });
    place = last && { name: last.id.slice(3), offset: last.getBoundingClientRect().top };
  }
  addEventListener("scroll", remember, { passive: true });
  remember();
  for (const input of all("input[name=lang]")) {
    input.addEventListener("change", () => {
      if (!place) return;
      const same = document.getElementById(input.value + "-" + place.name);
      if (same) scrollBy({ top: same.getBoundingClientRect().top - place.offset, behavior: "instant" });
    });
  }

  // A link that somebody sent leads into the language that it was read in.
  function arrive() {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const voice = target && target.closest("article.voice");
    if (!voice) return;
    const choice = document.getElementById("lang-" + voice.lang);
    if (!choice.checked) choice.click();
    target.scrollIntoView();
  }
  addEventListener("hashchange", arrive);
  arrive();
})();
