// Suggestions while typing: a combobox with a listbox (WAI-ARIA Authoring Practices, "editable combobox with list
// autocomplete"). A field with data-suggestions="/address/" becomes one when it is first focused; without this script
// it stays a field. The server sends the listbox; nothing is kept, nothing else is asked.
(() => {
  "use strict";

  const DELAY = 120;
  let number = 0;

  class Combobox {
    constructor(input) {
      this.input = input;
      this.id = `${input.id || "cc-seek"}-suggestions-${++number}`;
      this.list = null;
      this.active = null;
      this.timer = 0;
      this.request = null;
      this.isComposing = false;
      this.status = document.createElement("div");
      this.status.className = "cc-visually-hidden";
      this.status.setAttribute("role", "status");
      input.parentElement.append(this.status);
      for (const [name, value] of Object.entries({
        role: "combobox",
        "aria-autocomplete": "list",
        "aria-haspopup": "listbox",
        "aria-expanded": "false",
        "aria-controls": this.id,
      })) {
        input.setAttribute(name, value);
      }
      input.addEventListener("input", () => this.isComposing || this.later());
      // What is being composed (pinyin, say) is not yet what was meant.
      input.addEventListener("compositionstart", () => { this.isComposing = true; });
      input.addEventListener("compositionend", () => { this.isComposing = false; this.later(); });
      input.addEventListener("keydown", (event) => this.press(event));
      input.addEventListener("blur", () => this.close());
      if (input.form) input.form.addEventListener("submit", () => this.close());
    }

    later() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), DELAY);
    }

    async ask() {
      const typed = this.input.value.trim();
      if (this.request) this.request.abort();
      if (!typed) return this.close();
      const request = this.request = new AbortController();
      const url = new URL(this.input.dataset.suggestions, location.href);
      url.searchParams.set("q", typed);
      try {
        const response = await fetch(url, { signal: request.signal, credentials: "omit" });
        const html = response.ok ? await response.text() : "";
        if (this.request === request && document.activeElement === this.input) this.show(html);
      } catch {
        // Aborted by the next letter, or no network: the field works without.
      }
    }

    show(html) {
      const list = new DOMParser().parseFromString(html, "text/html").querySelector("[role=listbox]");
      this.remove();
      if (!list) {
        this.status.textContent = "";
        return;
      }
      list.id = this.id;
      this.options = [...list.querySelectorAll("[role=option]")];
      this.options.forEach((option, index) => { option.id = `${this.id}-${index}`; });
      // The field keeps the focus, by mouse and by touch.
      list.addEventListener("mousedown", (event) => event.preventDefault());
      list.addEventListener("click", (event) => {
        const option = event.target.closest("[role=option]");
        if (option) this.choose(option);
      });
      this.list = list;
      this.input.parentElement.append(list);
      this.input.setAttribute("aria-expanded", "true");
      this.status.textContent = list.dataset.announce;
    }

    remove() {
      if (this.list) this.list.remove();
      this.list = null;
      this.activate(null);
      this.input.setAttribute("aria-expanded", "false");
    }

    close() {
      clearTimeout(this.timer);
      if (this.request) this.request.abort();
      this.request = null;
      this.remove();
      this.status.textContent = "";
    }

    activate(option) {
      if (this.active) this.active.setAttribute("aria-selected", "false");
      this.active = option;
      if (!option) return this.input.removeAttribute("aria-activedescendant");
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", option.id);
    }

    move(step) {
      const last = this.options.length - 1;
      const at = this.active ? this.options.indexOf(this.active) + step : step > 0 ? 0 : last;
      // Beyond either end is the field itself.
      this.activate(at < 0 || at > last ? null : this.options[at]);
    }

    choose(option) {
      const { url, words } = option.dataset;
      this.close();
      if (url) return location.assign(url);
      this.input.value = words;
      if (this.input.form) this.input.form.requestSubmit();
    }

    press(event) {
      if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey) return;
      const { key } = event;
      if (key === "ArrowDown" || key === "ArrowUp") {
        event.preventDefault();
        if (event.altKey && key === "ArrowUp") return this.close();
        if (!this.list) return this.ask();
        if (!event.altKey) this.move(key === "ArrowDown" ? 1 : -1);
      } else if (key === "Enter" && this.active) {
        event.preventDefault();
        this.choose(this.active);
      } else if (key === "Escape" && this.list) {
        event.preventDefault();
        this.close();
      } else if (key === "Home" || key === "End" || key === "ArrowLeft" || key === "ArrowRight") {
        // The caret moves in the field, and nothing is chosen in the list.
        this.activate(null);
      } else if (key === "Tab") {
        this.close();
      }
    }
  }

  const known = new WeakSet();
  document.addEventListener("focusin", ({ target }) => {
    if (target instanceof HTMLInputElement && target.dataset.suggestions && !known.has(target)) {
      known.add(target);
      new Combobox(target);
    }
  });
})();
