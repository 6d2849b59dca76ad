/* Controllers (Stimulus, as Wagtail has it) for those who write: counters, slugs, countries, frames. */
(() => {
  const { Controller } = window.StimulusModule;
  const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (_all, name) => values[name]);
  const element = (tag, className, attributes = {}) => {
    const made = Object.assign(document.createElement(tag), { className });
    Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
    return made;
  };
  const debounce = (run, wait) => {
    let timer;
    return (...values) => {
      clearTimeout(timer);
      timer = setTimeout(() => run(...values), wait);
    };
  };
  const WRITING = ["input", "keyup", "click", "paste", "cut", "drop", "change"];
  const PAUSE = 450; // Draftail stores what was typed after a quarter of a second
  const SILENCE = 2000; // a screen reader hears the figure when one stops to think

  /** Length of several fields together, against the limit of the page's language. */
  class LengthController extends Controller {
    static targets = ["count", "room", "meter", "other", "part", "status"];

    static values = { fields: Array, main: String, limits: Object, texts: Object };

    connect() {
      this.form = this.element.closest("form") || document;
      this.later = debounce(() => this.count(), PAUSE);
      this.announce = debounce(() => this.say(), SILENCE);
      WRITING.forEach((name) => this.form.addEventListener(name, this.later));
      this.count();
    }

    disconnect() {
      WRITING.forEach((name) => this.form.removeEventListener(name, this.later));
    }

    count() {
      const { measure, textOf } = window.casesCounting;
      const total = { words: 0, characters: 0 };
      this.fieldsValue.forEach((name, index) => {
        const length = measure(textOf(this.form.querySelector(`[name="${name}"]`)?.value || ""));
        total.words += length.words;
        total.characters += length.characters;
        if (this.partTargets[index]) this.partTargets[index].textContent = length[this.mainValue];
      });
      this.show(total);
    }

    show(total) {
      const main = this.mainValue;
      const other = main === "words" ? "characters" : "words";
      const texts = this.textsValue;
      const sentence = (kind, text) => {
        const limit = this.limitsValue[kind];
        const left = limit - total[kind];
        return fill(texts[kind][text], { count: total[kind], limit, left, over: -left });
      };
      const over = (kind) => total[kind] > this.limitsValue[kind];
      this.countTarget.textContent = sentence(main, "count");
      this.roomTarget.textContent = sentence(main, over(main) ? "over" : "left");
      this.meterTarget.value = Math.min(total[main], this.limitsValue[main]);
      this.otherTarget.hidden = total[other] === 0;
      this.otherTarget.textContent = over(other) ? sentence(other, "over") : sentence(other, "count");
      this.element.toggleAttribute("data-over", over(main) || over(other));
      const words = [this.countTarget, this.roomTarget, over(other) ? this.otherTarget : null];
      const message = words.map((target) => target?.textContent).filter(Boolean).join(" ");
      if (this.message !== undefined && this.message !== message) this.announce();
      this.message = message;
    }

    say() {
      this.statusTarget.textContent = this.message;
    }
  }

  /** How much of a text's limit is used, below the field. */
  class RoomController extends Controller {
    static values = { left: String };

    connect() {
      if (!this.element.maxLength || this.element.maxLength < 0) return;
      this.line = element("p", "cases-room");
      this.element.after(this.line);
      this.update = () => {
        const values = { count: this.element.value.length, limit: this.element.maxLength };
        this.line.textContent = fill(this.leftValue, values);
      };
      this.element.addEventListener("input", this.update);
      this.update();
    }

    disconnect() {
      this.element.removeEventListener("input", this.update);
      this.line?.remove();
    }
  }

  /** Takes the place of Wagtail's suggestion for a slug: the server knows the pinyin of Chinese. */
  class SlugController extends Controller {
    static values = { url: String, known: Object };

    connect() {
      this.ask = debounce((title) => this.fetch(title), 300);
    }

    /** Keeps a slug that somebody wrote: only one that was suggested for the title follows the title. */
    compare(event) {
      const { value } = this.element;
      const { slug, title } = this.knownValue;
      const number = value.startsWith(`${slug}-`) && /^\d+$/.test(value.slice(slug.length + 1));
      const follows = !value || (title === event.detail.value && (value === slug || number));
      if (!follows) event.preventDefault();
    }

    suggest(event) {
      this.title = event.detail.value || "";
      this.ask(this.title);
    }

    async fetch(title) {
      const { title: known } = this.knownValue;
      if (title !== this.title || (title === known && this.element.value)) return;
      const before = this.element.value;
      try {
        const url = `${this.urlValue}&title=${encodeURIComponent(title)}`;
        const response = await window.fetch(url, { headers: { "X-Requested-With": "XMLHttpRequest" } });
        if (!response.ok) return;
        const { slug } = await response.json();
        if (title !== this.title || this.element.value !== before) return;
        this.knownValue = { title, slug };
        this.element.value = slug;
        this.element.dispatchEvent(new Event("change", { bubbles: true }));
      } catch {
        // Without an answer the field stays as it is; the server makes a slug when the page is saved.
      }
    }
  }

  /** A long list of choices as checkboxes with a search; the <select> stays what is sent. */
  class CountriesController extends Controller {
    static values = { texts: Object };

    connect() {
      const select = this.element;
      const texts = this.textsValue;
      this.box = element("div", "cases-countries");
      this.chosen = element("ul", "cases-countries__chosen", { "aria-label": texts.chosen });
      this.search = element("input", "", { type: "search", autocomplete: "off", placeholder: texts.search });
      this.search.setAttribute("aria-label", texts.search);
      this.list = element("div", "cases-countries__list", { role: "group", "aria-label": texts.list, tabindex: "0" });
      this.status = element("p", "cases-countries__status", { role: "status" });
      this.choices = [...select.options].map((option) => {
        const label = element("label", "cases-countries__choice");
        const box = element("input", "", { type: "checkbox" });
        box.checked = option.selected;
        label.append(box, document.createTextNode(option.text));
        box.addEventListener("change", () => this.choose(option, box.checked));
        this.list.append(label);
        return { option, label, box, text: `${option.text} ${option.dataset.search || ""}`.toLowerCase() };
      });
      this.search.addEventListener("input", () => this.filter());
      this.search.addEventListener("keydown", (event) => this.pick(event));
      this.box.append(this.chosen, this.search, this.list, this.status);
      select.after(this.box);
      select.hidden = true;
      if (select.id) {
        this.search.id = `${select.id}-search`;
        this.label = document.querySelector(`label[for="${select.id}"]`);
        this.label?.setAttribute("for", this.search.id);
        if (this.label) this.search.removeAttribute("aria-label");
      }
      const described = select.getAttribute("aria-describedby");
      if (described) this.search.setAttribute("aria-describedby", described);
      this.show();
    }

    disconnect() {
      this.label?.setAttribute("for", this.element.id);
      this.box?.remove();
      this.element.hidden = false;
    }

    choose(option, selected) {
      option.selected = selected;
      this.choices.find((choice) => choice.option === option).box.checked = selected;
      this.element.dispatchEvent(new Event("change", { bubbles: true }));
      this.show();
    }

    /** Enter chooses when one choice is left, and never sends the form. */
    pick(event) {
      if (event.key !== "Enter") return;
      event.preventDefault();
      const left = this.choices.filter((choice) => !choice.label.hidden);
      if (!this.search.value.trim() || !left.length) return;
      const sought = this.search.value.trim().toLowerCase();
      const exact = left.find(({ option }) => [option.text, option.value].some((name) => name.toLowerCase() === sought));
      if (!exact && left.length > 1) return;
      const { option } = exact || left[0];
      this.choose(option, !option.selected);
      this.search.value = "";
      this.filter();
    }

    filter() {
      const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
      this.choices.forEach(({ label, text }) => {
        label.hidden = !words.every((word) => text.includes(word));
      });
      this.show();
    }

    show() {
      const texts = this.textsValue;
      const chosen = this.choices.filter(({ option }) => option.selected);
      const found = this.choices.filter(({ label }) => !label.hidden).length;
      const tags = chosen.map(({ option }) => {
        const item = element("li", "");
        const tag = element("button", "cases-countries__tag", { type: "button" });
        tag.setAttribute("aria-label", fill(texts.remove, { name: option.text }));
        const cross = element("span", "", { "aria-hidden": "true" });
        cross.textContent = "×";
        tag.append(document.createTextNode(option.text), cross);
        tag.addEventListener("click", () => {
          this.choose(option, false);
          (this.chosen.querySelector("button") || this.search).focus();
        });
        item.append(tag);
        return item;
      });
      this.chosen.replaceChildren(...tags);
      const text = this.search.value.trim() ? texts.found : texts.count;
      this.status.textContent = fill(text, { count: chosen.length, found });
    }
  }

  /** Scales a frame to the width there is. */
  class FrameController extends Controller {
    static values = { width: Number, height: Number };

    connect() {
      this.frame = this.element.querySelector("iframe");
      this.element.style.maxInlineSize = `${this.widthValue}px`;
      this.observer = new ResizeObserver(() => this.fit());
      this.observer.observe(this.element);
      this.fit();
    }

    disconnect() {
      this.observer.disconnect();
    }

    fit() {
      const scale = Math.min(1, this.element.clientWidth / this.widthValue);
      const before = this.scale || 0;
      if (Math.abs(scale - before) < 0.002) return;
      this.scale = scale;
      Object.assign(this.frame.style, { transform: `scale(${scale})`, transformOrigin: "0 0" });
      Object.assign(this.element.style, { overflow: "hidden", blockSize: `${this.heightValue * scale}px` });
    }
  }

  const { app } = window.wagtail;
  app.register("cases-length", LengthController);
  app.register("cases-room", RoomController);
  app.register("cases-slug", SlugController);
  app.register("cases-countries", CountriesController);
  app.register("cases-frame", FrameController);
})();
