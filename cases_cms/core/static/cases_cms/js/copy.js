/* Copies what a button names, and prints. Its buttons stand hidden where scripts do not run. */
(() => {
  const SECONDS = 2.5;

  /** Writes to the clipboard; where the page has no right to (no HTTPS), by a selection. */
  const copy = async (text, source) => {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
    const range = document.createRange();
    range.selectNodeContents(source);
    const selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    if (!document.execCommand("copy")) throw new Error("copy");
    selection.removeAllRanges();
  };

  for (const button of document.querySelectorAll("button[data-copy]")) {
    const source = document.getElementById(button.dataset.copy);
    if (!source) continue;
    const label = [...button.childNodes];
    const width = () => `${button.getBoundingClientRect().width}px`;
    let timer;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await copy(source.textContent.trim(), source);
      } catch {
        return; // the text stays selected, for the keyboard
      }
      clearTimeout(timer);
      button.style.minInlineSize = width();
      button.replaceChildren(button.dataset.done);
      document.querySelector("[data-copied]").textContent = button.dataset.done;
      timer = setTimeout(() => {
        button.replaceChildren(...label);
        document.querySelector("[data-copied]").textContent = "";
      }, SECONDS * 1000);
    });
  }

  for (const button of document.querySelectorAll("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
})();
