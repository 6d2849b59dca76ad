/* The list of what is to be done: chooses all on the page at once. Without it each box is ticked by itself. */
(() => {
  const form = document.querySelector("[data-readiness]");
  if (!form) return;
  const all = form.querySelector("[data-readiness-all]");
  const boxes = [...form.querySelectorAll("[data-readiness-box]")];
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
  form.addEventListener("change", () => {
    const chosen = boxes.filter((box) => box.checked).length;
    all.checked = chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
  });
})();
