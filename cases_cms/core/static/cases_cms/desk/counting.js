/* Length of a text, counted exactly as cases_cms.core.counting does on the server; keep the two alike. */
(() => {
  const HAN = /\p{Script=Han}/gu;
  // Letters and digits that are not Chinese; an apostrophe or hyphen inside a word, a point or comma inside a number.
  const START = "(?!\\p{Script=Han})[\\p{L}\\p{N}]";
  const WORD = new RegExp(
    `${START}(?:(?!\\p{Script=Han})[\\p{L}\\p{N}\\p{M}]|['’\\-](?=${START})|(?<=\\p{N})[.,](?=\\p{N}))*`,
    "gu",
  );
  const number = (text, pattern) => (text.match(pattern) || []).length;

  /** `{words, characters}` of a plain text. */
  const measure = (text) => ({ words: number(text, WORD), characters: number(text, HAN) });

  /** The text of a field: of Draftail's JSON one line a block, else the value as it is. */
  const textOf = (value) => {
    try {
      const { blocks } = JSON.parse(value);
      if (Array.isArray(blocks)) return blocks.map((block) => block.text).join("\n");
    } catch {
      // no rich text
    }
    return value === "null" ? "" : value;
  };

  window.casesCounting = { measure, textOf };
})();
