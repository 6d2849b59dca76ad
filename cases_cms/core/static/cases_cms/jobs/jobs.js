// Renews the progress of a job while it runs; when it has ended, the page is loaded anew with what became of the items.
(() => {
  const part = document.querySelector("[data-progress-url]");
  if (!part || part.dataset.active !== "true") return;
  const PAUSE = 1500;
  const LONGEST = 15000;
  let pause = PAUSE;

  const look = async () => {
    try {
      const response = await fetch(part.dataset.progressUrl, { headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(String(response.status));
      const { html, is_active: isActive } = await response.json();
      if (!isActive) {
        window.location.reload();
        return;
      }
      part.innerHTML = html;
      pause = PAUSE;
    } catch {
      pause = Math.min(2 * pause, LONGEST);
    }
    window.setTimeout(look, pause);
  };
  window.setTimeout(look, pause);
})();
