/* The editor's side: help for the segment one is in, and the page as it would be now. */
(() => {
  const QUIET = 700; // milliseconds without a key before the preview follows
  const { post } = window.casesEditor;

  /** Tabs of the side, and the side as a sheet on narrow screens. */
  class Side {
    constructor(root) {
      this.element = root.querySelector("[data-side]");
      this.tabs = [...this.element.querySelectorAll("[role=tab]")];
      this.listeners = [];
      this.tabs.forEach((tab, index) => {
        tab.addEventListener("click", () => this.show(tab));
        tab.addEventListener("keydown", (event) => {
          const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
          if (!step) return;
          const next = this.tabs[(index + step + this.tabs.length) % this.tabs.length];
          this.show(next);
          next.focus();
        });
      });
      this.element.querySelector("[data-close]").addEventListener("click", () => this.close());
      this.element.addEventListener("keydown", (event) => {
        if (event.key === "Escape") this.close();
      });
      root.querySelectorAll("[data-open]").forEach((button) => {
        const tab = this.tab(button.dataset.open);
        if (!tab) return;
        button.hidden = false;
        button.addEventListener("click", () => {
          this.opener = button;
          this.element.setAttribute("data-shown", "");
          this.show(tab);
          if (getComputedStyle(this.element).position === "fixed") tab.focus();
        });
      });
    }

    tab(name) {
      return this.tabs.find((tab) => tab.id === `tab-${name}`);
    }

    get current() {
      return this.tabs.find((tab) => tab.getAttribute("aria-selected") === "true").id.slice("tab-".length);
    }

    show(chosen) {
      this.tabs.forEach((tab) => {
        tab.setAttribute("aria-selected", String(tab === chosen));
        tab.tabIndex = tab === chosen ? 0 : -1;
        document.getElementById(tab.getAttribute("aria-controls")).hidden = tab !== chosen;
      });
      this.listeners.forEach((listener) => listener());
    }

    close() {
      this.element.removeAttribute("data-shown");
      this.opener?.focus();
    }

    get isVisible() {
      return this.element.getClientRects().length > 0;
    }
  }

  /** Memory, glossary, comments and history of one segment. */
  class Help {
    constructor(editor) {
      this.editor = editor;
      this.panel = editor.root.querySelector("[data-help]");
      this.begun = new Map();
      this.panel.addEventListener("click", (event) => this.clicked(event));
      this.panel.addEventListener("submit", (event) => this.submitted(event));
      editor.side.listeners.push(() => this.load(editor.line));
    }

    load(line, { fresh = false } = {}) {
      clearTimeout(this.timer);
      if (!line || !this.editor.side.isVisible || this.editor.side.current !== "help") return;
      if (this.shown === line && !fresh) return;
      this.timer = setTimeout(() => this.fetch(line), this.shown ? 150 : 0);
    }

    async fetch(line) {
      this.abort?.abort();
      this.abort = new AbortController();
      try {
        const headers = { "X-Requested-With": "XMLHttpRequest" };
        const response = await fetch(line.url, { headers, signal: this.abort.signal });
        if (!response.ok || response.redirected) throw new Error(response.statusText);
        const html = await response.text();
        this.setAside();
        this.panel.innerHTML = html;
        this.shown = line;
        this.putBack();
      } catch (error) {
        if (error.name === "AbortError") return;
        this.setAside();
        this.shown = null;
        this.panel.textContent = this.editor.config.texts.noHelp;
      }
    }

    /** A comment that was begun waits for its segment. */
    setAside() {
      const text = this.panel.querySelector("#new-comment")?.value;
      if (this.shown && text !== undefined) this.begun.set(this.shown, text);
    }

    putBack() {
      const field = this.panel.querySelector("#new-comment");
      if (field) field.value = this.begun.get(this.shown) || field.value;
    }

    clicked({ target }) {
      const button = target.closest("button");
      const line = this.shown || this.editor.line;
      if (!button || !line) return;
      if (button.dataset.fill !== undefined) {
        line.put(button.dataset.fill, { whole: true, origin: button.dataset.origin });
      } else if (button.dataset.insert !== undefined) {
        line.put(button.dataset.insert);
      } else if (button.dataset.mention) {
        const field = button.closest("form").querySelector("textarea");
        field.setRangeText(`${button.dataset.mention} `, field.selectionStart, field.selectionEnd, "end");
        field.focus();
      }
    }

    /** The n-th term of the glossary, or the best match of the memory. */
    take(selector, number = 1) {
      const button = this.panel.querySelectorAll(selector)[number - 1];
      if (button && this.shown === this.editor.line) button.click();
    }

    async machine(form) {
      const line = this.shown;
      const button = form.querySelector("button");
      button.disabled = true;
      await line.save();
      try {
        const answer = await post(form.action, { segment: line.pk });
        if (answer.status === 200 && answer.body?.line) {
          if (line.isDirty) {
            await line.save(); // typed meanwhile: the machine's text is asked about, not put in its place
          } else {
            line.area.value = answer.body.line.value;
            line.stored(line.area.value, answer.body);
            this.editor.changed();
          }
          this.load(line, { fresh: true });
        } else this.editor.notice(answer.body?.message || this.editor.config.texts.failed);
      } catch {
        this.editor.notice(this.editor.config.texts.offline);
      }
      button.disabled = false;
      line.area.focus();
    }

    async submitted(event) {
      if (event.target.matches("[data-machine]") && this.shown) {
        event.preventDefault();
        this.machine(event.target);
        return;
      }
      const form = event.target.closest("[data-talk-form]");
      if (!form) return;
      event.preventDefault();
      const button = form.querySelector("[type=submit]");
      button.disabled = true;
      try {
        const answer = await post(form.action, Object.fromEntries(new FormData(form)));
        if (!answer.body) throw new Error(answer.status);
        this.panel.innerHTML = answer.body.html;
        if (answer.body.line) this.editor.lines.get(String(answer.body.line.pk))?.show(answer.body.line);
        this.editor.counts(answer.body.filters);
        this.panel.querySelector("[data-talk]").scrollIntoView({ block: "nearest" });
      } catch {
        button.disabled = false;
        this.editor.notice(this.editor.config.texts.notSent);
      }
    }
  }

  /** The translated page with the texts as they stand in the fields. A new frame for each: no trace in the history. */
  class Preview {
    constructor(editor) {
      this.editor = editor;
      this.panel = editor.root.querySelector("[data-preview]");
      if (!this.panel) return;
      this.holder = this.panel.querySelector("[data-frame]");
      this.state = this.panel.querySelector("[data-preview-state]");
      this.width = "phone";
      this.panel.querySelectorAll("[data-width]").forEach((button) => {
        button.addEventListener("click", () => this.choose(button.dataset.width));
      });
      editor.side.listeners.push(() => this.isShown && this.refresh());
      new ResizeObserver(() => this.fit()).observe(this.holder);
    }

    get isShown() {
      return this.panel && !this.panel.hidden && this.editor.side.isVisible;
    }

    choose(width) {
      this.width = width;
      this.panel.querySelectorAll("[data-width]").forEach((button) => {
        button.setAttribute("aria-pressed", String(button.dataset.width === width));
      });
      this.editor.side.element.dataset.preview = width;
      this.fit();
    }

    later() {
      clearTimeout(this.timer);
      if (this.isShown) this.timer = setTimeout(() => this.refresh(), QUIET);
    }

    refresh() {
      clearTimeout(this.timer);
      if (this.loading) {
        this.again = true;
        return;
      }
      this.loading = true;
      this.state.textContent = this.editor.config.texts.previewing;
      const frame = document.createElement("iframe");
      frame.name = `cases-preview-${Date.now()}`;
      frame.title = this.editor.config.texts.preview;
      frame.lang = this.editor.config.language;
      frame.classList.add("is-coming");
      this.holder.append(frame);
      const form = document.createElement("form");
      Object.assign(form, { method: "post", action: this.editor.config.preview, target: frame.name, hidden: true });
      const add = (name, value) => {
        const field = document.createElement("textarea");
        Object.assign(field, { name, value });
        form.append(field);
      };
      add("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
      this.editor.lines.forEach((line) => add(`text-${line.pk}`, line.area.value));
      document.body.append(form);
      frame.addEventListener("load", () => this.loaded(frame));
      form.submit();
      form.remove();
    }

    loaded(frame) {
      let document_;
      try {
        document_ = frame.contentDocument;
      } catch {
        document_ = null; // an error page of the browser's
      }
      if (document_ && document_.URL === "about:blank") return;
      const before = this.frame;
      const top = before?.contentWindow?.scrollY || 0;
      this.frame = frame;
      this.fit();
      frame.contentWindow?.scrollTo({ top, behavior: "instant" });
      frame.classList.remove("is-coming");
      before?.remove();
      document_?.addEventListener("click", (event) => this.clicked(event), true);
      this.mark(this.editor.line, { scroll: !before });
      this.state.textContent = document_ ? "" : this.editor.config.texts.noPreview;
      this.loading = false;
      if (this.again) {
        this.again = false;
        this.refresh();
      }
    }

    fit() {
      if (!this.panel) return;
      const room = this.holder.clientWidth;
      const height = this.holder.clientHeight;
      if (!room) return;
      const width = this.editor.config.widths[this.width];
      const scale = Math.min(1, room / width);
      [...this.holder.children].forEach((frame) => {
        Object.assign(frame.style, {
          width: `${width}px`,
          height: `${height / scale}px`,
          transform: `scale(${scale})`,
        });
      });
    }

    /** The smallest element of the page that says what a field says; null if none does. */
    place(line) {
      const document_ = this.frame?.contentDocument;
      const wanted = line && this.editor.plain(line);
      if (!document_?.body || !wanted) return null;
      const squeeze = (text) => text.replace(/\s+/g, " ").trim();
      const text = squeeze(wanted);
      const known = new Map();
      const says = (element) => {
        if (!known.has(element)) known.set(element, squeeze(element.textContent).includes(text));
        return known.get(element);
      };
      let found = document_.querySelector("main") || document_.body;
      if (!says(found)) return null;
      for (let next = found; next; ) {
        found = next;
        next = [...found.children].find((child) => child.tagName !== "SCRIPT" && says(child));
      }
      return found;
    }

    mark(line, { scroll = true } = {}) {
      const place = this.place(line);
      const document_ = this.frame?.contentDocument;
      document_?.querySelectorAll("[data-cases-here]").forEach((element) => {
        element.removeAttribute("data-cases-here");
        element.style.removeProperty("outline");
      });
      if (!place) return;
      place.setAttribute("data-cases-here", "");
      place.style.setProperty("outline", "2px solid #2e7d8c");
      if (!scroll) return;
      // Not scrollIntoView: it would move the page around the frame, too.
      const window_ = this.frame.contentWindow;
      const { top, height } = place.getBoundingClientRect();
      window_.scrollTo({ top: window_.scrollY + top - (window_.innerHeight - height) / 2, behavior: "instant" });
    }

    /** A click in the page leads to the segment, and never away. */
    clicked(event) {
      if (event.target.closest("summary, input, select, label")) return;
      event.preventDefault();
      let best;
      this.editor.lines.forEach((line) => {
        const place = this.place(line);
        if (!place?.contains(event.target)) return;
        const { length } = line.area.value;
        const isCloser = !best || (best.place !== place && best.place.contains(place));
        if (isCloser || (best.place === place && length > best.length)) best = { line, place, length };
      });
      if (best) this.editor.go(best.line);
    }
  }

  Object.assign(window.casesEditor, { Side, Help, Preview });
})();
