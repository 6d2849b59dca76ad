/* The translators' editor: lines, side, filter, shortcuts, and what becomes of two texts for one segment. */
(() => {
  const root = document.querySelector("[data-cases-editor]");
  if (!root) return;
  const { Line, Keeper, Side, Help, Preview, fill, post } = window.casesEditor;
  const TAG = /<\/?(?:a|abbr|acronym|b|code|em|i|strong|br)(?:\s[^<>]*)?\/?>/gi;
  const debounce = (run, wait) => {
    let timer;
    return () => {
      clearTimeout(timer);
      timer = setTimeout(run, wait);
    };
  };

  class Editor {
    constructor() {
      this.root = root;
      this.config = JSON.parse(document.getElementById("cases-editor-config").textContent);
      this.keeper = new Keeper(this.config.key);
      this.side = new Side(root);
      this.lines = new Map(
        [...root.querySelectorAll("[data-segment]")].map((element) => [element.dataset.segment, new Line(element, this)]),
      );
      this.line = this.lines.get(new URLSearchParams(location.search).get("segment")) || null;
      this.help = new Help(this);
      this.preview = new Preview(this);
      if (this.line) this.help.shown = this.line;
      this.later = debounce(() => this.count(), 250);
      this.filters = [...root.querySelectorAll("[data-filter]")];
      this.filters.forEach((link) => {
        link.addEventListener("click", (event) => {
          event.preventDefault();
          this.narrow(link.dataset.filter);
        });
      });
      this.conflictDialog = root.querySelector("[data-conflict]");
      this.conflicts = [];
      this.conflictDialog.addEventListener("click", (event) => {
        const button = event.target.closest("[data-take]");
        if (button) this.settle(button.dataset.take);
      });
      this.conflictDialog.addEventListener("cancel", (event) => event.preventDefault()); // one has to choose
      this.keysDialog = root.querySelector("[data-keys-list]");
      const keys = root.querySelector("[data-keys]");
      keys.hidden = false;
      keys.addEventListener("click", () => this.keysDialog.showModal());
      document.addEventListener("keydown", (event) => this.key(event));
      window.addEventListener("online", () => this.flush());
      window.addEventListener("offline", () => this.showSaving());
      window.addEventListener("beforeunload", (event) => {
        if (!this.dirty.length) return;
        this.flush({ keepalive: true });
        event.preventDefault();
      });
      document.querySelector("#cases-ed-form").addEventListener("submit", (event) => {
        event.preventDefault();
        this.flush();
      });
      new ResizeObserver(([{ target }]) => {
        root.style.setProperty("--cases-ed-top", `${target.offsetHeight}px`);
      }).observe(root.querySelector(".cases-ed-top"));
      root.querySelectorAll("[data-flow]").forEach((form) => {
        form.addEventListener("submit", async (event) => {
          if (!this.dirty.length) return;
          event.preventDefault(); // first what is written, then what becomes of it
          await this.flush();
          if (!this.dirty.length) form.submit();
        });
      });
      root.addEventListener(
        "invalid", // a tick that is missing: the browser leads to it, if it is shown
        ({ target }) => {
          const element = target.closest("[data-segment]");
          if (!element) return;
          element.hidden = false;
          element.closest("[data-section]").hidden = false;
        },
        true,
      );
      this.restore();
      this.count();
      if (this.line) this.go(this.line);
    }

    // --- Saving --------------------------------------------------------------------------------

    get dirty() {
      return [...this.lines.values()].filter((line) => line.isDirty || line.saving);
    }

    flush(options = {}) {
      return Promise.all(this.dirty.map((line) => line.save({ options })));
    }

    changed() {
      this.showSaving();
      this.later();
      this.preview.later();
    }

    stored(line, body) {
      const { progress } = body;
      const submit = root.querySelector("[data-submit]");
      if (submit) submit.hidden = false; // what was current has changed
      root.querySelector("[data-progress-meter]").value = progress.done;
      root.querySelector("[data-progress-text]").textContent = progress.sentence;
      root.querySelector("[data-progress-left]").textContent = progress.left;
      this.counts(body.filters);
      this.showSaving();
    }

    counts(filters) {
      if (filters?.changed === 0) root.querySelector("[data-changed-notice]")?.remove();
      this.filters.forEach((link) => {
        const count = filters?.[link.dataset.filter];
        if (count !== undefined) link.querySelector("[data-filter-count]").textContent = count;
      });
    }

    showSaving() {
      const { texts } = this.config;
      const { dirty } = this;
      let state = "saved";
      if (dirty.some((line) => line.isRefused)) state = "refused";
      else if (dirty.length && (!navigator.onLine || dirty.some((line) => line.tries))) state = "offline";
      else if (dirty.some((line) => line.saving)) state = "saving";
      else if (dirty.length) state = "writing";
      const place = root.querySelector("[data-save-state]");
      if (place.dataset.saveState === state) return;
      place.dataset.saveState = state;
      place.querySelector("[data-save-text]").textContent = texts[state];
    }

    /** What an earlier visit could not save: back into its field, or shown where the segment is gone. */
    restore() {
      const lost = [];
      let restored = 0;
      Object.entries(this.keeper.all()).forEach(([pk, entry]) => {
        const line = this.lines.get(pk);
        if (!line) lost.push([pk, entry]);
        else if (entry.text === line.area.value) this.keeper.forget(pk);
        else {
          line.area.value = entry.text;
          line.versionField.value = entry.version; // who saved since then is asked about, not overwritten
          line.save();
          restored += 1;
        }
      });
      if (restored) this.notice(fill(this.config.texts.restored, { count: restored }));
      lost.forEach(([pk, entry]) => this.lost(pk, entry));
    }

    /** The segment is gone: the server keeps the text with the former source, if it knows what it belonged to. */
    async lost(pk, { text, source, version, rich }) {
      let message = this.config.texts.lost;
      try {
        const answer = await post(`${this.config.url}segments/${pk}/save/`, { text, version, rich });
        const isKept = answer.status === 200 || (answer.status === 410 && "moved" in (answer.body || {}));
        if (isKept) this.keeper.forget(pk);
        if (isKept && answer.body.message) ({ message } = answer.body);
        if (answer.status === 200) return;
      } catch {
        // it stays on this device
      }
      const notice = this.notice(message);
      const quote = document.createElement("blockquote");
      quote.textContent = `${source} → ${text}`;
      notice.prepend(quote);
      notice.querySelector("button").addEventListener("click", () => this.keeper.forget(pk));
    }

    notice(text) {
      const notice = document.createElement("div");
      notice.className = "cases-ed-notice";
      const words = document.createElement("p");
      words.textContent = text;
      const close = document.createElement("button");
      Object.assign(close, { type: "button", className: "button button-small button-secondary" });
      close.textContent = this.config.texts.close;
      close.addEventListener("click", () => notice.remove());
      notice.append(words, close);
      root.querySelector("[data-notices]").append(notice);
      return notice;
    }

    // --- Two texts for one segment ---------------------------------------------------------------

    conflict(line, body) {
      line.isRefused = true;
      line.isAsked = true;
      this.conflicts = [...this.conflicts.filter((one) => one.line !== line), { line, body }];
      if (!this.conflictDialog.open) this.ask();
    }

    ask() {
      const [next] = this.conflicts;
      if (!next) return;
      this.conflictDialog.querySelector("[data-mine]").value = next.line.area.value;
      this.conflictDialog.querySelector("[data-theirs]").value = next.body.line?.value || "";
      this.conflictDialog.showModal();
    }

    settle(whose) {
      const { line, body } = this.conflicts.shift();
      this.conflictDialog.close();
      line.isRefused = false;
      line.isAsked = false;
      line.show(body.line);
      if (whose === "mine") {
        line.area.value = this.conflictDialog.querySelector("[data-mine]").value;
        line.save({ force: true });
      } else {
        line.area.value = body.line.value;
        line.stored(body.line.value, body);
      }
      this.changed();
      line.area.focus();
      this.ask();
    }

    // --- Going about -------------------------------------------------------------------------

    went(line) {
      if (this.line === line && line.element.hasAttribute("data-here")) return;
      this.line?.element.removeAttribute("data-here");
      this.line = line;
      line.element.setAttribute("data-here", "");
      this.help.load(line);
      if (this.preview.isShown) this.preview.mark(line);
    }

    go(line) {
      if (!line) return;
      line.element.hidden = false;
      line.element.closest("[data-section]").hidden = false;
      line.area.focus();
      line.element.scrollIntoView({ block: "nearest" });
    }

    /** The next line of those shown, or of those left; from the first one if one is nowhere. */
    step(direction, isWanted = () => true) {
      const lines = [...this.lines.values()].filter((line) => !line.element.hidden);
      const here = lines.indexOf(this.line);
      const rest = direction > 0 ? lines.slice(here + 1) : lines.slice(0, Math.max(here, 0)).reverse();
      this.go(rest.find(isWanted) || null);
    }

    async done() {
      const { line } = this;
      if (!line) return;
      this.step(1, (next) => next.state !== "done");
      await line.confirm();
    }

    narrow(name) {
      const tests = {
        left: (line) => line.state !== "done",
        changed: (line) => line.state === "changed",
        remarks: (line) => line.element.hasAttribute("data-remarks"),
        questions: (line) => line.element.hasAttribute("data-questions"),
      };
      const test = tests[name] || (() => true);
      this.lines.forEach((line) => {
        line.element.hidden = !(test(line) || line.isDirty);
      });
      root.querySelectorAll("[data-section]").forEach((section) => {
        section.hidden = !section.querySelector("[data-segment]:not([hidden])");
      });
      root.querySelector("[data-nothing]").hidden = Boolean(root.querySelector("[data-segment]:not([hidden])"));
      this.filters.forEach((link) => {
        if (link.dataset.filter === name) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      });
      history.replaceState(null, "", `?show=${name}`);
    }

    key(event) {
      if (this.conflictDialog.open || this.keysDialog.open || event.isComposing) return;
      const command = event.ctrlKey || event.metaKey;
      const only = event.altKey && !command;
      const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
      const inField = this.line && event.target === this.line.area;
      const acts = [
        [command && event.key === "Enter" && inField, () => this.done()],
        [command && !event.altKey && event.key.toLowerCase() === "s", () => this.flush()],
        [only && event.key === "ArrowDown", () => this.step(1)],
        [only && event.key === "ArrowUp", () => this.step(-1)],
        [only && event.code === "Slash", () => this.keysDialog.showModal()],
        [only && event.code === "KeyP", () => root.querySelector("[data-open=preview]")?.click()],
        [only && inField && digit && !event.shiftKey, () => this.line.tag(Number(digit))],
        [only && inField && digit && event.shiftKey, () => this.help.take("[data-insert]", Number(digit))],
        [only && inField && event.code === "KeyM", () => this.help.take("[data-origin=memory]")],
        [only && inField && event.code === "KeyC", () => this.copySource()],
        [only && inField && event.code === "KeyK", () => this.talk()],
      ];
      const [, act] = acts.find(([isMeant]) => isMeant) || [];
      if (!act) return;
      event.preventDefault();
      act();
    }

    copySource() {
      this.line.put(this.line.element.dataset.sourceText, { whole: true });
    }

    talk() {
      if (!this.side.isVisible) root.querySelector("[data-open=help]").click();
      this.side.show(this.side.tab("help"));
      this.help.panel.querySelector("#new-comment")?.focus();
    }

    // --- Length ----------------------------------------------------------------------------------

    /** What a field says, without its tags. */
    plain(line) {
      const text = line.area.value;
      if (!line.element.hasAttribute("data-rich")) return text;
      const holder = document.createElement("textarea"); // resolves entities, runs nothing
      holder.innerHTML = text.replace(TAG, "");
      return holder.value;
    }

    countRoom(line) {
      const limit = Number(line.element.dataset.room);
      if (!limit) return;
      const place = line.element.querySelector("[data-count]");
      const count = [...this.plain(line)].length;
      place.hidden = count < limit * 0.7;
      place.textContent = fill(this.config.texts.room, { count, limit });
      place.toggleAttribute("data-over", count > limit);
    }

    count() {
      this.lines.forEach((line) => this.countRoom(line));
      const place = root.querySelector("[data-length]");
      if (!place) return;
      const { main, limits, texts } = this.config.length;
      const other = main === "words" ? "characters" : "words";
      const total = { words: 0, characters: 0 };
      this.lines.forEach((line) => {
        if (!line.element.hasAttribute("data-counted")) return;
        const length = window.casesCounting.measure(this.plain(line));
        total.words += length.words;
        total.characters += length.characters;
      });
      const sentence = (kind, name) => {
        const left = limits[kind] - total[kind];
        return fill(texts[kind][name], { count: total[kind], limit: limits[kind], left, over: -left });
      };
      const over = [main, other].find((kind) => total[kind] > limits[kind]);
      place.querySelector("[data-length-count]").textContent = sentence(main, "count");
      place.querySelector("[data-length-room]").textContent = over ? sentence(over, "over") : "";
      place.toggleAttribute("data-over", Boolean(over));
    }
  }

  window.casesEditor.editor = new Editor();
})();
