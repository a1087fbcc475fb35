import type { Problem, Verdict } from "../engine/verdict.ts";
import { byId, element } from "./dom.ts";
import { Judge } from "./judge.ts";
import { Pane } from "./pane.ts";
import { hashOf, plannerNamed, workspaceOf } from "./share.ts";
import { showHeadline, showVerdict } from "./verdict-view.ts";
import {
  PANES,
  type PaneName,
  type Workspace,
  edited,
  newFile,
  paneOf,
  pathsOf,
} from "./workspace.ts";

interface ListedExample {
  readonly rule: string;
  readonly title: string;
  readonly fails: boolean;
  readonly workspace: Workspace;
}

const LABELS: Readonly<Record<PaneName, string>> = {
  packages: "Packages",
  changesets: "Changesets",
  policy: "Policy",
};
/** Long enough to type a word in. */
const PAUSE = 120;

const start = JSON.parse(byId("start").textContent) as Workspace;
let workspace = start;
let verdict: Verdict | undefined;
let timer = 0;
/** Whether the workspace was loaded, not edited, since the last verdict. */
let isNew = true;
/** Which texts the panes show: those that are judged, or what they are compared with. */
let side: "texts" | "base" = "texts";

const [planner, branch, day, examples, sides] = [
  byId("planner") as HTMLSelectElement,
  byId("branch") as HTMLInputElement,
  byId("day") as HTMLInputElement,
  byId("example") as HTMLSelectElement,
  byId("side") as HTMLSelectElement,
];

const judge = new Judge((shown) => {
  if ("failure" in shown) {
    verdict = undefined;
    showHeadline("none", shown.failure);
    return;
  }
  verdict = shown.verdict;
  if (isNew) openFilesOf(verdict.problems[0]);
  isNew = false;
  showVerdict(verdict, {
    fix(edits) {
      side = "texts";
      change({ ...workspace, texts: edited(workspace.texts, edits) }, edits[0]?.path);
      say("Fix applied.");
      // The button is gone: what it did is what comes next.
      byId("verdict").focus();
    },
    open(at) {
      const pane = panes[paneOf(at.path)];
      if (!Object.hasOwn(workspace.texts, at.path)) return;
      if (side === "base") showSide("texts");
      pane.openFile(at.path);
      markAll();
      pane.goTo(at);
    },
  });
  markAll();
  performance.mark("verdict");
});

const panes = Object.fromEntries(
  PANES.map((name) => [
    name,
    new Pane({
      name,
      label: LABELS[name],
      root: byId(name),
      edit(path, text) {
        if (shownTexts()[path] === text) return;
        workspace = withTexts({ ...shownTexts(), [path]: text });
        askSoon();
      },
      opened: markAll,
      add() {
        const [path, text] = newFile(shownTexts(), name);
        change(withTexts({ ...shownTexts(), [path]: text }), path);
        say(`Added ${path}.`);
      },
      remove(path) {
        const { [path]: _, ...texts } = shownTexts();
        change(withTexts(texts));
        say(`Removed ${path}.`);
      },
    }),
  ]),
) as Readonly<Record<PaneName, Pane>>;

/** What the first problem is about is in sight. */
function openFilesOf(problem: Problem | undefined): void {
  for (const path of [problem?.manifest, problem?.policy?.at.path, problem?.at?.path])
    if (path !== undefined && Object.hasOwn(workspace.texts, path))
      panes[paneOf(path)].openFile(path);
}

/** Problems are those of the change, so its base has no marks. */
function markAll(): void {
  const problems = side === "texts" ? (verdict?.problems ?? []) : [];
  for (const name of PANES) panes[name].mark(problems);
}

function shownTexts(): Workspace["texts"] {
  return (side === "base" ? workspace.base : undefined) ?? workspace.texts;
}

const withTexts = (texts: Workspace["texts"]): Workspace => ({ ...workspace, [side]: texts });

function showSide(next: typeof side): void {
  side = next;
  change(workspace);
}

function askSoon(): void {
  window.clearTimeout(timer);
  timer = window.setTimeout(() => judge.ask(workspace), PAUSE);
}

function load(next: Workspace): void {
  isNew = true;
  side = "texts";
  change(next);
}

/** Shows another workspace, with this file open, and asks for its verdict at once. */
function change(next: Workspace, open?: string): void {
  workspace = next;
  window.clearTimeout(timer);
  const texts = shownTexts();
  for (const name of PANES) {
    const isThere = open !== undefined && paneOf(open) === name;
    panes[name].show(texts, pathsOf(texts, name), isThere ? open : undefined);
  }
  sides.value = side;
  planner.value = next.planner ?? "";
  branch.value = next.branch ?? "";
  day.value = next.today;
  for (const id of ["compared", "introduced"]) byId(id).hidden = next.base === undefined;
  judge.ask(next);
}

/** For those who do not see what happened. */
function say(text: string): void {
  byId("said").textContent = text;
}

function withOption<K extends "planner" | "branch" | "today">(
  key: K,
  value: Workspace[K],
): Workspace {
  const { [key]: _, ...rest } = workspace;
  return (value ? { ...rest, [key]: value } : rest) as Workspace;
}

planner.addEventListener("change", () =>
  change(withOption("planner", plannerNamed(planner.value))),
);
sides.addEventListener("change", () => {
  showSide(sides.value === "base" ? "base" : "texts");
  say(side === "base" ? "The base is shown." : "The change is shown.");
});
branch.addEventListener("change", () => change(withOption("branch", branch.value)));
day.addEventListener("change", () => change(withOption("today", day.value || start.today)));

byId("share").addEventListener("click", async () => {
  try {
    history.replaceState(null, "", await hashOf(workspace));
  } catch (error) {
    say((error as Error).message);
    return;
  }
  try {
    await navigator.clipboard.writeText(location.href);
    say("Link copied.");
  } catch {
    say("The link is in the address bar.");
  }
});

async function openHash(): Promise<void> {
  try {
    load((await workspaceOf(location.hash)) ?? start);
  } catch (error) {
    load(start);
    say((error as Error).message);
  }
}

/** All examples, after the first verdict: most visitors look at that one first. */
async function loadExamples(): Promise<void> {
  const response = await fetch(new URL("examples.json", import.meta.url));
  const listed = (await response.json()) as readonly ListedExample[];
  const groups = Map.groupBy(listed.entries(), ([, { rule }]) => rule);
  examples.append(
    ...[...groups].map(([rule, entries]) => {
      const options = entries.map(([i, { title, fails }]) =>
        element("option", { value: String(i) }, `${fails ? "✗" : "✓"} ${title}`),
      );
      return element("optgroup", { label: rule }, ...options);
    }),
  );
  examples.addEventListener("change", () => {
    const chosen = listed[Number(examples.value)];
    load(examples.value === "" || !chosen ? start : chosen.workspace);
  });
}

window.addEventListener("hashchange", openHash);
await openHash();
await loadExamples();
