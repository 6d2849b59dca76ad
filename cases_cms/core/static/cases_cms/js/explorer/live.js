// Lists that change without a new page. The server answers with whole pages; htmx takes the region out of them, and
// what it cannot know is here: focus, what is open, what a screen reader hears, and what to do when something fails.
(() => {
  "use strict";
  const REGION = "cc-explorer";
  const region = () => document.getElementById(REGION);
  const isRegion = (event) => event.detail.target?.id === REGION || event.target.id === REGION;

  Object.assign(htmx.config, {
    allowEval: false,
    allowScriptTags: false,
    includeIndicatorStyles: false,
    attributesToSettle: [],
    defaultSettleDelay: 0,
    // Going back asks the server: a stored copy would show counts of another time.
    historyCacheSize: 0,
    historyRestoreAsHxRequest: false,
    scrollIntoViewOnBoost: false,
    timeout: 20000,
  });

  // --- What is open and where the focus is ------------------------------------------------------------------
  let before = null;

  function remember() {
    const active = document.activeElement;
    const chips = [...document.querySelectorAll(`#${REGION} .cc-chips a`)];
    before = {
      open: new Map([...document.querySelectorAll(`#${REGION} details[id]`)].map((each) => [each.id, each.open])),
      id: active?.id,
      inside: Boolean(region()?.contains(active)),
      chip: chips.indexOf(active),
      isField: Boolean(active?.matches("input")),
    };
  }

  function reopen() {
    for (const [id, open] of before.open) {
      const details = document.getElementById(id);
      if (details) details.open = open;
    }
  }

  function refocus() {
    const active = document.activeElement;
    // On a phone the keyboard would stay over the results.
    const hides = before.isField && matchMedia("(pointer: coarse)").matches;
    if (!before.inside || (active && active !== document.body && !hides)) return;
    const chips = document.querySelectorAll(`#${REGION} .cc-chips a`);
    let next = hides ? null : document.getElementById(before.id);
    if (!next && before.chip >= 0 && chips.length) next = chips[Math.min(before.chip, chips.length - 1)];
    for (let details = next?.closest("details"); details; details = details.parentElement.closest("details")) {
      if (!next.closest("summary")) details.open = true;
    }
    (next || document.getElementById("cc-results"))?.focus({ preventScroll: true });
  }

  // --- What is heard -----------------------------------------------------------------------------------------
  let speaking = 0;

  function announce(text) {
    const status = document.getElementById("cc-announce");
    if (!status || !text) return;
    clearTimeout(speaking);
    status.textContent = "";
    speaking = setTimeout(() => { status.textContent = text; }, 150);
  }

  function busy(is) {
    if (is) region()?.setAttribute("aria-busy", "true");
    else region()?.removeAttribute("aria-busy");
  }

  // --- The course of a request ---------------------------------------------------------------------------------
  // A choice made while the page of the one before is on its way is made on that page, which holds both then.
  let asking = null;
  let waiting = [];

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!isRegion(event)) return;
    busy(true);
    asking = event.detail.elt.id || event.detail.elt.name || "-";
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!isRegion(event)) return;
    busy(false);
    asking = null;
    if (event.detail.successful) setTimeout(choose);
    else waiting = [];
  });

  function choose() {
    const next = document.getElementById(waiting.shift());
    if (next) next.click();
    else if (waiting.length) choose();
  }

  document.addEventListener(
    "click",
    (event) => {
      const link = event.target.closest(`#${REGION} a[id]`);
      if (!asking || !link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      // Who clicks twice out of impatience means it once.
      if (link.id !== asking && !waiting.includes(link.id)) waiting.push(link.id);
    },
    true,
  );

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!isRegion(event)) return;
    if (event.detail.shouldSwap && !event.detail.serverResponse.includes(`id="${REGION}"`)) {
      // Another page than ours, a form for a password, say.
      event.detail.shouldSwap = false;
      location.assign(event.detail.pathInfo.finalRequestPath);
    }
    remember();
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id === REGION) {
      reopen();
      refocus();
    }
    announce(event.target.dataset?.announce);
  });

  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => {
      // The browser says better than we could what is wrong.
      if (isRegion(event)) location.assign(event.detail.pathInfo.finalRequestPath);
    });
  }

  // --- Back and forward ------------------------------------------------------------------------------------------
  document.addEventListener("htmx:historyCacheMiss", () => busy(true));
  document.addEventListener("htmx:historyCacheMissLoad", remember);
  document.addEventListener("htmx:historyRestore", () => {
    if (before) reopen();
    announce(region()?.dataset.announce);
  });
  document.addEventListener("htmx:historyCacheMissLoadError", () => location.reload());
  addEventListener("pageshow", () => busy(false));

  // A link opened elsewhere (with Shift or Alt; htmx knows of Ctrl and Meta) is the browser's.
  document.addEventListener(
    "click",
    (event) => {
      if ((event.shiftKey || event.altKey) && event.target.closest(`#${REGION} a`)) event.stopPropagation();
    },
    true,
  );

  // Browsers that cannot show what a closed <details> holds (see explorer.css): open it where there is room.
  const panel = document.getElementById("cc-facets");
  if (panel && !CSS.supports("selector(::details-content)") && matchMedia("(min-width: 60rem)").matches) panel.open = true;
})();
