import type { LineEdit } from "../../../packages/cli/src/check/report.ts";
import { plain } from "../../../packages/cli/src/formats/escape.ts";
import type { Location } from "@release-policy/core/types";
import type { Problem, Verdict } from "../engine/verdict.ts";
import { byId, element, sentence } from "./dom.ts";

interface Actions {
  readonly fix: (edits: readonly LineEdit[]) => void;
  readonly open: (at: Location) => void;
}

const MARKS = { pass: "✓", warn: "!", fail: "✗", none: "✗" } as const;

/** Shows a verdict in place of the one before. The headline is announced where it differs. */
export function showVerdict(verdict: Verdict, actions: Actions): void {
  const { outcome, headline, planner, releases, problems, notes } = verdict;
  showHeadline(outcome, headline);
  byId("planned-by").textContent = planner === undefined ? "" : `Planned by ${planner}`;
  byId("problems").replaceChildren(...problems.map((one) => problemView(one, actions)));
  byId("notes").replaceChildren(...notes.map((note) => element("li", {}, ...sentence(note))));
  byId("plan").replaceChildren(...planView(verdict));
  byId("plan-section").hidden = outcome === "none";
  if (releases.length === 0)
    byId("plan").replaceChildren(element("p", {}, "Nothing would be released."));
}

export function showHeadline(outcome: Verdict["outcome"], text: string): void {
  const headline = byId("headline");
  headline.dataset["outcome"] = outcome;
  const line = `${MARKS[outcome]} ${text}`;
  if (headline.textContent !== line) headline.textContent = line;
}

function planView({ releases }: Verdict): Node[] {
  const heads = ["Package", "Version", "Why"].map((text) => element("th", { scope: "col" }, text));
  const rows = releases.map(({ name, track, from, to, isRefused, causes }) =>
    element(
      "tr",
      isRefused ? { class: "refused" } : {},
      element(
        "th",
        { scope: "row" },
        name,
        ...(track === undefined ? [] : [element("small", {}, `track ${track}`)]),
      ),
      element(
        "td",
        {},
        `${from} → `,
        element("strong", {}, to),
        element("small", {}, isRefused ? "✗ not allowed" : "✓ allowed"),
      ),
      element("td", {}, causes.join("; ")),
    ),
  );
  return [
    element(
      "table",
      {},
      element("thead", {}, element("tr", {}, ...heads)),
      element("tbody", {}, ...rows),
    ),
  ];
}

function problemView(problem: Problem, { fix, open }: Actions): HTMLElement {
  const { level, rule, message, help, at, policy, chain, edits } = problem;
  const view = element("li", { class: level });
  const word = level === "error" ? "Error" : "Warning";
  view.append(
    element("p", { class: "message" }, element("strong", {}, `${word}: `), ...sentence(message)),
  );
  const details = element("dl");
  const add = (name: string, ...value: readonly (Node | string)[]): void =>
    details.append(element("dt", {}, name), element("dd", {}, ...value));
  const placeOf = (where: Location): HTMLElement => {
    const place = element(
      "button",
      { class: "place", type: "button" },
      `${where.path}:${where.line}`,
    );
    place.addEventListener("click", () => open(where));
    return place;
  };
  if (at) add("At", placeOf(at));
  if (policy) add("Policy", placeOf(policy.at), " ", element("code", {}, policy.text));
  if (chain !== undefined) add("Chain", chain);
  if (help) add("Fix", ...sentence(help));
  view.append(details);
  const foot = element("p", { class: "foot" });
  if (edits && help) {
    const button = element(
      "button",
      { class: "fix", type: "button", "aria-label": `Apply the fix: ${plain(help)}` },
      "Apply the fix",
    );
    button.addEventListener("click", () => fix(edits));
    foot.append(button);
  }
  if (rule !== undefined) foot.append(element("a", { href: `../rules/${rule}` }, `About ${rule}`));
  view.append(foot);
  return view;
}
