import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { yaml, yamlFrontmatter } from "@codemirror/lang-yaml";
import {
  HighlightStyle,
  type LanguageSupport,
  StreamLanguage,
  syntaxHighlighting,
} from "@codemirror/language";
import { type Diagnostic, lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import type { Location } from "@release-policy/core/types";
import { tags } from "@lezer/highlight";
import type { Problem } from "../engine/verdict.ts";
import { element } from "./dom.ts";
import { policyKeys } from "./policy-keys.ts";

interface PaneOptions {
  readonly name: string;
  readonly label: string;
  readonly root: HTMLElement;
  readonly edit: (path: string, text: string) => void;
  /** After another file is shown. */
  readonly opened: () => void;
  readonly add: () => void;
  readonly remove: (path: string) => void;
}

/** The files of one kind: a tab for each, and an editor for the one that is open. */
export class Pane {
  readonly #options: PaneOptions;
  readonly #tabs = element("div", { role: "tablist", class: "tabs" });
  readonly #panel: HTMLElement;
  readonly #view: EditorView;
  readonly #remove: HTMLButtonElement;
  readonly #states = new Map<string, EditorState>();
  #paths: readonly string[] = [];
  #open = "";

  constructor(options: PaneOptions) {
    this.#options = options;
    const { name, label, root } = options;
    this.#panel = element("div", { role: "tabpanel", id: `${name}-panel` });
    this.#view = new EditorView({ parent: this.#panel });
    const add = element(
      "button",
      { type: "button", "aria-label": `Add a file to ${label}` },
      "Add",
    );
    add.addEventListener("click", () => options.add());
    this.#remove = element("button", { type: "button" }, "Remove");
    this.#remove.addEventListener("click", () => options.remove(this.#open));
    this.#tabs.setAttribute("aria-label", `Files of ${label}`);
    this.#tabs.addEventListener("keydown", (event) => this.#move(event));
    const title = element("h2", { id: `${name}-title` }, label);
    root.append(
      element("div", { class: "head" }, title, add, this.#remove),
      this.#tabs,
      this.#panel,
    );
  }

  /** Shows these files, and the one that was open if it is still there. */
  show(texts: Readonly<Record<string, string>>, paths: readonly string[], open = this.#open): void {
    for (const path of this.#states.keys()) if (!paths.includes(path)) this.#states.delete(path);
    for (const path of paths) {
      const text = texts[path] ?? "";
      const known = path === this.#open ? this.#view.state : this.#states.get(path);
      if (!known) this.#states.set(path, this.#stateOf(path, text));
      else if (known.doc.toString() !== text) {
        const change = { changes: { from: 0, to: known.doc.length, insert: text } };
        if (path === this.#open) this.#view.dispatch(change);
        else this.#states.set(path, known.update(change).state);
      }
    }
    this.#paths = paths;
    this.openFile(paths.includes(open) ? open : (paths[0] ?? ""));
  }

  openFile(path: string): void {
    if (path !== this.#open) {
      if (this.#paths.includes(this.#open)) this.#states.set(this.#open, this.#view.state);
      this.#open = path;
      this.#view.setState(
        this.#states.get(path) ??
          EditorState.create({ extensions: [EditorState.readOnly.of(true)] }),
      );
    }
    this.#drawTabs();
  }

  goTo({ line, column, length = 0 }: Location): void {
    const { doc } = this.#view.state;
    const { from, to } = doc.line(Math.min(Math.max(line, 1), doc.lines));
    const start = Math.min(from + column - 1, to);
    this.#view.dispatch({
      selection: { anchor: start, head: Math.min(start + length, to) },
      scrollIntoView: true,
    });
    this.#view.focus();
  }

  /** Marks what is wrong in the open file. */
  mark(problems: readonly Problem[]): void {
    const { doc } = this.#view.state;
    const marks = problems.flatMap(({ at, level, message }): Diagnostic[] => {
      if (at?.path !== this.#open || at.line > doc.lines) return [];
      const { from, to } = doc.line(at.line);
      const start = Math.min(from + at.column - 1, to);
      return [
        {
          from: start,
          to: at.length === undefined ? to : Math.min(start + at.length, to),
          severity: level === "error" ? "error" : "warning",
          message: message.map((part) => (typeof part === "string" ? part : part.code)).join(""),
        },
      ];
    });
    this.#view.dispatch(setDiagnostics(this.#view.state, marks));
  }

  #stateOf(path: string, text: string): EditorState {
    return EditorState.create({
      doc: text,
      extensions: [
        ...COMMON,
        languageOf(path),
        ...(path.startsWith("policies/") ? [autocompletion({ override: [policyKeys(path)] })] : []),
        EditorView.contentAttributes.of({ "aria-label": path }),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (docChanged) this.#options.edit(path, state.doc.toString());
        }),
      ],
    });
  }

  #drawTabs(): void {
    const { name } = this.#options;
    const isFocused = this.#tabs.contains(document.activeElement);
    const tabs = this.#paths.map((path) => {
      const isOpen = path === this.#open;
      const tab = element(
        "button",
        {
          role: "tab",
          type: "button",
          id: `${name}-tab-${this.#paths.indexOf(path)}`,
          "aria-selected": String(isOpen),
          "aria-controls": `${name}-panel`,
          tabindex: isOpen ? "0" : "-1",
        },
        shortName(path),
      );
      tab.title = path;
      tab.addEventListener("click", () => this.#choose(path));
      if (isOpen) this.#panel.setAttribute("aria-labelledby", tab.id);
      return tab;
    });
    this.#tabs.replaceChildren(...tabs);
    this.#remove.disabled = this.#paths.length === 0;
    this.#remove.setAttribute("aria-label", `Remove ${this.#open}`);
    const open = tabs[this.#paths.indexOf(this.#open)];
    if (isFocused) open?.focus();
    if (open) this.#tabs.scrollLeft = open.offsetLeft - this.#tabs.offsetLeft - 24;
  }

  /** Arrows, Home and End move between tabs. */
  #move(event: KeyboardEvent): void {
    const last = this.#paths.length - 1;
    const now = this.#paths.indexOf(this.#open);
    const next = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: last }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    this.#choose(this.#paths[(next + last + 1) % (last + 1)] ?? "");
  }

  #choose(path: string): void {
    this.openFile(path);
    this.#options.opened();
  }
}

/** `plugin/package.json`, `drop-callbacks.md`, `core.yaml` */
const shortName = (path: string): string =>
  path.replace(/^(?:packages|\.changeset|policies)\//, "");

function languageOf(path: string): LanguageSupport | Extension {
  if (path.endsWith(".json")) return json();
  if (/\.ya?ml$/.test(path)) return yaml();
  return path.endsWith(".md") ? yamlFrontmatter({ content: PROSE }) : [];
}

const PROSE = StreamLanguage.define({
  token: (stream) => {
    stream.skipToEnd();
    return null;
  },
});

const COLORS = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--key)" },
  { tag: [tags.string, tags.content], color: "var(--string)" },
  { tag: [tags.number, tags.bool, tags.null, tags.keyword], color: "var(--number)" },
  { tag: [tags.comment, tags.meta], color: "var(--quiet)" },
]);

/** Tab is not bound: it leaves the editor, as everywhere on the page. */
const COMMON: readonly Extension[] = [
  lineNumbers(),
  history(),
  lintGutter(),
  syntaxHighlighting(COLORS),
  EditorView.lineWrapping,
  keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
];
