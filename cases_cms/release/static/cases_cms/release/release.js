/* Counts down to a release, and shows the planned time in the reader's own zones while it is typed. */
(() => {
  const unit = (language, name, number) =>
    new Intl.NumberFormat(language, { style: "unit", unit: name, unitDisplay: "long" }).format(number);

  // What has become of it: shown anew, unless somebody has begun to write.
  // A browser rewrites what a field begins with (a time without its “:00”), so that is asked of a field of the same type.
  const beginning = (field) => {
    const twin = document.createElement("input");
    twin.type = field.type;
    twin.value = field.defaultValue;
    return twin.value;
  };
  const isWritten = (field) =>
    field.type === "checkbox" ? field.checked !== field.defaultChecked : field.value !== beginning(field);
  const lookAgain = () => {
    if (![...document.querySelectorAll("main input")].some(isWritten)) window.location.assign(document.querySelector(".cc-release-tabs [aria-current]")?.href ?? window.location.pathname);
  };

  // The server's clock is right, this machine's may not be: only the time since the page was made is taken from it.
  document.querySelectorAll("[data-release-countdown]").forEach((place) => {
    const until = Date.parse(place.dataset.releaseCountdown) - Date.parse(place.dataset.now);
    const language = place.dataset.language;
    const begun = performance.now();
    const draw = () => {
      const left = Math.ceil((until - (performance.now() - begun)) / 1000);
      if (left <= 0) {
        place.textContent = place.dataset.past;
        window.clearInterval(timer);
        window.setTimeout(lookAgain, 5000);
        return;
      }
      const days = Math.floor(left / 86400);
      const clock = [Math.floor((left % 86400) / 3600), Math.floor((left % 3600) / 60), left % 60]
        .map((number) => String(number).padStart(2, "0"))
        .join(":");
      place.textContent = days ? `${unit(language, "day", days)} ${clock}` : clock;
    };
    const timer = window.setInterval(draw, 1000);
    draw();
  });

  // Whether a scheduler runs, for who keeps the page open: announced only when it changes.
  const places = document.querySelectorAll("[data-release-scheduler]");
  const ask = async () => {
    const response = await fetch(places[0].dataset.releaseScheduler).catch(() => null);
    if (!response?.ok || response.redirected) return;
    const html = await response.text();
    places.forEach((place, index) => {
      const before = place.querySelector("[data-state]")?.dataset.state;
      const next = document.createElement("template");
      next.innerHTML = html;
      if (index === 0 && next.content.querySelector("[data-state]")?.dataset.state !== before) place.role = "alert";
      else place.removeAttribute("role");
      place.replaceChildren(next.content);
    });
  };
  if (places.length) window.setInterval(ask, 10000);

  const plan = document.querySelector("[data-release-plan]");
  if (!plan) return;
  const field = plan.querySelector("[name=release_at]");
  const shown = plan.querySelector("[data-release-own]");
  const { zone, zoneName, institutionZone, language } = plan.dataset;

  // The clock of a zone at an instant, as if it were UTC.
  const wall = (instant, name) => {
    const parts = Object.fromEntries(
      new Intl.DateTimeFormat("en-US", {
        timeZone: name, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric",
        hour: "numeric", minute: "numeric", second: "numeric",
      }).formatToParts(instant).map((part) => [part.type, Number(part.value)])
    );
    return Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second);
  };
  const instantOf = (text) => {
    const typed = Date.parse(`${text}Z`);
    if (Number.isNaN(typed)) return null;
    // Twice: the first guess may lie on the other side of a change of clocks.
    const guess = typed - (wall(typed, institutionZone) - typed);
    return typed - (wall(guess, institutionZone) - guess);
  };
  const draw = () => {
    const instant = field.value ? instantOf(field.value) : null;
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const zones = new Map([[zone, zoneName], [own, zone === own ? zoneName : own]]);
    zones.delete(institutionZone);
    const texts = [];
    if (instant !== null) {
      zones.forEach((name, each) => {
        if (wall(instant, each) === wall(instant, institutionZone)) return;
        const time = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { dateStyle: "full", timeStyle: "medium", timeZone: each, hourCycle: "h23" });
        texts.push(language.startsWith("zh") ? `${time.format(instant)}（${name}）` : `${time.format(instant)} (${name})`);
      });
    }
    shown.textContent = texts.join(" · ");
    shown.hidden = texts.length === 0;
  };
  field.addEventListener("input", draw);
  draw();
})();
