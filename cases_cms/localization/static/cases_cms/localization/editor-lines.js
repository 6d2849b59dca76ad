/* The editor's segments: what is typed is saved by itself, and kept on this device until it is. */
(() => {
  const PAUSE = 1000; // milliseconds without a key before a text is saved
  const RETRY = [3000, 10000, 30000, 60000];
  const REFUSED = new Set([400, 403, 404, 410, 413]);

  const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (_all, name) => values[name]);
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

  /** POST; resolves to `{status, body}`, body null where the answer is no JSON (somebody was logged out, say). */
  const post = async (url, values, options = {}) => {
    const data = new FormData();
    Object.entries(values).forEach(([name, value]) => data.append(name, value));
    const headers = { "X-CSRFToken": token(), "X-Requested-With": "XMLHttpRequest", Accept: "application/json" };
    const response = await fetch(url, { method: "POST", body: data, headers, ...options });
    const isJson = (response.headers.get("Content-Type") || "").includes("json");
    return { status: response.redirected ? 403 : response.status, body: isJson ? await response.json() : null };
  };

  /** Texts that could not be saved yet, in this browser; nothing where it allows no storage. */
  class Keeper {
    constructor(key) {
      this.key = key;
    }

    all() {
      try {
        return JSON.parse(localStorage.getItem(this.key)) || {};
      } catch {
        return {};
      }
    }

    write(change) {
      try {
        const all = this.all();
        change(all);
        if (Object.keys(all).length) localStorage.setItem(this.key, JSON.stringify(all));
        else localStorage.removeItem(this.key);
      } catch {
        // no storage: the warning on leaving is left
      }
    }

    keep(pk, entry) {
      this.write((all) => Object.assign(all, { [pk]: entry }));
    }

    forget(pk) {
      this.write((all) => delete all[pk]);
    }
  }

  /** One segment. */
  class Line {
    constructor(element, editor) {
      this.element = element;
      this.editor = editor;
      this.pk = element.dataset.segment;
      this.area = element.querySelector("[data-text]");
      this.versionField = element.querySelector(`[name="version-${this.pk}"]`);
      this.saved = this.area.value;
      this.tries = 0;
      this.origin = "";
      this.area.addEventListener("input", () => this.typed());
      this.area.addEventListener("focus", () => editor.went(this));
      this.area.addEventListener("blur", () => this.isDirty && this.save());
      const tags = element.querySelector("[data-tags]");
      if (tags) {
        tags.hidden = false;
        tags.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps its selection
        tags.addEventListener("click", (event) => {
          const button = event.target.closest("button");
          if (button) this.wrap(button);
        });
      }
      const keep = element.querySelector("[data-keep]");
      if (keep) {
        keep.hidden = false;
        keep.addEventListener("click", () => this.confirm().then(() => this.area.focus()));
      }
    }

    get isDirty() {
      return this.area.value !== this.saved;
    }

    get state() {
      return this.element.dataset.state;
    }

    get url() {
      return this.element.dataset.url;
    }

    typed() {
      this.origin = this.filling || this.origin;
      this.tries = 0;
      this.isRefused = false;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), PAUSE);
      if (this.isDirty) this.editor.keeper.keep(this.pk, this.keepsake());
      else this.editor.keeper.forget(this.pk);
      this.editor.changed();
    }

    keepsake() {
      const { value: text } = this.area;
      const rich = this.element.hasAttribute("data-rich") ? "1" : "";
      return { text, rich, version: this.versionField.value, source: this.sourceText };
    }

    get sourceText() {
      return this.element.querySelector("[data-source]").textContent;
    }

    /** Save what was typed; `confirm` also where nothing was, to say that the text is right as it stands. */
    async save({ confirm = false, force = false, options = {} } = {}) {
      clearTimeout(this.timer);
      if (this.saving) {
        this.again = true;
        return this.saving;
      }
      if (this.isAsked && !force) return null; // which of two texts shall stand has to be said first
      if (!this.isDirty && !confirm && !force) return null;
      this.saving = this.send({ confirm, force, options });
      this.editor.showSaving();
      await this.saving;
      this.saving = null;
      if (this.again) {
        this.again = false;
        if (this.isDirty) await this.save();
      }
      this.editor.showSaving();
      return null;
    }

    async send({ confirm, force, options }) {
      const text = this.area.value;
      const values = { text, version: this.versionField.value, origin: this.origin };
      if (this.element.hasAttribute("data-rich")) values.rich = "1";
      if (confirm) values.confirm = "1";
      if (force) values.force = "1";
      let answer;
      try {
        answer = await post(`${this.url}save/`, values, options);
      } catch {
        answer = { status: 0, body: null };
      }
      if (answer.status === 200 && answer.body) this.stored(text, answer.body);
      else if (answer.status === 409 && answer.body) this.editor.conflict(this, answer.body);
      else this.failed(answer, text);
    }

    stored(text, body) {
      this.tries = 0;
      this.isRefused = false;
      this.origin = "";
      this.saved = text;
      this.editor.keeper.forget(this.pk);
      this.show(body.line);
      if (this.isDirty) this.typed();
      this.editor.stored(this, body);
    }

    /** Take the state of the server; the text stays what it is. */
    show(line) {
      const { element } = this;
      this.versionField.value = line.version;
      element.dataset.state = line.state;
      element.querySelector("[data-state-name]").textContent = line.state_name;
      element.querySelector(".cases-ed-state use").setAttribute("href", `#icon-${line.icon}`);
      element.toggleAttribute("data-remarks", line.findings.length > 0 || Boolean(line.error));
      element.toggleAttribute("data-questions", line.questions > 0);
      const comments = element.querySelector("[data-comments]");
      comments.hidden = line.comments === 0;
      comments.querySelector("[data-comments-count]").textContent = line.comments;
      if (line.state !== "changed") element.querySelector("[data-former]")?.remove();
      if (line.state !== "machine") element.querySelector("[name=confirmed]")?.closest("label").remove();
      const remarks = line.error ? [{ level: "error", message: line.error }] : [];
      this.remarks([...remarks, ...line.findings]);
    }

    remarks(found) {
      this.element.querySelector("[data-remarks-list]").replaceChildren(
        ...found.map(({ level, message }) => {
          const item = document.createElement("li");
          item.dataset.level = level;
          item.textContent = message;
          return item;
        }),
      );
    }

    failed({ status, body }, text) {
      this.isRefused = REFUSED.has(status);
      const { texts } = this.editor.config;
      if (this.isRefused) {
        this.remarks([{ level: "error", message: body?.message || (status === 403 ? texts.forbidden : texts.failed) }]);
        if (status === 410 && body && "moved" in body) this.moved(body.moved, text);
        return;
      }
      const wait = RETRY[Math.min(this.tries, RETRY.length - 1)];
      this.tries += 1;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), wait);
    }

    /** The source changed while one typed: the text is kept with the former source, and the page shows the new one. */
    moved(pk, text) {
      this.saved = text;
      this.area.readOnly = true;
      if (this.isDirty) this.again = true; // typed while the answer was on its way: kept there, too
      else this.editor.keeper.forget(this.pk);
      const link = document.createElement("a");
      link.href = pk ? `?segment=${pk}#segment-${pk}` : "?";
      link.textContent = this.editor.config.texts.moved;
      this.element.querySelector("[data-remarks-list] li").append(" ", link);
    }

    /** The text is right as it stands: a former translation, a machine's, or one that was typed. */
    confirm() {
      return this.area.value.trim() ? this.save({ confirm: true }) : Promise.resolve();
    }

    /** Put a text in place of the whole field, or at the cursor; the browser's “undo” takes it back. */
    put(text, { whole = false, origin = "" } = {}) {
      this.area.focus();
      if (whole) this.area.select();
      this.filling = origin;
      if (!document.execCommand("insertText", false, text)) {
        const { selectionStart, selectionEnd } = this.area;
        this.area.setRangeText(text, selectionStart, selectionEnd, "end");
        this.area.dispatchEvent(new Event("input", { bubbles: true }));
      }
      this.filling = "";
    }

    wrap({ dataset }) {
      const { selectionStart: start, selectionEnd: end, value } = this.area;
      const inside = value.slice(start, end);
      this.put(`${dataset.opening}${inside}${dataset.closing}`);
      if (!inside && dataset.closing) {
        const cursor = start + dataset.opening.length;
        this.area.setSelectionRange(cursor, cursor);
      }
    }

    tag(number) {
      const button = this.element.querySelectorAll("[data-tags] button")[number - 1];
      if (button) this.wrap(button);
    }
  }

  window.casesEditor = { Line, Keeper, post, fill };
})();
