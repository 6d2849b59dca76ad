/* A link to a field (#:w:contentpath=…, #id_…) ends at it: Wagtail leaves collapsed panels closed, and does not know
   the fields of children. Without this script the form opens at its top. */
(() => {
  const hash = decodeURIComponent(window.location.hash.slice(1));
  const path = hash.match(/:w:.*?contentpath=([^&]+)/)?.[1];
  const child = hash.match(/^id_(.+-\d+)-\w+$/)?.[1];
  if (!path && !child) return;

  const find = () => {
    if (path) {
      const parts = path.split(".").filter(Boolean).map((part) => `[data-contentpath="${CSS.escape(part)}"]`);
      return document.querySelector(parts.join(" "));
    }
    return document.getElementById(hash)?.closest("[data-field]") ?? document.getElementById(`inline_child_${child}`);
  };
  const open = (field) => {
    for (let panel = field.closest("[data-panel]"); panel; panel = panel.parentElement.closest("[data-panel]")) {
      const toggle = panel.querySelector("[data-panel-toggle]");
      const content = document.getElementById(toggle?.getAttribute("aria-controls"));
      if (toggle?.getAttribute("aria-expanded") === "false" && content?.contains(field)) toggle.click();
    }
  };
  // What is above the field is still growing then (rich texts, pictures), which breaks Wagtail's one slow scroll off.
  const hold = (field) => {
    let times = 15;
    for (const type of ["wheel", "pointerdown", "touchstart", "keydown"]) {
      window.addEventListener(type, () => (times = 0), { once: true, passive: true });
    }
    const place = () => {
      if (times-- <= 0) return;
      field.scrollIntoView();
      setTimeout(place, 100);
    };
    place();
  };
  window.addEventListener("load", () => {
    const field = find();
    if (!field) return;
    open(field);
    hold(field);
  });
})();
