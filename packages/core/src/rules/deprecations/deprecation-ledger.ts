import { type Problem, defineRule } from "../../judge/rule.ts";
import { type View, versionAfterPlan } from "../../judge/view.ts";
import { type Sentence, say } from "../../sentence.ts";
import { type LedgerFault, ledgerFaults } from "./ledger.ts";
import { ledgerAfter } from "./removals.ts";

interface DeprecationLedgerProblem extends Problem {
  readonly fault: LedgerFault;
}

export const deprecationLedger = defineRule<DeprecationLedgerProblem>({
  id: "deprecation-ledger",
  family: "policy",
  summary:
    "The deprecation ledger, `policies/deprecations.yaml`, must be consistent and match the workspace.",
  why: "Removals are checked against `policies/deprecations.yaml`. A misspelled package, or a version that does not exist, would allow or block them by mistake. The entries that pending changesets would add are checked as well.",
  level: "error",
  looksAt: ["declarations", "deprecations"],
  workspaceOnly: true,
  aboutToday: true,
  beyondPlan: true,
  guardsLedger: true,
  examples: {
    reject: [
      {
        title: "An unknown package and an unreleased version",
        packages: { "@acme/core": "1.4.0" },
        policies: {
          core: { packages: ["@acme/*"] },
          deprecations: {
            deprecations: [
              { package: "@acme/cor", api: "open", deprecatedIn: "1.2.0" },
              { package: "@acme/core", api: "close", deprecatedIn: "1.5.0" },
            ],
          },
        },
      },
      {
        title: "A changeset announces a removal without a version",
        packages: { "@acme/core": "1.4.0" },
        changesets: {
          old: '---\n"@acme/core": minor\n---\n\n`open` is old.\n\nDeprecates: open until summer\n',
        },
        policies: { core: { packages: ["@acme/*"] } },
      },
    ],
    accept: [
      {
        title: "Deprecated, announced and removed in this order",
        packages: { "@acme/core": "2.0.0" },
        policies: {
          core: { packages: ["@acme/*"] },
          deprecations: {
            deprecations: [
              {
                package: "@acme/core",
                api: "open",
                deprecatedIn: "1.2.0",
                announcedRemoval: "2.0",
                removedIn: "2.0.0",
                state: "removed",
              },
            ],
          },
        },
      },
    ],
  },

  check: (view) => {
    const { policy, packages } = view;
    const ledger = ledgerAfter(view);
    if (ledger.length === 0) return [];
    const versions = new Map(packages.map(({ name }) => [name, versionAfterPlan(view, name)]));
    const written = new Set(policy.deprecations.map(({ line }) => line));
    const faults = [...ledgerFaults(ledger, versions), ...withoutReplacement(view)];
    return faults.map((fault) => ({
      at: fault.entry.line.at,
      fault,
      // What a changeset adds is not a line of the policy yet.
      ...(written.has(fault.entry.line) ? { because: fault.entry.line } : {}),
    }));
  },

  message: ({ fault: { entry, kind, key = "", value = "", other = "" } }): Sentence => {
    const { package: name, api, deprecatedIn } = entry;
    const what = say`${api} of ${name}`;
    switch (kind) {
      case "unknown-package":
        return say`${name} is not a package of this workspace`;
      case "active-twice":
        return say`${what} is listed as deprecated twice, in ${other} and in ${deprecatedIn}`;
      case "no-version":
        return say`${key} of ${what} is ${value}, which is not a version`;
      case "removed-without-version":
        return say`${what} is marked as removed but has no ${"removedIn"}`;
      case "version-without-removal":
        return say`${what} has a ${"removedIn"}, but its state is ${value}`;
      case "removed-before-deprecated":
        return say`${what} was removed in ${value}, but was only deprecated in ${other}`;
      case "removal-announced-too-early":
        return say`${what} is announced for removal in ${value}, but is only deprecated in ${other}`;
      case "no-replacement":
        return say`${what} is deprecated but has no ${"replacement"}`;
      case "not-released":
        return say`${key} of ${what} is ${value}, but ${name} would only reach ${other}`;
    }
  },
  help: ({ fault: { entry, kind, key = "", other } }): Sentence => {
    switch (kind) {
      case "unknown-package":
        return other === undefined
          ? say`correct the name; if the package was removed, keep one entry with ${'api: "*"'}`
          : say`write ${other}`;
      case "active-twice":
        return say`delete one of the two, or set the state of the older one to ${"removed"} or ${"rolledBack"}`;
      case "no-version":
        return key === "announcedRemoval"
          ? say`write a version such as ${"2.0.0"} or ${"2.0"}, or leave it out`
          : say`write the full version, such as ${"2.0.0"}`;
      case "removed-without-version":
        return say`add ${"removedIn"}, or set its state to ${"active"}`;
      case "version-without-removal":
        return say`set its state to ${"removed"}, or delete ${"removedIn"}`;
      case "removed-before-deprecated":
      case "removal-announced-too-early":
        return say`correct one of the two versions of ${entry.api}`;
      case "no-replacement":
        return say`add ${"replacement"} (${"false"} if there is none)`;
      case "not-released":
        return say`write the released version, or delete the entry and run ${"release-policy deprecations --write"} after the release`;
    }
  },
});

/** On tracks that require one; `deprecation` reports what a changeset deprecates, at its place. */
const withoutReplacement = ({ policy, trackOf }: View): LedgerFault[] =>
  policy.deprecations
    .filter(({ state, replacement }) => state === "active" && replacement === undefined)
    .filter((entry) => trackOf(entry.package)?.require.deprecation?.includes("replacement"))
    .map((entry) => ({ entry, kind: "no-replacement" }));
