/* The board's selection: whole columns, how many are chosen, and "all that match" instead of single ones. */
(() => {
  const form = document.querySelector("[data-board]");
  if (!form) return;
  const cells = [...form.querySelectorAll("[data-board-cell]")];
  const all = form.querySelector("[data-board-all]");
  const count = form.querySelector("[data-board-count]");

  const draw = () => {
    const chosen = cells.filter((cell) => cell.checked).length;
    const everything = Boolean(all && all.checked);
    cells.forEach((cell) => (cell.disabled = everything));
    if (count) count.textContent = everything ? "" : count.dataset.text.replace("0", chosen);
    form.querySelectorAll("[data-board-column]").forEach((column) => {
      const own = cells.filter((cell) => cell.dataset.boardCell === column.dataset.boardColumn);
      const some = own.filter((cell) => cell.checked).length;
      column.hidden = own.length === 0;
      column.disabled = everything;
      column.checked = own.length > 0 && some === own.length;
      column.indeterminate = some > 0 && some < own.length;
    });
  };

  form.addEventListener("change", (event) => {
    const column = event.target.dataset.boardColumn;
    if (column) {
      cells.filter((cell) => cell.dataset.boardCell === column).forEach((cell) => (cell.checked = event.target.checked));
    }
    draw();
  });
  form.addEventListener("submit", (event) => {
    if ((all && all.checked) || cells.some((cell) => cell.checked)) return;
    event.preventDefault();
    if (count) count.textContent = count.dataset.none;
  });
  draw();
})();
